namespace Integrations.SalesTransactions;

/// <summary>A customer, made from a number alone, so that none has to be kept.</summary>
internal readonly record struct Customer(string Id, string Name, string Email, string Country)
{
    private static readonly Region[] Regions =
    [
        new("DE", 40,
            ["Anna", "Jonas", "Lena", "Mehmet", "Jürgen", "Sophie", "Lukas", "Käthe", "Max", "Aylin"],
            ["Müller", "Schmidt", "Yılmaz", "Weber", "Groß", "Becker", "Hoffmann", "Krüger", "Vogel", "Neumann"]),
        new("FR", 20,
            ["Camille", "Léa", "Hugo", "Chloé", "Noël", "Inès", "Théo", "Zoé"],
            ["Martin", "Lefèvre", "Dubois", "Moreau", "Garçon", "Petit", "Benoît", "Roux"]),
        new("GB", 20,
            ["Oliver", "Amelia", "George", "Isla", "Siobhán", "Harry", "Priya", "Jack"],
            ["Smith", "O'Connor", "Patel", "Taylor", "Evans", "Clarke", "Hughes", "Walker"]),
        new("ES", 12,
            ["Lucía", "Mateo", "Sofía", "Íñigo", "Paula", "José"],
            ["García", "Núñez", "López", "Ibáñez", "Pérez", "Romero"]),
        new("PL", 8,
            ["Zuzanna", "Łukasz", "Małgorzata", "Piotr", "Michał"],
            ["Kowalski", "Wójcik", "Dąbrowska", "Zieliński", "Nowak"]),
    ];

    private static readonly string[] Domains = ["example.com", "example.org", "example.net"];

    public static Customer Of(long seed, int index)
    {
        var random = new SeededRandom((long)SeededRandom.Hash(seed, index));
        var region = Pick(random.Below(100));
        var first = region.FirstNames[random.Below(region.FirstNames.Length)];
        var last = region.LastNames[random.Below(region.LastNames.Length)];
        var email = $"{Ascii.Fold(first)}.{Ascii.Fold(last)}{index}@{Domains[random.Below(Domains.Length)]}";
        return new Customer($"C{index + 1:D6}", $"{first} {last}", email, region.Country);
    }

    private static Region Pick(int percent)
    {
        foreach (var region in Regions)
        {
            if ((percent -= region.Percent) < 0)
            {
                return region;
            }
        }

        return Regions[0];
    }

    private sealed record Region(string Country, int Percent, string[] FirstNames, string[] LastNames);
}
