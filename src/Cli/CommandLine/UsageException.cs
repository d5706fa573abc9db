namespace IntegrationFramework.Cli.CommandLine;

/// <summary>The command line is wrong: the message goes to standard error and the exit code is <see cref="ExitCode.Usage"/>.</summary>
internal sealed class UsageException(string message) : Exception(message);

/// <summary>
/// A command can't do its work, for a reason that its user can mend: the message goes to standard error as it is, and a stack trace
/// only with <c>--verbose</c>.
/// </summary>
internal sealed class CommandException(int exitCode, string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>The process's exit code.</summary>
    public int ExitCode { get; } = exitCode;
}
