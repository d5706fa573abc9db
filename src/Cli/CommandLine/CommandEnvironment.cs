using IntegrationFramework.Configuration;
using IntegrationFramework.Logging;
using IntegrationFramework.Registration;
using IntegrationFramework.Running;

namespace IntegrationFramework.Cli.CommandLine;

/// <summary>What surrounds a command: its streams, the clock, the process's environment, and the host's integrations.</summary>
internal sealed class CommandEnvironment
{
    private readonly Lazy<IntegrationRegistry> _registry;

    public CommandEnvironment(Func<IntegrationRegistry> registry, IReadOnlyList<string>? isolateCommand = null)
    {
        _registry = new Lazy<IntegrationRegistry>(registry, isThreadSafe: false);
        IsolateCommand = isolateCommand;
    }

    /// <summary>The integrations of this host; made when first asked for.</summary>
    public IntegrationRegistry Registry => _registry.Value;

    /// <summary>How to start this program again for <c>--isolate</c>, where the host knows better than the process's own path.</summary>
    public IReadOnlyList<string>? IsolateCommand { get; }

    /// <summary>The support system of the host; <see langword="null"/> where it has none.</summary>
    public ISupportTicketing? Ticketing { get; init; }

    /// <summary>Results: standard output.</summary>
    public required TextWriter Output { get; init; }

    /// <summary>Whether nobody reads the results any more; for commands that could go on writing for long.</summary>
    public Func<bool> IsOutputAbandoned { get; init; } = static () => false;

    /// <summary>Logs, progress and errors: standard error.</summary>
    public required TextWriter Error { get; init; }

    /// <summary>Standard output as bytes, for records.</summary>
    public Stream OutputStream { get; init; } = Stream.Null;

    /// <summary>Standard error as bytes, for records where standard output is for something else.</summary>
    public Stream ErrorStream { get; init; } = Stream.Null;

    /// <summary>Whether a person watches standard error.</summary>
    public bool IsErrorTerminal { get; init; }

    /// <summary>Asks a question and gives the answer, which may be empty; <see langword="null"/> where there is nobody to ask.</summary>
    public Func<string, string?> Ask { get; init; } = static _ => null;

    /// <summary>Whether colours are welcome there: not with <c>NO_COLOR</c>, nor on a terminal that has none.</summary>
    public bool AllowsColors => !(Variables.TryGetValue("NO_COLOR", out var no) && no.Length > 0) && Variables.GetValueOrDefault("TERM") != "dumb";

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>The process's environment variables.</summary>
    public IReadOnlyDictionary<string, string> Variables { get => field ??= ConfigurationSources.ReadProcessEnvironment(); init; }

    /// <summary>Where relative paths of the command line begin.</summary>
    /// <exception cref="CommandException">It was deleted meanwhile.</exception>
    public string CurrentDirectory { get => field ??= ReadCurrentDirectory(); init; }

    /// <summary>Says something to whoever started the command, beside its results.</summary>
    public void Tell(string sentence) => Error.WriteLine($"ifw: {ControlCharacters.Show(sentence)}");

    /// <summary>The folder to work in.</summary>
    /// <param name="option">What <c>--root</c> says.</param>
    /// <exception cref="CommandException">The folder that was named isn't there.</exception>
    public string FindRoot(string? option)
    {
        try
        {
            // The current directory may be gone: it is asked for only where something is relative to it.
            var named = string.IsNullOrEmpty(option) ? Variables.GetValueOrDefault(RootFolder.Variable) : option;
            return RootFolder.Find(option, Variables, Path.IsPathFullyQualified(named ?? "") ? Path.GetPathRoot(named)! : CurrentDirectory);
        }
        catch (ConfigurationException error)
        {
            throw new CommandException(ExitCode.Configuration, error.Message, error);
        }
    }

    /// <summary>The telemetry database of the root, or of the sandbox in it.</summary>
    public string TelemetryFile(string? rootOption, bool sandbox) => TelemetryFileIn(FindRoot(rootOption), sandbox);

    /// <summary>The telemetry database of a root, or of the sandbox in it.</summary>
    public static string TelemetryFileIn(string root, bool sandbox) =>
        sandbox ? SandboxFolder.TelemetryFileOf(root) : Path.Combine(root, "telemetry.db");

    private static string ReadCurrentDirectory()
    {
        try
        {
            return Environment.CurrentDirectory;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new CommandException(
                ExitCode.Configuration,
                "The folder that this was started in isn't there any more. Change to one that is, or name every path, such as --root or IFW_ROOT, in full.",
                error);
        }
    }
}
