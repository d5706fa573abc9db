namespace IntegrationFramework.FakeServices.NewsApi;

/// <summary>
/// What <c>q</c> asks for: words, <c>"phrases"</c>, <c>+must</c>, <c>-must not</c>, <c>AND</c>, <c>OR</c>, <c>NOT</c> and brackets.
/// Words that stand side by side all have to occur.
/// </summary>
internal abstract record SearchTerms
{
    private const int LongestQuery = 500;

    public abstract bool Match(string text);

    public static SearchTerms Parse(string query) => query.Length > LongestQuery
        ? throw new NewsException(400, "queryTooLong", $"The q parameter may be at most {LongestQuery} characters long.")
        : new Parser(Split(query)).ReadAll();

    private sealed record Phrase(string Words) : SearchTerms
    {
        public override bool Match(string text)
        {
            for (var at = Find(text, 0); at >= 0; at = Find(text, at + 1))
            {
                var end = at + Words.Length;
                if ((at == 0 || !char.IsLetterOrDigit(text[at - 1])) && (end == text.Length || !char.IsLetterOrDigit(text[end])))
                {
                    return true;
                }
            }

            return false;
        }

        private int Find(string text, int from) => from > text.Length ? -1 : text.IndexOf(Words, from, StringComparison.OrdinalIgnoreCase);
    }

    private sealed record Not(SearchTerms Term) : SearchTerms
    {
        public override bool Match(string text) => !Term.Match(text);
    }

    private sealed record All(IReadOnlyList<SearchTerms> Terms) : SearchTerms
    {
        public override bool Match(string text) => Terms.All(term => term.Match(text));
    }

    private sealed record Any(IReadOnlyList<SearchTerms> Terms) : SearchTerms
    {
        public override bool Match(string text) => Terms.Any(term => term.Match(text));
    }

    private static Queue<string> Split(string query)
    {
        var tokens = new Queue<string>();
        for (var i = 0; i < query.Length;)
        {
            var start = i;
            switch (query[i])
            {
                case ' ':
                    i++;
                    continue;
                case '(' or ')' or '+' or '-':
                    i++;
                    break;
                case '"':
                    i = query.IndexOf('"', i + 1) is >= 0 and var end ? end + 1 : query.Length;
                    break;
                default:
                    while (i < query.Length && query[i] is not (' ' or '(' or ')' or '"'))
                    {
                        i++;
                    }

                    break;
            }

            tokens.Enqueue(query[start..i]);
        }

        return tokens;
    }

    private sealed class Parser(Queue<string> tokens)
    {
        public SearchTerms ReadAll()
        {
            var terms = Either();
            return tokens.Count == 0 ? terms : throw Malformed();
        }

        private SearchTerms Either()
        {
            var terms = new List<SearchTerms> { Together() };
            while (TryTake("OR"))
            {
                terms.Add(Together());
            }

            return terms.Count == 1 ? terms[0] : new Any(terms);
        }

        private SearchTerms Together()
        {
            var terms = new List<SearchTerms> { One() };
            while (tokens.TryPeek(out var next) && next is not ("OR" or ")"))
            {
                TryTake("AND");
                terms.Add(One());
            }

            return terms.Count == 1 ? terms[0] : new All(terms);
        }

        private SearchTerms One() => tokens.TryDequeue(out var token)
            ? token switch
            {
                "NOT" or "-" => new Not(One()),
                "+" => One(),
                "(" => Bracket(),
                ")" or "AND" or "OR" => throw Malformed(),
                _ => new Phrase(token.Trim('"')),
            }
            : throw Malformed();

        private SearchTerms Bracket()
        {
            var terms = Either();
            return TryTake(")") ? terms : throw Malformed();
        }

        private bool TryTake(string token) => tokens.TryPeek(out var next) && next == token && tokens.TryDequeue(out _);

        private static NewsException Malformed() => new(400, "queryMalformed", "The q parameter is malformed: check its brackets and operators.");
    }
}
