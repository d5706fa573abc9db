namespace IntegrationFramework;

/// <summary>A file or folder to read. In YAML it is relative to the root.</summary>
/// <param name="Configured">As written in the configuration.</param>
/// <param name="FullPath">The absolute path.</param>
public sealed record InputPath(string Configured, string FullPath)
{
    /// <inheritdoc/>
    public override string ToString() => FullPath;
}

/// <summary>A file or folder to write. In YAML it is relative to the root's <c>output/</c> folder.</summary>
/// <param name="Configured">As written in the configuration.</param>
/// <param name="FullPath">The absolute path.</param>
public sealed record OutputPath(string Configured, string FullPath)
{
    /// <inheritdoc/>
    public override string ToString() => FullPath;
}
