using System.Globalization;
using IntegrationFramework.Cli.CommandLine;
using IntegrationFramework.Cli.Output;
using IntegrationFramework.Cli.Selection;
using IntegrationFramework.Configuration;

namespace IntegrationFramework.Cli.Commands;

/// <summary><c>ifw list</c>: the integrations, and what is known about them without running anything.</summary>
internal static class ListCommand
{
    private static readonly Parameter<string> OrderBy = Parameters.Choice("order-by", ["name", "last_updated"], "What to order them by.");
    private static readonly Parameter<string> Order = Parameters.Choice("order", ["asc", "desc"], "Upwards or downwards.");
    private static readonly Parameter<string> Format = Parameters.Choice("format", RowWriter.Formats, "How to show them.");

    private static readonly string[] Columns =
        ["name", "version", "tags", "business_contact", "technical_contact", "description", "last_updated", "valid"];

    public static CommandDefinition Define() => new()
    {
        Options = [.. SelectionOptions.All, OrderBy, Order, Format, GlobalOptions.Root, GlobalOptions.Verbose],
        Invoke = static (values, environment) => ExecuteAsync(
            environment,
            values.Get(GlobalOptions.Root),
            SelectionOptions.Read(values, environment),
            values.Get(OrderBy) == "last_updated",
            values.Get(Order) == "desc",
            values.Get(Format)),
    };

    /// <summary>Lists what the filters select.</summary>
    public static async ValueTask<int> ExecuteAsync(
        CommandEnvironment environment, string? rootOption, SelectionFilters filters, bool byLastUpdated, bool descending, string format)
    {
        var root = environment.FindRoot(rootOption);
        var selected = Selected.From(
            environment.Registry.Integrations, filters, root,
            error => environment.Tell($"what was compiled in is shown, since the file can't be used: {error}"));
        if (byLastUpdated)
        {
            // Stable: of the same day, and of unknown ones, the order of the names stays.
            selected = [.. selected.OrderBy(static integration => integration.LastUpdated ?? DateOnly.MinValue)];
        }

        if (descending)
        {
            selected.Reverse();
        }

        var rows = RowWriter.Create(format, environment.Output, format == "csv" ? [.. Columns, "criteria"] : Columns);
        var hash = filters.Hash;
        if (format == "json")
        {
            environment.Output.Write($"{{\"criteria\":\"{hash}\",\"integrations\":");
        }

        var valid = LookUpValidity(environment, root, selected);
        foreach (var (descriptor, metadata, lastUpdated) in selected)
        {
            rows.Write(
            [
                descriptor.Name,
                metadata.Version,
                metadata.Tags,
                metadata.BusinessContact,
                metadata.TechnicalContact,
                metadata.Description,
                lastUpdated?.ToString("O", CultureInfo.InvariantCulture),
                valid.GetValueOrDefault(descriptor.Name) ?? (format == "table" ? "not checked" : null as object),
                hash,
            ]);
        }

        rows.End(format == "json" ? "}" : null);
        if (format == "table")
        {
            environment.Output.WriteLine($"{Environment.NewLine}{selected.Count} of {environment.Registry.Names.Count}. Selection {hash}: --criteria {hash} repeats it.");
        }

        await KeepAsync(environment, root, filters).ConfigureAwait(false);
        return ExitCode.Ok;
    }

    /// <summary>What earlier validations of the same content found. Where there were none, nothing is read but a folder.</summary>
    private static IReadOnlyDictionary<string, bool?> LookUpValidity(CommandEnvironment environment, string root, List<Selected> selected) =>
        File.Exists(Path.Combine(root, "cache", "validation_cache.json"))
            ? new ConfigurationValidator(ConfigurationSources.Open(root, [], environment.Variables), environment.Registry)
                .LookUp(selected.Select(static integration => integration.Descriptor))
            : new Dictionary<string, bool?>();

    private static async ValueTask KeepAsync(CommandEnvironment environment, string root, SelectionFilters filters)
    {
        try
        {
            await CriteriaFile.Of(root).KeepAsync(filters, environment.Time).ConfigureAwait(false);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            environment.Tell($"the selection can't be kept for --criteria: {error.Message}");
        }
    }
}
