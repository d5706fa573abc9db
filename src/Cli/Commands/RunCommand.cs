using IntegrationFramework.Cli.CommandLine;
using IntegrationFramework.Cli.Selection;
using IntegrationFramework.Running;

namespace IntegrationFramework.Cli.Commands;

/// <summary><c>ifw run</c> on the command line; <see cref="RunBatch"/> does the work.</summary>
internal static class RunCommand
{
    /// <summary>How many run at once where <c>--parallel</c> gives no number.</summary>
    private const int DefaultParallelism = 16;

    private static readonly Parameter<IReadOnlyList<string>> Names = Parameters.Texts("NAME", "NAME", "The integrations to run; by default all that are enabled.");
    private static readonly Parameter<int?> Parallel = Parameters.OptionalCount("parallel", DefaultParallelism, $"Runs N at once, {DefaultParallelism} where no number is given.");
    private static readonly Parameter<bool> Isolate = Parameters.Flag("isolate", "Runs each in a process of its own.");
    private static readonly Parameter<bool> FailFast = Parameters.Flag("fail-fast", "Starts nothing more once one has failed.");
    private static readonly Parameter<bool> DryRun = Parameters.Flag("dry-run", "Delivers nothing.");
    private static readonly Parameter<long?> Limit = Parameters.Count("limit", "Fetches at most N records each.");
    private static readonly Parameter<bool> FullRefresh = Parameters.Flag("full-refresh", "Lets incremental sources begin anew.");
    private static readonly Parameter<bool> Sandbox = Parameters.Flag("sandbox", "Plays recorded responses instead of using the network, and delivers under output/sandbox/.");
    private static readonly Parameter<bool> Record = Parameters.Flag("record", "Records requests and responses, without secrets, for --sandbox; incremental sources begin anew.");
    private static readonly Parameter<IReadOnlyList<string>> Set = Parameters.Texts("set", "NAME.KEY=VALUE", "Overrides a key, such as hello_world.timeout=5m.");
    private static readonly Parameter<string> Format = Parameters.Choice("format", ["text", "json"], "How to show the result and the log.");

    /// <summary>Given to the processes that <c>--isolate</c> starts: the batch and the run, with a colon between.</summary>
    private static readonly Parameter<string?> Isolated = Parameters.Text("isolated-run", "BATCH:RUN", "The run that this process is for.") with { Hidden = true };

    public static CommandDefinition Define() => new()
    {
        Options =
        [
            .. SelectionOptions.All, Parallel, Isolate, FailFast, DryRun, Limit, FullRefresh, Sandbox, Record, Set, Format, Isolated, GlobalOptions.Root, GlobalOptions.Verbose,
        ],
        Arguments = [Names],
        Invoke = static (values, environment) => new ValueTask<int>(
            new RunBatch(environment, environment.FindRoot(values.Get(GlobalOptions.Root)), ReadOptions(values, environment)).ExecuteAsync()),
    };

    /// <summary>The arguments with which a process for one run of a batch starts.</summary>
    public static IReadOnlyList<string> ArgumentsOf(IsolatedRun run, string root, RunOptions options)
    {
        List<string> arguments = ["run", run.Integration, $"--isolated-run={run.BatchId}:{run.RunId}", $"--root={root}", $"--format={(options.Json ? "json" : "text")}"];
        arguments.AddRange(options.Sets.Select(set => $"--set={set}"));
        AddIf(options.DryRun, "--dry-run");
        AddIf(options.FullRefresh, "--full-refresh");
        AddIf(options.Mode == RunMode.Sandbox, "--sandbox");
        AddIf(options.Mode == RunMode.Record, "--record");
        AddIf(options.IsVerbose, "--verbose");
        AddIf(options.Limit is not null, $"--limit={options.Limit}");
        return arguments;

        void AddIf(bool condition, string argument)
        {
            if (condition)
            {
                arguments.Add(argument);
            }
        }
    }

    private static RunOptions ReadOptions(ParsedValues values, CommandEnvironment environment)
    {
        var options = new RunOptions
        {
            Names = values.Get(Names),
            Filters = SelectionOptions.Read(values, environment),
            Parallelism = values.Get(Parallel),
            Isolate = values.Get(Isolate),
            FailFast = values.Get(FailFast),
            DryRun = values.Get(DryRun),
            Limit = values.Get(Limit),
            FullRefresh = values.Get(FullRefresh),
            Mode = ReadMode(values.Get(Sandbox), values.Get(Record)),
            Sets = values.Get(Set),
            Json = values.Get(Format) == "json",
            IsVerbose = values.Get(GlobalOptions.Verbose),
        };
        if (options.Parallelism is not null && options.Names.FirstOrDefault(name => name.All(char.IsAsciiDigit)) is { } number)
        {
            throw new UsageException($"--parallel takes its number after an equals sign: --parallel={number}.");
        }

        return values.Get(Isolated) is { } isolated ? options with { Isolated = ReadIsolated(isolated, options.Names) } : options;
    }

    private static RunMode ReadMode(bool sandbox, bool record) => (sandbox, record) switch
    {
        (true, true) => throw new UsageException("Give either --sandbox or --record: the one plays what the other records."),
        (true, false) => RunMode.Sandbox,
        (false, true) => RunMode.Record,
        _ => RunMode.Live,
    };

    private static IsolatedRun ReadIsolated(string value, IReadOnlyList<string> names) =>
        value.Split(':') is [{ Length: > 0 } batch, { Length: > 0 } run] && names is [var name]
            ? new IsolatedRun(batch, run, name)
            : throw new UsageException("--isolated-run takes a batch and a run, for one integration: it is for 'ifw run --isolate' itself.");
}
