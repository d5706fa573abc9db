using System.Text;
using System.Text.RegularExpressions;

namespace IntegrationFramework.FakeServices.Salesforce;

/// <summary>Makes a test for records out of a condition, and refuses conditions that don't fit the fields.</summary>
internal sealed class SoqlFilter(SObjectType type, string query, RecordStore store, Func<SoqlQuery, IReadOnlyList<object?>> runSubquery)
{
    public Func<SObjectRecord, bool> Compile(Condition condition)
    {
        switch (condition)
        {
            case And(var left, var right):
                var (and1, and2) = (Compile(left), Compile(right));
                return record => and1(record) && and2(record);
            case Or(var left, var right):
                var (or1, or2) = (Compile(left), Compile(right));
                return record => or1(record) || or2(record);
            case Not(var inner):
                var not = Compile(inner);
                return record => !not(record);
            case Comparison comparison:
                return Compare(comparison);
            case In(var field, var values, var negated):
                var compared = values.Select(value => Compare(new Comparison(field, "=", value))).ToList();
                return record => compared.Any(matches => matches(record)) != negated;
            case InQuery(var field, var subquery, var negated):
                var (path, found) = (FieldPath.Find(type, field, query), runSubquery(subquery).OfType<string>().ToHashSet());
                return record => (path.Value(record, store) is string id && found.Contains(id)) != negated;
            default:
                throw new InvalidOperationException($"A condition of an unknown kind: {condition}");
        }
    }

    private Func<SObjectRecord, bool> Compare(Comparison comparison)
    {
        var (field, op, literal) = comparison;
        var path = FieldPath.Find(type, field, query);
        CheckType(path.Field, literal);
        if (op == "LIKE")
        {
            var pattern = Like((string?)literal.Value ?? "");
            return record => path.Value(record, store) is string text && pattern.IsMatch(text);
        }

        var wanted = path.Field.Type is "id" or "reference" && literal.Value is string id ? Ids.Normalize(id) : literal.Value;
        return record => Holds(path.Value(record, store), op, wanted);
    }

    private static bool Holds(object? value, string op, object? wanted) => op switch
    {
        "=" => Same(value, wanted),
        "!=" => !Same(value, wanted),
        _ when value is null || wanted is null => false,
        "<" => Order(value, wanted, end: false) < 0,
        ">=" => Order(value, wanted, end: false) >= 0,
        "<=" => Order(value, wanted, end: true) <= 0,
        _ => Order(value, wanted, end: true) > 0,
    };

    private static bool Same(object? value, object? wanted) => (value, wanted) switch
    {
        (null, null) => true,
        (null, _) or (_, null) => false,
        (_, TimeSpanOf span) => Moment(value) >= span.From && Moment(value) < span.To,
        _ => Compare(value, wanted) == 0,
    };

    /// <summary>The order of a value and a wanted one, or the first or the last moment of a wanted span.</summary>
    private static int Order(object value, object wanted, bool end) => wanted is TimeSpanOf span
        ? end ? Moment(value).CompareTo(span.To.AddTicks(-1)) : Moment(value).CompareTo(span.From)
        : Compare(value, wanted);

    /// <summary>The order of two values of one type; upper and lower case are the same.</summary>
    public static int Compare(object a, object b) => (a, b) switch
    {
        (string x, string y) => string.Compare(x, y, StringComparison.OrdinalIgnoreCase),
        _ => ((IComparable)a).CompareTo(b),
    };

    private static DateTimeOffset Moment(object value) => value is DateOnly date ? new DateTimeOffset(date, TimeOnly.MinValue, TimeSpan.Zero) : (DateTimeOffset)value;

    private void CheckType(SObjectField field, Literal literal)
    {
        var (fits, wanted) = field.Type switch
        {
            "boolean" => (literal.Value is bool, "must be of type boolean and should not be enclosed in quotes"),
            "int" or "double" or "currency" => (literal.Value is decimal, $"must be of type {field.Type} and should not be enclosed in quotes"),
            "date" => (literal.Value is DateOnly or TimeSpanOf, "must be of type date and should not be enclosed in quotes"),
            "datetime" => (literal.Value is DateTimeOffset or TimeSpanOf, "must be of type dateTime and should not be enclosed in quotes"),
            _ => (literal.Value is string, "must be of type string and should be enclosed in quotes"),
        };
        if (literal.Value is not null && !fits)
        {
            throw SoqlParser.Error("INVALID_FIELD", query, literal.Position, $"value of filter criterion for field '{field.Name}' {wanted}");
        }

        if (field.Type is "address" or "textarea" && field.Length is 0 or > 255)
        {
            throw SoqlParser.Error("INVALID_FIELD", query, literal.Position, $"field '{field.Name}' can not be filtered in a query call");
        }
    }

    private static Regex Like(string pattern)
    {
        var regex = new StringBuilder("^");
        for (var i = 0; i < pattern.Length; i++)
        {
            regex.Append(pattern[i] switch
            {
                '\\' when i + 1 < pattern.Length => Regex.Escape(pattern[++i].ToString()),
                '%' => ".*",
                '_' => ".",
                var character => Regex.Escape(character.ToString()),
            });
        }

        return new Regex(regex.Append('$').ToString(), RegexOptions.IgnoreCase | RegexOptions.Singleline | RegexOptions.CultureInvariant);
    }
}
