namespace IntegrationFramework.Configuration.Rules;

/// <summary>How grave a diagnostic is.</summary>
public enum ConfigSeverity
{
    /// <summary>Worth a look; nothing stops.</summary>
    Warning,

    /// <summary>The integration can't run like this.</summary>
    Error,
}

/// <summary>A mistake in a file or a layer, with its place and what to do about it.</summary>
/// <param name="Id">Such as <c>IFW0102</c>.</param>
/// <param name="Severity">How grave.</param>
/// <param name="File">The file's path with forward slashes, or the name of a layer that is not a file.</param>
/// <param name="Start">The offset of the first character, in UTF-16 code units of the file's text.</param>
/// <param name="Length">How many code units.</param>
/// <param name="Line">From 1.</param>
/// <param name="Column">From 1.</param>
/// <param name="Message">What is wrong and how to mend it.</param>
public sealed record ConfigDiagnostic(
    string Id, ConfigSeverity Severity, string File, int Start, int Length, int Line, int Column, string Message)
{
    /// <summary>The line that MSBuild and editors turn into a link: <c>file(line,column): error ID: message</c>.</summary>
    public override string ToString() =>
        $"{File}({Line},{Column}): {(Severity == ConfigSeverity.Error ? "error" : "warning")} {Id}: {Message}";
}
