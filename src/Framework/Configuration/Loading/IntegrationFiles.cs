using System.IO.Enumeration;
using IntegrationFramework.IO;
using IntegrationFramework.Registration;

namespace IntegrationFramework.Configuration;

/// <summary>Finds the YAML of integrations: the root's own files, else what is compiled in.</summary>
internal sealed class IntegrationFiles(string root)
{
    private const string ParentName = "integrations";
    private const string ConfigName = "config.yaml";

    // One look at the parent folder saves several at every integration that has no files in this root, which is the rule on a server.
    private readonly Lazy<Dictionary<string, bool>> _entries = new(() => List(Path.Combine(root, ParentName)));

    /// <summary>A file as diagnostics show it.</summary>
    public static string Shown(IntegrationDescriptor descriptor, string name) => Shown(descriptor.Folder, name);

    /// <summary>A folder, or a file in it, as diagnostics show it.</summary>
    public static string Shown(string folder, string? name = null) => name is null ? $"{ParentName}/{folder}" : $"{ParentName}/{folder}/{name}";

    /// <summary>Whether the root has a folder for an integration, or something in its place.</summary>
    public bool HasOwn(IntegrationDescriptor descriptor) => _entries.Value.ContainsKey(descriptor.Folder);

    /// <summary>The root's own file, if there is one.</summary>
    public TextFile Own(IntegrationDescriptor descriptor, string name) =>
        !_entries.Value.TryGetValue(descriptor.Folder, out var isFolder) ? default
        : isFolder ? TextFile.Read(Path.Combine(root, ParentName, descriptor.Folder, name), Shown(descriptor, name))
        : name != ConfigName ? default
        : TextFile.NoFolder(Path.Combine(root, ParentName, descriptor.Folder), Shown(descriptor.Folder));

    /// <summary>The folders of the root's <c>integrations/</c>, whether they belong to an integration or not.</summary>
    public IEnumerable<string> Folders => _entries.Value.Where(static entry => entry.Value).Select(static entry => entry.Key);

    /// <summary>The names of the files right in one of these folders.</summary>
    /// <exception cref="IOException">It can't be listed.</exception>
    /// <exception cref="UnauthorizedAccessException">This user may not list it.</exception>
    public IReadOnlyList<string> FilesIn(string folder) =>
        [.. Directory.EnumerateFiles(Path.Combine(root, ParentName, folder)).Select(file => Path.GetFileName(file)!).Order(StringComparer.Ordinal)];

    /// <summary>The names of the root's own overlays of an integration.</summary>
    /// <exception cref="ConfigurationException">Its folder can't be listed.</exception>
    public IReadOnlyList<string> OwnOverlays(IntegrationDescriptor descriptor)
    {
        var folder = Path.Combine(root, ParentName, descriptor.Folder);
        try
        {
            return _entries.Value.TryGetValue(descriptor.Folder, out var isFolder) && isFolder
                ? [.. Directory.EnumerateFileSystemEntries(folder, "config.*.yaml").Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal)]
                : [];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException(
                $"The folder of the integration '{descriptor.Name}', '{folder}', can't be listed: {FileError.Reason(error)}. Give the user that runs this the right to read it.", error);
        }
    }

    /// <summary>The names of the overlays that an integration's environments may choose from: the root's own, or else the compiled-in ones.</summary>
    public IEnumerable<string> Overlays(IntegrationDescriptor descriptor) => HasOwn(descriptor)
        ? OwnOverlays(descriptor)
        : descriptor.Files.Where(file => file.Kind == CompiledFileKind.Overlay).Select(file => FileName(file.Path));

    /// <summary>The compiled-in file of a kind and, for overlays, a name.</summary>
    public static CompiledFile? Compiled(IntegrationDescriptor descriptor, CompiledFileKind kind, string name)
    {
        foreach (var file in descriptor.Files)
        {
            if (file.Kind == kind && (kind != CompiledFileKind.Overlay || FileName(file.Path) == name))
            {
                return file;
            }
        }

        return null;
    }

    /// <summary>The last part of a path with forward slashes.</summary>
    public static string FileName(string path) => path[(path.LastIndexOf('/') + 1)..];

    /// <summary>What there is in the root's folder, and whether it is a folder.</summary>
    private static Dictionary<string, bool> List(string parent)
    {
        try
        {
            var folder = new DirectoryInfo(parent);
            if (folder.Exists)
            {
                // Two names that aren't UTF-8 may read alike.
                var entries = new Dictionary<string, bool>(StringComparer.Ordinal);
                foreach (var (name, isFolder) in new FileSystemEnumerable<(string, bool)>(
                    parent, static (ref FileSystemEntry entry) => (entry.FileName.ToString(), entry.IsDirectory), new EnumerationOptions { IgnoreInaccessible = false, AttributesToSkip = 0 }))
                {
                    entries[name] = isFolder;
                }

                return entries;
            }

            // What can't be looked at is refused here; only what isn't there leaves the field to what is compiled in.
            return folder.Attributes == (FileAttributes)(-1) ? [] : throw new IOException(
                folder.LinkTarget is null ? "it is a file, and a folder is needed here" : "it is a symbolic link that leads nowhere");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException($"The folder '{parent}' can't be listed: {error.Message}", error);
        }
    }
}
