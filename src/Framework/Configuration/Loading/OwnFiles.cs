namespace IntegrationFramework.Configuration;

/// <summary>The files that ifw itself works with: a sink there would replace the record of all runs, or what an operator has written.</summary>
/// <param name="root">The root.</param>
/// <param name="folder">The folder of the integration that is judged.</param>
internal sealed class OwnFiles(string root, string? folder)
{
    private readonly Lazy<List<(string Real, string Shown)>> _places = new(() => Places(root, folder));

    /// <summary>The own file that a path leads to, relative to the root; <see langword="null"/> where there is none.</summary>
    /// <param name="fullPath">The path as it is written, made absolute.</param>
    /// <param name="realPath">Where it leads.</param>
    public string? Find(string fullPath, string realPath)
    {
        var written = Path.GetRelativePath(root, fullPath).Replace('\\', '/');
        if (IsOwn(written))
        {
            return written;
        }

        // Either of the two may be a link, or a folder above them: what both lead to is compared.
        foreach (var (real, shown) in _places.Value)
        {
            var below = Path.GetRelativePath(real, realPath).Replace('\\', '/');
            var relative = below == "." ? shown : shown.Length == 0 ? below : $"{shown}/{below}";
            if (!below.StartsWith("..", StringComparison.Ordinal) && IsOwn(relative))
            {
                return relative;
            }
        }

        return null;
    }

    /// <summary>What may be a link to somewhere else, and where it leads.</summary>
    private static List<(string Real, string Shown)> Places(string root, string? folder)
    {
        List<string> shown = ["", "integrations", "cache", "output/sandbox", "telemetry.db", "output/sandbox/telemetry.db", ".env", ".env.example", "metadata.yaml"];
        if (!string.IsNullOrEmpty(folder))
        {
            shown.AddRange([$"integrations/{folder}", $"integrations/{folder}/config.yaml", $"integrations/{folder}/metadata.yaml"]);
        }

        return [.. shown.Select(name => (RealPath.OrWritten(Path.Combine(root, name)), name))];
    }

    private static bool IsOwn(string relative) => relative.Split('/') switch
    {
        ["cache", _, ..] => true,
        ["output", "sandbox", var file] => file.StartsWith("telemetry.db", StringComparison.Ordinal),
        [var file] => file.StartsWith("telemetry.db", StringComparison.Ordinal) || file is ".env" or ".env.example" or "metadata.yaml",
        ["integrations", _, var file] => file == "metadata.yaml"
            || (file.StartsWith("config.", StringComparison.Ordinal) && file.EndsWith(".yaml", StringComparison.Ordinal)),
        _ => false,
    };
}
