namespace IntegrationFramework.FakeServices.Salesforce;

/// <summary>A query, read but not yet held against the objects it names.</summary>
/// <param name="Text">As it was sent.</param>
/// <param name="Select">What it selects.</param>
/// <param name="From">The object; in a subquery the relationship.</param>
internal sealed record SoqlQuery(string Text, IReadOnlyList<Selection> Select, Name From)
{
    public Condition? Where { get; init; }

    public IReadOnlyList<Name> GroupBy { get; init; } = [];

    public IReadOnlyList<Order> OrderBy { get; init; } = [];

    public int? Limit { get; init; }

    public int Offset { get; init; }

    /// <summary>Whether the answer is a number and no record: <c>SELECT COUNT() FROM …</c>.</summary>
    public bool IsCount => Select is [Aggregate { Argument: null }];

    /// <summary>Whether rows are made of groups of records.</summary>
    public bool IsAggregate => GroupBy.Count > 0 || Select.Any(selection => selection is Aggregate);
}

/// <summary>A name with dots, and where it stands in the text.</summary>
internal sealed record Name(string Text, int Position)
{
    public IReadOnlyList<string> Parts { get; } = Text.Split('.');
}

/// <summary>One of the things that a query selects.</summary>
internal abstract record Selection;

/// <summary>A field, perhaps of a parent: <c>Account.Owner.Name</c>.</summary>
internal sealed record FieldSelection(Name Name) : Selection;

/// <summary><c>FIELDS(ALL)</c>, <c>FIELDS(STANDARD)</c>, <c>FIELDS(CUSTOM)</c>.</summary>
internal sealed record FieldsSelection(string Which, int Position) : Selection;

/// <summary>COUNT, COUNT_DISTINCT, SUM, AVG, MIN or MAX.</summary>
internal sealed record Aggregate(string Function, Name? Argument, string? Alias) : Selection;

/// <summary>The children of each record: <c>(SELECT Id FROM Contacts)</c>.</summary>
internal sealed record Subquery(SoqlQuery Query) : Selection;

/// <summary>A field to sort by.</summary>
internal sealed record Order(Name Name, bool Descending, bool NullsLast);

/// <summary>What WHERE asks of a record.</summary>
internal abstract record Condition;

internal sealed record And(Condition Left, Condition Right) : Condition;

internal sealed record Or(Condition Left, Condition Right) : Condition;

internal sealed record Not(Condition Inner) : Condition;

/// <summary>A field held against a value with <c>=</c>, <c>!=</c>, <c>&lt;</c>, <c>&lt;=</c>, <c>&gt;</c>, <c>&gt;=</c> or <c>LIKE</c>.</summary>
internal sealed record Comparison(Name Field, string Operator, Literal Value) : Condition;

/// <summary>A field held against a list of values.</summary>
internal sealed record In(Name Field, IReadOnlyList<Literal> Values, bool Negated) : Condition;

/// <summary>A field held against the results of another query.</summary>
internal sealed record InQuery(Name Field, SoqlQuery Query, bool Negated) : Condition;

/// <summary>A value in a query: null, string, decimal, bool, date or time, or the span of time that a word such as TODAY means.</summary>
internal sealed record Literal(object? Value, int Position);

/// <summary>A span of time, its end excluded.</summary>
internal sealed record TimeSpanOf(DateTimeOffset From, DateTimeOffset To);
