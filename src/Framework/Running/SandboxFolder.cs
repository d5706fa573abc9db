namespace IntegrationFramework.Running;

/// <summary>The folder that holds all that the sandbox writes: what is delivered, its telemetry database, its locks.</summary>
public static class SandboxFolder
{
    /// <summary>The sandbox of a root: <c>output/sandbox</c>.</summary>
    public static string Of(string root) => Path.Combine(Path.GetFullPath(root), "output", "sandbox");

    /// <summary>The sandbox's telemetry database.</summary>
    public static string TelemetryFileOf(string root) => Path.Combine(Of(root), "telemetry.db");

    /// <summary>Where a path is in the sandbox that without it is under <c>output/</c> or anywhere else. Two paths never become one.</summary>
    internal static string Rebase(string root, string fullPath)
    {
        var output = Path.Combine(root, "output");
        var relative = Path.GetRelativePath(output, fullPath);
        return relative == ".." || relative.StartsWith(".." + Path.DirectorySeparatorChar, StringComparison.Ordinal) || Path.IsPathRooted(relative)
            ? Path.Combine(Of(root), "outside", fullPath[Path.GetPathRoot(fullPath)!.Length..])
            : Path.GetFullPath(relative, Of(root));
    }
}
