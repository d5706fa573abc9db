using IntegrationFramework.Cli.CommandLine;
using IntegrationFramework.Cli.Hosting;
using IntegrationFramework.Cli.Output;
using IntegrationFramework.Cli.Selection;
using IntegrationFramework.Logging;
using IntegrationFramework.Registration;
using IntegrationFramework.Telemetry;

namespace IntegrationFramework.Cli.Commands;

/// <summary><c>ifw state</c>: where incremental integrations go on from, and how to change that.</summary>
internal static class StateCommand
{
    private static readonly string[] Actions = ["show", "set", "reset", "rewind"];

    private static readonly Parameter<string?> Action = Parameters.Text("ACTION", "ACTION", "show, set, reset or rewind; show by default.");
    private static readonly Parameter<string?> Name = Parameters.Text("NAME", "NAME", "The integration; show takes all by default.");
    private static readonly Parameter<string?> Cursor = Parameters.Text("cursor", "TEXT", "For set: where the next run goes on from, in the words of the source.");
    private static readonly Parameter<string?> Run = Parameters.Text("run", "RUN", "For rewind: the run to go back before; the first characters of its identifier do.");
    private static readonly Parameter<string> Format = Parameters.Choice("format", RowWriter.Formats, "How to show the rows.");

    public static CommandDefinition Define() => new()
    {
        Options = [Cursor, Run, Format, GlobalOptions.Root, GlobalOptions.Verbose],
        Arguments = [Action, Name],
        Invoke = static (values, environment) => new ValueTask<int>(ExecuteAsync(
            environment, environment.FindRoot(values.Get(GlobalOptions.Root)), values.Get(Action) ?? Actions[0], values.Get(Name),
            values.Get(Cursor), values.Get(Run), values.Get(Format))),
    };

    /// <summary>Shows or changes cursors.</summary>
    public static Task<int> ExecuteAsync(
        CommandEnvironment environment, string root, string action, string? name, string? cursor, string? run, string format)
    {
        if (!Actions.Contains(action, StringComparer.Ordinal))
        {
            throw new UsageException($"ifw state takes show, set, reset or rewind, not '{action}'.");
        }

        // What is left of an integration that was removed can be looked at and forgotten.
        if (name is not null && action is "set" or "rewind")
        {
            NamedIntegrations.Check(environment.Registry, [name]);
        }

        if (action != "show" && name is null)
        {
            throw new UsageException($"ifw state {action} needs the name of an integration.");
        }

        return action == "show"
            ? ShowAsync(environment, root, name, format)
            : ChangeAsync(environment, root, action, name!, cursor, run, format);
    }

    /// <summary>Changes a cursor, and tells what is so now: in words, or as the row that is left for a program to read.</summary>
    private static async Task<int> ChangeAsync(
        CommandEnvironment environment, string root, string action, string name, string? cursor, string? run, string format)
    {
        var told = await (action switch
        {
            "set" => MoveAsync(environment, root, name, cursor switch
            {
                null => throw new UsageException("ifw state set needs --cursor: where the next run goes on from."),
                "" => throw new UsageException($"--cursor is empty. To begin at the beginning, 'ifw state reset {name}'."),
                _ => cursor,
            }),
            "rewind" => RewindAsync(environment, root, name, run ?? throw new UsageException("ifw state rewind needs --run: the run to go back before.")),
            _ => ResetAsync(environment, root, name),
        }).ConfigureAwait(false);
        if (format != RowWriter.Formats[0])
        {
            return await WriteAsync(environment, root, name, format).ConfigureAwait(false);
        }

        environment.Output.WriteLine(told);
        return ExitCode.Ok;
    }

    private static async Task<int> ShowAsync(CommandEnvironment environment, string root, string? name, string format)
    {
        await using var telemetry = await TelemetryReader.OpenAsync(CommandEnvironment.TelemetryFileIn(root, sandbox: false), environment.Time).ConfigureAwait(false);
        if (name is not null)
        {
            NamedIntegrations.Check(environment.Registry, telemetry, name);
        }

        return Write(environment, telemetry, name, format);
    }

    private static async Task<int> WriteAsync(CommandEnvironment environment, string root, string name, string format)
    {
        await using var telemetry = await TelemetryReader.OpenAsync(CommandEnvironment.TelemetryFileIn(root, sandbox: false), environment.Time).ConfigureAwait(false);
        return Write(environment, telemetry, name, format);
    }

    private static int Write(CommandEnvironment environment, TelemetryReader telemetry, string? name, string format)
    {
        using var result = telemetry.Database.Query(
            $"SELECT integration, cursor, updated_at, run_id FROM state WHERE {name} IS NULL OR integration = {name} ORDER BY integration");
        var rows = RowWriter.Create(format, environment.Output, result.Columns);
        foreach (var row in result.Rows())
        {
            rows.Write(row);
        }

        rows.End();
        return ExitCode.Ok;
    }

    private static async Task<string> RewindAsync(CommandEnvironment environment, string root, string name, string run)
    {
        string? cursor;
        await using (var telemetry = await TelemetryReader.OpenAsync(CommandEnvironment.TelemetryFileIn(root, sandbox: false), environment.Time).ConfigureAwait(false))
        {
            var found = await telemetry.FindRunsAsync(run).ConfigureAwait(false);
            if (found is not [var only] || only.Integration != name)
            {
                throw new UsageException(found.Count > 1
                    ? $"Several runs begin with '{run}': give more of its identifier."
                    : $"There is no run '{run}' of {name}. {Lists(name)}");
            }

            if (only.Status == RunStatus.Skipped)
            {
                throw new UsageException($"The run '{run}' was skipped, so there is nowhere that it began. {Lists(name)}");
            }

            cursor = await telemetry.Database.ScalarAsync<string?>($"SELECT cursor_before FROM runs WHERE id = {only.RunId}").ConfigureAwait(false);
            if (cursor is null && await HasCursorBeforeAsync(telemetry, name, only.RunId).ConfigureAwait(false))
            {
                throw new UsageException(
                    $"The run '{run}' was told to begin at the beginning, by --full-refresh, --record or a reset, while there was a cursor. To begin there again: ifw state reset {name}. {Lists(name)}");
            }
        }

        return await MoveAsync(environment, root, name, cursor).ConfigureAwait(false);
    }

    private static async Task<string> ResetAsync(CommandEnvironment environment, string root, string name)
    {
        if (!environment.Registry.Names.Contains(name))
        {
            await using var telemetry = await TelemetryReader.OpenAsync(CommandEnvironment.TelemetryFileIn(root, sandbox: false), environment.Time).ConfigureAwait(false);
            NamedIntegrations.Check(environment.Registry, telemetry, name);
        }

        return await MoveAsync(environment, root, name, cursor: null).ConfigureAwait(false);
    }

    /// <summary>Whether an earlier run had left a cursor: identifiers of runs are in the order of their beginnings.</summary>
    private static async Task<bool> HasCursorBeforeAsync(TelemetryReader telemetry, string name, string runId) =>
        await telemetry.Database.ScalarAsync<long>(
            $"SELECT EXISTS (SELECT 1 FROM runs WHERE integration = {name} AND id < {runId} AND cursor_after IS NOT NULL)").ConfigureAwait(false) != 0;

    private static async Task<string> MoveAsync(CommandEnvironment environment, string root, string name, string? cursor)
    {
        var isRegistered = environment.Registry.TryGet(name, out var descriptor);
        if (descriptor is { IsIncremental: false })
        {
            throw new UsageException($"{name} has no cursor: its class doesn't derive from IncrementalIntegration.{Incremental(environment.Registry)}");
        }

        var path = CommandEnvironment.TelemetryFileIn(root, sandbox: false);
        await using var store = HostTelemetry.Open(environment, path);
        var unfinished = cursor is null ? await ReadUnfinishedAsync(path, environment.Time, name).ConfigureAwait(false) : [];
        if (!await store.TryMoveCursorAsync(name, cursor, environment.Time.GetUtcNow()).ConfigureAwait(false))
        {
            throw new CommandException(ExitCode.Failed, $"{name} is running. Wait for it to end, then move its cursor.");
        }

        foreach (var sink in unfinished)
        {
            environment.Tell($"a run of {name} was interrupted while it delivered to the {sink}, and what it had not committed stays there, as the reset forgets where that began. Look at its end: its last record may be cut short.");
        }

        return !isRegistered ? $"The cursor of {ControlCharacters.Show(name)}, which is no integration any more, is forgotten."
            : cursor is null ? $"The next run of {name} begins at the beginning." : $"The next run of {name} goes on from '{ControlCharacters.Show(cursor)}'.";
    }

    /// <summary>The sinks to which an interrupted run was adding: only the next run would have taken that back.</summary>
    private static async Task<IReadOnlyList<string>> ReadUnfinishedAsync(string path, TimeProvider time, string name)
    {
        await using var telemetry = await TelemetryReader.OpenAsync(path, time).ConfigureAwait(false);
        using var result = telemetry.Database.Query($"SELECT sink FROM receipts WHERE integration = {name} AND is_open = 1 ORDER BY sink");
        return [.. result.Rows().Select(static row => (string)row[0]!)];
    }

    private static string Lists(string name) =>
        $"`ifw query \"SELECT id, cursor_before FROM runs WHERE integration = '{name}' AND status <> 'skipped'\"` lists those that ran.";

    private static string Incremental(IntegrationRegistry registry)
    {
        var names = registry.Integrations.Where(integration => integration.IsIncremental).Select(integration => integration.Name).ToList();
        return names.Count == 0 ? "" : $" Those that have one: {string.Join(", ", names)}.";
    }
}
