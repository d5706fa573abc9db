namespace IntegrationFramework.FakeServices.NewsApi;

/// <summary>A source of news.</summary>
/// <param name="Id">NewsAPI's name of it; null for one that it has no entry for.</param>
/// <param name="Name">What it is called.</param>
/// <param name="Domain">Where its articles are.</param>
/// <param name="Category">business, entertainment, general, health, science, sports or technology.</param>
/// <param name="Language">Two letters.</param>
/// <param name="Country">Two letters.</param>
public sealed record Source(string? Id, string Name, string Domain, string Category, string Language, string Country)
{
    internal static IReadOnlyList<Source> All { get; } =
    [
        new("the-harbour-post", "The Harbour Post", "harbourpost.example", "general", "en", "us"),
        new("ledger-weekly", "Ledger Weekly", "ledgerweekly.example", "business", "en", "us"),
        new("circuit", "Circuit", "circuit.example", "technology", "en", "us"),
        new("morning-mercury", "Morning Mercury", "mercury.example", "general", "en", "gb"),
        new("touchline", "Touchline", "touchline.example", "sports", "en", "gb"),
        new("field-notes", "Field Notes", "fieldnotes.example", "science", "en", "gb"),
        new("der-anzeiger", "Der Anzeiger", "anzeiger.example", "general", "de", "de"),
        new("maerkte-heute", "Märkte heute", "maerkte.example", "business", "de", "de"),
        new("la-gazette-du-soir", "La Gazette du soir", "gazettedusoir.example", "general", "fr", "fr"),
        new(null, "A Walk in the City", "walkinthecity.example", "entertainment", "en", "us"),
    ];
}

/// <summary>An article.</summary>
public sealed record Article
{
    /// <summary>Who published it.</summary>
    public required Source Source { get; init; }

    /// <summary>Who wrote it; null where it isn't known.</summary>
    public string? Author { get; init; }

    /// <summary>The headline.</summary>
    public required string Title { get; init; }

    /// <summary>The first sentence or two; null where there is none.</summary>
    public string? Description { get; init; }

    /// <summary>Where it is; one of its kind.</summary>
    public required string Url { get; init; }

    /// <summary>Where its picture is; null where it has none.</summary>
    public string? UrlToImage { get; init; }

    /// <summary>When it was published.</summary>
    public required DateTimeOffset PublishedAt { get; init; }

    /// <summary>The text, cut off after 200 characters in an answer; null where there is none.</summary>
    public string? Content { get; init; }

    /// <summary>How much it is read; the more, the earlier it comes when sorted by popularity.</summary>
    public int Popularity { get; init; }

    /// <summary>Whether it is among the top headlines.</summary>
    public bool IsHeadline { get; init; }
}
