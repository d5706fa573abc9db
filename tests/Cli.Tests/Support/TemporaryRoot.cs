namespace Cli.Tests.Support;

/// <summary>A root folder of its own, deleted when the test has ended.</summary>
public sealed class TemporaryRoot : IDisposable
{
    public TemporaryRoot()
    {
        Folder = Directory.CreateTempSubdirectory("ifw-test-").FullName;
        Write("metadata.yaml", "version: 1.0.0\n");
        Directory.CreateDirectory(Path("integrations"));
    }

    /// <summary>Its path.</summary>
    public string Folder { get; }

    /// <summary>The path of something in it.</summary>
    public string Path(params string[] parts) => System.IO.Path.Combine([Folder, .. parts]);

    /// <summary>Writes a file, and the folders above it.</summary>
    public string Write(string path, string text)
    {
        var file = Path(path);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
        return file;
    }

    /// <summary>Copies the repository's own integrations: their YAML and their data.</summary>
    public void CopyIntegrations()
    {
        var from = System.IO.Path.Combine(Ifw.Repository, "integrations");
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var relative = System.IO.Path.GetRelativePath(from, file);
            var parts = relative.Split(System.IO.Path.DirectorySeparatorChar);
            if (parts.Length > 1 && !parts.Contains("tests") && !relative.EndsWith(".cs", StringComparison.Ordinal))
            {
                var to = Path("integrations", relative);
                Directory.CreateDirectory(System.IO.Path.GetDirectoryName(to)!);
                File.Copy(file, to);
            }
        }
    }

    /// <summary>Runs ifw in it.</summary>
    public Task<Outcome> RunAsync(params string[] arguments) => Ifw.RunAsync(Folder, arguments);

    /// <summary>Runs ifw in it, with environment variables.</summary>
    public Task<Outcome> RunAsync(Dictionary<string, string> environment, params string[] arguments) =>
        Ifw.RunAsync(Folder, environment, arguments);

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
