using System.Text;

namespace IntegrationFramework.FakeServices.Salesforce;

internal enum SoqlTokenKind
{
    Word,
    Text,
    Value,
    Symbol,
    End,
}

/// <summary>A piece of a query.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">Its text; a string's without quotes and escapes.</param>
/// <param name="Position">Where it begins.</param>
internal sealed record SoqlToken(SoqlTokenKind Kind, string Text, int Position)
{
    public static List<SoqlToken> Split(string query)
    {
        var tokens = new List<SoqlToken>();
        for (var i = 0; i < query.Length;)
        {
            var start = i;
            var first = query[i];
            if (char.IsWhiteSpace(first))
            {
                i++;
            }
            else if (first == '\'')
            {
                tokens.Add(ReadText(query, ref i));
            }
            else if (char.IsAsciiLetter(first) || first == '_')
            {
                i = End(query, i, character => char.IsAsciiLetterOrDigit(character) || character is '_' or '.' or ':');
                tokens.Add(new SoqlToken(SoqlTokenKind.Word, query[start..i], start));
            }
            else if (char.IsAsciiDigit(first) || (first is '-' or '+' or '.' && i + 1 < query.Length && char.IsAsciiDigit(query[i + 1])))
            {
                i = End(query, i + 1, character => char.IsAsciiLetterOrDigit(character) || character is '-' or '+' or ':' or '.');
                tokens.Add(new SoqlToken(SoqlTokenKind.Value, query[start..i], start));
            }
            else
            {
                i += query.AsSpan(i).StartsWith("!=") || query.AsSpan(i).StartsWith("<=") || query.AsSpan(i).StartsWith(">=")
                    || query.AsSpan(i).StartsWith("<>") ? 2 : 1;
                tokens.Add(new SoqlToken(SoqlTokenKind.Symbol, query[start..i], start));
            }
        }

        tokens.Add(new SoqlToken(SoqlTokenKind.End, "<EOF>", query.Length));
        return tokens;
    }

    private static SoqlToken ReadText(string query, ref int i)
    {
        var (start, text) = (i, new StringBuilder());
        for (i++; i < query.Length && query[i] != '\''; i++)
        {
            if (query[i] != '\\' || i + 1 == query.Length)
            {
                text.Append(query[i]);
                continue;
            }

            text.Append(query[++i] switch
            {
                'n' or 'N' => "\n",
                'r' or 'R' => "\r",
                't' or 'T' => "\t",
                // Escaped for LIKE, which has to know that they were.
                '%' => "\\%",
                '_' => "\\_",
                var other => other.ToString(),
            });
        }

        if (i >= query.Length)
        {
            throw SoqlParser.Malformed(query, start, "line 1:0 mismatched character '<EOF>' expecting '''");
        }

        i++;
        return new SoqlToken(SoqlTokenKind.Text, text.ToString(), start);
    }

    private static int End(string query, int from, Func<char, bool> belongs)
    {
        while (from < query.Length && belongs(query[from]))
        {
            from++;
        }

        return from;
    }
}
