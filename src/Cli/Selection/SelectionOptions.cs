using IntegrationFramework.Cli.CommandLine;

namespace IntegrationFramework.Cli.Selection;

/// <summary>The options by which <c>run</c> and <c>list</c> select integrations.</summary>
internal static class SelectionOptions
{
    private static readonly Parameter<IReadOnlyList<string>> Tag = Parameters.Texts("tag", "TAG", "Only those with this tag; of several, with all of them.");
    private static readonly Parameter<string?> Match = Parameters.Text("match", "GLOB", "Only those whose name is like this, with * and ?.");
    private static readonly Parameter<string?> BusinessContact = Parameters.Text("business-contact", "EMAIL", "Only those with this business contact.");
    private static readonly Parameter<string?> TechnicalContact = Parameters.Text("technical-contact", "EMAIL", "Only those with this technical contact.");
    private static readonly Parameter<DateOnly?> UpdatedBefore = Parameters.Date("updated-before", "Only those last updated before this day.");
    private static readonly Parameter<DateOnly?> UpdatedAfter = Parameters.Date("updated-after", "Only those last updated after this day.");
    private static readonly Parameter<string?> Description = Parameters.Text("description", "TEXT", "Only those whose description has this in it.");
    private static readonly Parameter<string?> Criteria = Parameters.Text("criteria", "HASH", "The selection that 'ifw list' showed this hash for.");

    /// <summary>All of them, in the order of the help.</summary>
    public static IReadOnlyList<Parameter> All { get; } =
        [Tag, Match, BusinessContact, TechnicalContact, UpdatedBefore, UpdatedAfter, Description, Criteria];

    /// <summary>Reads the filters that were given.</summary>
    /// <exception cref="UsageException">The hash is unknown, or there are other filters beside it.</exception>
    public static SelectionFilters Read(ParsedValues values, CommandEnvironment environment)
    {
        var filters = new SelectionFilters
        {
            Tags = values.Get(Tag),
            Match = values.Get(Match),
            BusinessContact = values.Get(BusinessContact),
            TechnicalContact = values.Get(TechnicalContact),
            UpdatedBefore = values.Get(UpdatedBefore),
            UpdatedAfter = values.Get(UpdatedAfter),
            Description = values.Get(Description),
        };
        if (values.Get(Criteria) is not { } hash)
        {
            return filters;
        }

        return filters.IsEmpty
            ? CriteriaFile.Of(environment.FindRoot(values.Get(GlobalOptions.Root))).Find(hash)
                ?? throw new UsageException($"--criteria {hash} is unknown here. 'ifw list' shows the hash of a selection.")
            : throw new UsageException("--criteria repeats a whole selection: leave the other filters out.");
    }
}
