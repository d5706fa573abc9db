namespace IntegrationFramework.Configuration.Rules;

/// <summary>Finds the name that was probably meant.</summary>
public static class Suggestion
{
    private const int LongestName = 64;

    /// <summary>The candidate nearest to a name: at most a third of its letters wrong, missing, surplus or swapped.</summary>
    /// <returns>The nearest, the first of equally near ones, or <see langword="null"/>.</returns>
    public static string? Closest(string name, IEnumerable<string> candidates) => Closest(name, candidates, Math.Max(1, name.Length / 3));

    /// <summary>The same, with at most so many letters wrong.</summary>
    internal static string? Closest(string name, IEnumerable<string> candidates, int most)
    {
        if (name.Length is 0 or > LongestName)
        {
            return null;
        }

        string? best = null;
        var least = most + 1;
        foreach (var candidate in candidates)
        {
            if (candidate.Length <= LongestName && Math.Abs(candidate.Length - name.Length) < least
                && Distance(name, candidate, least) is var distance && distance < least)
            {
                least = distance;
                best = candidate;
            }
        }

        return best;
    }

    /// <summary><c>; did you mean 'x'?</c>, or the known names where none is near.</summary>
    internal static string Hint(string name, IReadOnlyCollection<string> candidates) =>
        Closest(name, candidates) is { } closest ? $"; did you mean '{closest}'?"
        : candidates.Count == 0 ? "; no keys are known here"
        : candidates.Count > 24 ? ""
        : "; known here: " + string.Join(", ", candidates);

    /// <summary>Damerau's distance: letters changed, added, left out, or two neighbours swapped; case counts as nothing.</summary>
    private static int Distance(string a, string b, int limit)
    {
        var before = new int[b.Length + 1];
        var last = new int[b.Length + 1];
        var row = new int[b.Length + 1];
        for (var j = 0; j <= b.Length; j++)
        {
            last[j] = j;
        }

        for (var i = 1; i <= a.Length; i++)
        {
            row[0] = i;
            var least = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var cost = Fold(a[i - 1]) == Fold(b[j - 1]) ? 0 : 1;
                row[j] = Math.Min(Math.Min(row[j - 1], last[j]) + 1, last[j - 1] + cost);
                if (i > 1 && j > 1 && Fold(a[i - 1]) == Fold(b[j - 2]) && Fold(a[i - 2]) == Fold(b[j - 1]))
                {
                    row[j] = Math.Min(row[j], before[j - 2] + 1);
                }

                least = Math.Min(least, row[j]);
            }

            if (least >= limit)
            {
                return limit;
            }

            (before, last, row) = (last, row, before);
        }

        return last[b.Length];
    }

    private static char Fold(char c) => c == '-' ? '_' : char.ToLowerInvariant(c);
}
