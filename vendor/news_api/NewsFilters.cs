namespace Vendors.NewsApi;

/// <summary>What an article is about.</summary>
public enum NewsCategory
{
    /// <summary>Business.</summary>
    Business,

    /// <summary>Entertainment.</summary>
    Entertainment,

    /// <summary>All that is in no other category.</summary>
    General,

    /// <summary>Health.</summary>
    Health,

    /// <summary>Science.</summary>
    Science,

    /// <summary>Sports.</summary>
    Sports,

    /// <summary>Technology.</summary>
    Technology,
}

/// <summary>Parts of an article that keywords are searched for in.</summary>
[Flags]
public enum NewsFields
{
    /// <summary>All of them.</summary>
    Any = 0,

    /// <summary>The title.</summary>
    Title = 1,

    /// <summary>The description.</summary>
    Description = 2,

    /// <summary>The text.</summary>
    Content = 4,
}

/// <summary>What comes first.</summary>
public enum NewsOrder
{
    /// <summary>The latest.</summary>
    PublishedAt,

    /// <summary>What fits the keywords best.</summary>
    Relevancy,

    /// <summary>What comes from popular sources.</summary>
    Popularity,
}

/// <summary>How NewsAPI writes these.</summary>
internal static class NewsFilterTexts
{
    public static string ToText(this NewsCategory category) => category switch
    {
        NewsCategory.Business => "business",
        NewsCategory.Entertainment => "entertainment",
        NewsCategory.Health => "health",
        NewsCategory.Science => "science",
        NewsCategory.Sports => "sports",
        NewsCategory.Technology => "technology",
        _ => "general",
    };

    public static string? ToText(this NewsFields fields)
    {
        List<string> names = [];
        if (fields.HasFlag(NewsFields.Title))
        {
            names.Add("title");
        }

        if (fields.HasFlag(NewsFields.Description))
        {
            names.Add("description");
        }

        if (fields.HasFlag(NewsFields.Content))
        {
            names.Add("content");
        }

        return names.Count == 0 ? null : string.Join(',', names);
    }

    public static string ToText(this NewsOrder order) => order switch
    {
        NewsOrder.Relevancy => "relevancy",
        NewsOrder.Popularity => "popularity",
        _ => "publishedAt",
    };
}
