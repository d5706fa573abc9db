using System.Globalization;

namespace IntegrationFramework.FakeServices.Salesforce;

/// <summary>
/// Reads SOQL: SELECT with fields, parents, subqueries and aggregates, FROM, WHERE, GROUP BY, ORDER BY, LIMIT and OFFSET. What is left out
/// (HAVING, TYPEOF, WITH, FOR, SOSL) is refused as malformed.
/// </summary>
internal sealed class SoqlParser
{
    private static readonly string[] Functions = ["COUNT", "COUNT_DISTINCT", "SUM", "AVG", "MIN", "MAX"];
    private static readonly string[] Operators = ["=", "!=", "<>", "<", "<=", ">", ">=", "LIKE"];

    private readonly string _text;
    private readonly List<SoqlToken> _tokens;
    private readonly DateTimeOffset _now;
    private int _next;

    private SoqlParser(string text, DateTimeOffset now)
    {
        _text = text;
        _now = now;
        _tokens = SoqlToken.Split(text);
    }

    private SoqlToken Token => _tokens[_next];

    /// <summary>Reads a query.</summary>
    /// <param name="text">The query.</param>
    /// <param name="now">What TODAY and its like are reckoned from.</param>
    public static SoqlQuery Parse(string text, DateTimeOffset now)
    {
        var parser = new SoqlParser(text, now);
        var query = parser.ReadQuery();
        return parser.Token.Kind == SoqlTokenKind.End ? query : throw parser.Unexpected();
    }

    /// <summary>An error with the part of the query that it is about, as Salesforce writes it.</summary>
    public static SalesforceException Error(string errorCode, string query, int position, string message)
    {
        var line = query[Math.Max(0, position - 30)..Math.Min(query.Length, position + 30)].ReplaceLineEndings(" ");
        var arrow = new string(' ', Math.Min(30, position)) + "^";
        return new SalesforceException(400, errorCode, $"\n{line}\n{arrow}\nERROR at Row:1:Column:{position + 1}\n{message}");
    }

    public static SalesforceException Malformed(string query, int position, string message) => Error("MALFORMED_QUERY", query, position, message);

    private SoqlQuery ReadQuery()
    {
        Expect("SELECT");
        var select = ReadList(ReadSelection);
        Expect("FROM");
        var query = new SoqlQuery(_text, select, ReadName());
        if (Take("WHERE"))
        {
            query = query with { Where = ReadOr() };
        }

        if (Take("GROUP"))
        {
            Expect("BY");
            query = query with { GroupBy = ReadList(ReadName) };
        }

        if (Take("ORDER"))
        {
            Expect("BY");
            query = query with { OrderBy = ReadList(ReadOrder) };
        }

        if (Take("LIMIT"))
        {
            query = query with { Limit = ReadNumber() };
        }

        return Take("OFFSET") ? query with { Offset = ReadNumber() } : query;
    }

    private List<T> ReadList<T>(Func<T> read)
    {
        var list = new List<T> { read() };
        while (Take(","))
        {
            list.Add(read());
        }

        return list;
    }

    private Selection ReadSelection()
    {
        if (Take("("))
        {
            var query = ReadQuery();
            Expect(")");
            return new Subquery(query);
        }

        var name = ReadName();
        if (!Take("("))
        {
            return new FieldSelection(name);
        }

        var function = name.Text.ToUpperInvariant();
        var argument = Token.Text == ")" ? null : ReadName();
        Expect(")");
        if (function == "FIELDS" && argument is not null)
        {
            return new FieldsSelection(argument.Text.ToUpperInvariant(), name.Position);
        }

        if (!Functions.Contains(function) || (argument is null && function != "COUNT"))
        {
            throw Malformed(_text, name.Position, $"unexpected token: '{name.Text}'");
        }

        var alias = Token.Kind == SoqlTokenKind.Word && !Is("FROM") ? ReadName().Text : null;
        return new Aggregate(function, argument, alias);
    }

    private Order ReadOrder()
    {
        var name = ReadName();
        var descending = Take("DESC");
        if (!descending)
        {
            Take("ASC");
        }

        var last = false;
        if (Take("NULLS"))
        {
            last = Take("LAST");
            if (!last)
            {
                Expect("FIRST");
            }
        }

        return new Order(name, descending, last);
    }

    private Condition ReadOr()
    {
        var condition = ReadAnd();
        while (Take("OR"))
        {
            condition = new Or(condition, ReadAnd());
        }

        return condition;
    }

    private Condition ReadAnd()
    {
        var condition = ReadOne();
        while (Take("AND"))
        {
            condition = new And(condition, ReadOne());
        }

        return condition;
    }

    private Condition ReadOne()
    {
        if (Take("NOT"))
        {
            return new Not(ReadOne());
        }

        if (Take("("))
        {
            var inner = ReadOr();
            Expect(")");
            return inner;
        }

        var field = ReadName();
        var negated = Take("NOT");
        if (negated || Is("IN"))
        {
            Expect("IN");
            return ReadIn(field, negated);
        }

        var word = Token.Text.ToUpperInvariant();
        if (!Operators.Contains(word))
        {
            throw Unexpected();
        }

        _next++;
        return new Comparison(field, word == "<>" ? "!=" : word, ReadLiteral());
    }

    private Condition ReadIn(Name field, bool negated)
    {
        Expect("(");
        Condition condition = Is("SELECT") ? new InQuery(field, ReadQuery(), negated) : new In(field, ReadList(ReadLiteral), negated);
        Expect(")");
        return condition;
    }

    private Literal ReadLiteral()
    {
        var token = Token;
        _next++;
        return new Literal(
            token.Kind switch
            {
                SoqlTokenKind.Text => token.Text,
                SoqlTokenKind.Value => SoqlLiterals.Value(token.Text) ?? throw Malformed(_text, token.Position, $"unexpected token: '{token.Text}'"),
                SoqlTokenKind.Word when token.Text.Equals("null", StringComparison.OrdinalIgnoreCase) => null,
                SoqlTokenKind.Word when bool.TryParse(token.Text, out var flag) => flag,
                SoqlTokenKind.Word => SoqlLiterals.Span(token.Text, _now)
                    ?? throw Malformed(_text, token.Position, $"unexpected token: '{token.Text}'"),
                _ => throw Malformed(_text, token.Position, $"unexpected token: '{token.Text}'"),
            },
            token.Position);
    }

    private Name ReadName()
    {
        var token = Token;
        if (token.Kind != SoqlTokenKind.Word)
        {
            throw Unexpected();
        }

        _next++;
        return new Name(token.Text, token.Position);
    }

    private int ReadNumber()
    {
        if (!int.TryParse(Token.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            throw Unexpected();
        }

        _next++;
        return number;
    }

    private bool Is(string text) =>
        Token.Kind is SoqlTokenKind.Word or SoqlTokenKind.Symbol && Token.Text.Equals(text, StringComparison.OrdinalIgnoreCase);

    private bool Take(string text)
    {
        if (!Is(text))
        {
            return false;
        }

        _next++;
        return true;
    }

    private void Expect(string text)
    {
        if (!Take(text))
        {
            throw Malformed(_text, Token.Position, $"unexpected token: '{Token.Text}' (expecting {text})");
        }
    }

    private SalesforceException Unexpected() => Malformed(_text, Token.Position, $"unexpected token: '{Token.Text}'");
}
