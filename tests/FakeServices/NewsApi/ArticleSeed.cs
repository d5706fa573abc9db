namespace IntegrationFramework.FakeServices.NewsApi;

/// <summary>The articles that there are from the start: the same ones in each fake, an hour apart, the newest an hour old.</summary>
internal static class ArticleSeed
{
    public const int Count = 250;

    private static readonly string[] Subjects =
        ["River ferry", "Central bank", "Solar farm", "City council", "Chip maker", "National team", "Vaccine trial", "Film festival"];

    private static readonly string[] Events =
    [
        "opens a new chapter", "surprises analysts", "faces a vote", "reports record numbers", "delays its plans", "wins a prize",
        "answers its critics",
    ];

    private static readonly string[] Authors = ["Ada Winter", "Noor Haddad", "Tom Brandt", "Li Wei", "Inês Duarte"];

    public static IEnumerable<Article> Make(DateTimeOffset now)
    {
        var hour = new DateTimeOffset(now.Year, now.Month, now.Day, now.Hour, 0, 0, TimeSpan.Zero);
        return Enumerable.Range(1, Count).Select(i => Make(i, hour.AddHours(-i)));
    }

    private static Article Make(int i, DateTimeOffset time)
    {
        var source = Source.All[i % Source.All.Count];
        var (subject, happening) = (Subjects[i % Subjects.Length], Events[i % Events.Length]);
        var title = $"{subject} {happening}";
        return new Article
        {
            Source = source,
            Author = i % 4 == 0 ? null : Authors[i % Authors.Length],
            Title = $"{title} (no. {i})",
            Description = i % 11 == 0 ? null : $"{title}, and the neighbours have something to say about it.",
            Url = $"https://{source.Domain}/{time:yyyy/MM/dd}/{i}",
            UrlToImage = i % 3 == 0 ? null : $"https://{source.Domain}/images/{i}.jpg",
            PublishedAt = time.AddMinutes(i * 7 % 60),
            Content = i % 13 == 0
                ? null
                : string.Join(' ', Enumerable.Repeat($"It is said that the {subject.ToLowerInvariant()} {happening}.", 6)),
            Popularity = i * 7919 % 1000,
            IsHeadline = i % 5 < 2,
        };
    }
}
