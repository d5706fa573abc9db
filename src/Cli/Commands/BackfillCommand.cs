using System.Globalization;
using IntegrationFramework.Cli.CommandLine;
using IntegrationFramework.Cli.Selection;
using IntegrationFramework.Configuration.Rules;
using IntegrationFramework.Registration;

namespace IntegrationFramework.Cli.Commands;

/// <summary><c>ifw backfill</c> on the command line; <see cref="Backfill"/> does the work.</summary>
internal static class BackfillCommand
{
    private static readonly TimeSpan DefaultWindow = TimeSpan.FromDays(1);
    private static readonly TimeSpan ShortestWindow = TimeSpan.FromSeconds(1);

    /// <summary>A run for each minute of a month is within it.</summary>
    private const int MostWindows = 50_000;

    private static readonly Parameter<string?> Name = Parameters.Text("NAME", "NAME", "The integration; its source has to take windows of time.") with { Required = true };
    private static readonly Parameter<DateTimeOffset?> From = Parameters.Instant("from", "The first day or instant to fetch again.");
    private static readonly Parameter<DateTimeOffset?> To = Parameters.Instant("to", "The first day or instant that is not fetched any more.");
    private static readonly Parameter<string?> Window = Parameters.Text("window", "DURATION", "How much is fetched in a run, such as 6h or 7d.") with { Default = "1d" };
    private static readonly Parameter<bool> Restart = Parameters.Flag("restart", "Begins anew where the same backfill was begun before.");
    private static readonly Parameter<bool> DryRun = Parameters.Flag("dry-run", "Delivers nothing.");
    private static readonly Parameter<IReadOnlyList<string>> Set = Parameters.Texts("set", "NAME.KEY=VALUE", "Overrides a key, such as hello_world.timeout=5m.");
    private static readonly Parameter<string> Format = Parameters.Choice("format", ["text", "json"], "How to show the result and the log.");

    public static CommandDefinition Define() => new()
    {
        Options = [From, To, Window, Restart, DryRun, Set, Format, GlobalOptions.Root, GlobalOptions.Verbose],
        Arguments = [Name],
        Invoke = static (values, environment) => new ValueTask<int>(
            new Backfill(environment, environment.FindRoot(values.Get(GlobalOptions.Root)), ReadOptions(values, environment.Registry)).ExecuteAsync()),
    };

    private static BackfillOptions ReadOptions(ParsedValues values, IntegrationRegistry registry)
    {
        var name = values.Get(Name) ?? throw new UsageException("ifw backfill needs the name of an integration.");
        var descriptor = NamedIntegrations.Find(registry, [name])[0];
        if (!descriptor.HasWindows)
        {
            throw new UsageException(
                $"{name} can't be asked for a window of time: for that its class derives from IncrementalIntegration and implements IWindowedSource, "
                + $"over the same record as it fetches.{Windowed(registry)}");
        }

        var from = values.Get(From) ?? throw new UsageException("ifw backfill needs --from: the first day to fetch again.");
        var to = values.Get(To) ?? throw new UsageException("ifw backfill needs --to: the first day that is not fetched any more.");
        var window = ReadWindow(values.Get(Window));
        if ((to - from) / window > MostWindows)
        {
            throw new UsageException(string.Create(
                CultureInfo.InvariantCulture, $"That would be {Math.Ceiling((to - from) / window)} runs, and more than {MostWindows} at once are not done. Take a longer --window, or a shorter span."));
        }

        return to > from
            ? new BackfillOptions
            {
                Integration = descriptor,
                From = from.ToUniversalTime(),
                To = to.ToUniversalTime(),
                Window = window,
                Restart = values.Get(Restart),
                DryRun = values.Get(DryRun),
                Sets = values.Get(Set),
                Json = values.Get(Format) == "json",
                IsVerbose = values.Get(GlobalOptions.Verbose),
            }
            : throw new UsageException("--to has to be after --from; it is the first day that is not fetched any more.");
    }

    private static TimeSpan ReadWindow(string? text) =>
        text is null ? DefaultWindow
        : DurationFormat.TryParse(text, out var window) && window >= ShortestWindow ? window
        : throw new UsageException($"--window takes a duration of a second or more, such as 6h or 7d, not '{text}'.");

    private static string Windowed(IntegrationRegistry registry)
    {
        var names = registry.Integrations.Where(integration => integration.HasWindows).Select(integration => integration.Name).ToList();
        return names.Count == 0 ? "" : $" Those that do: {string.Join(", ", names)}.";
    }
}
