namespace Vendors.Salesforce;

/// <summary>What of a query decides how it can be read.</summary>
/// <param name="Object">The object after the outermost <c>FROM</c>; empty where there is none.</param>
/// <param name="IsForBulk">Whether Bulk API 2.0 can read it: neither subqueries, aggregates nor other functions among its fields, no GROUP BY, OFFSET or TYPEOF.</param>
internal readonly record struct SoqlShape(string Object, bool IsForBulk)
{
    public static SoqlShape Of(string query)
    {
        var name = "";
        var isForBulk = true;
        var isSelecting = true;
        var previous = "";
        foreach (var word in Words(query))
        {
            if (previous.Equals("FROM", StringComparison.OrdinalIgnoreCase))
            {
                (name, isSelecting) = (word, false);
            }

            isForBulk &= word.ToUpperInvariant() switch
            {
                "GROUP" or "OFFSET" or "TYPEOF" => false,
                "(" => !isSelecting,
                _ => true,
            };
            previous = word;
        }

        return new SoqlShape(name, isForBulk && name.Length > 0);
    }

    /// <summary>The words outside of quotes; what parentheses enclose counts as one <c>(</c>.</summary>
    private static IEnumerable<string> Words(string query)
    {
        var depth = 0;
        for (var i = 0; i < query.Length; i++)
        {
            if (query[i] == '\'')
            {
                i = EndOfText(query, i);
            }
            else if (query[i] == '(' && depth++ == 0)
            {
                yield return "(";
            }
            else if (query[i] == ')')
            {
                depth--;
            }
            else if (depth == 0 && IsWord(query[i]))
            {
                var start = i;
                while (i + 1 < query.Length && IsWord(query[i + 1]))
                {
                    i++;
                }

                yield return query[start..(i + 1)];
            }
        }
    }

    private static bool IsWord(char character) => char.IsAsciiLetterOrDigit(character) || character is '_' or '.';

    private static int EndOfText(string query, int start)
    {
        for (var i = start + 1; i < query.Length; i++)
        {
            if (query[i] == '\\')
            {
                i++;
            }
            else if (query[i] == '\'')
            {
                return i;
            }
        }

        return query.Length;
    }
}
