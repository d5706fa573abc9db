namespace IntegrationFramework.FakeServices.Salesforce;

/// <summary>The records that a query has found, to be written page by page.</summary>
/// <param name="Query">The query, FIELDS() spelt out.</param>
/// <param name="Type">The object.</param>
/// <param name="Records">The records found, in order; for a query with aggregates those that the groups are made of.</param>
/// <param name="WithDeleted">Whether children in the recycle bin count too.</param>
internal sealed record SoqlResult(SoqlQuery Query, SObjectType Type, IReadOnlyList<SObjectRecord> Records, bool WithDeleted);

/// <summary>Finds the records that a query asks for.</summary>
internal sealed class SoqlRunner(RecordStore store)
{
    /// <summary>The most records that a query with FIELDS(ALL) may ask for.</summary>
    private const int MostWithAllFields = 200;

    /// <summary>Runs a query.</summary>
    /// <param name="query">The query.</param>
    /// <param name="withDeleted">Whether records in the recycle bin count too, as with queryAll.</param>
    public SoqlResult Run(SoqlQuery query, bool withDeleted)
    {
        var type = RecordStore.TypeOf(query.From.Text) ?? throw SoqlParser.Error(
            "INVALID_TYPE",
            query.Text,
            query.From.Position,
            $"sObject type '{query.From.Text}' is not supported. If you are attempting to use a custom object, be sure to append the '__c' after " +
            "the entity name. Please reference your WSDL or the describe call for the appropriate names.");
        return Run(query, type, store.All(type.Name), withDeleted);
    }

    /// <summary>Runs a subquery over the children of a record.</summary>
    public SoqlResult RunChildren(SoqlQuery query, SObjectRecord parent, bool withDeleted)
    {
        var (child, type) = Child(parent.Type, query);
        return Run(query, type, store.All(type.Name).Where(record => (string?)record[child.Field] == parent.Id), withDeleted);
    }

    private SoqlResult Run(SoqlQuery query, SObjectType type, IEnumerable<SObjectRecord> records, bool withDeleted)
    {
        query = query with { Select = [.. query.Select.SelectMany(selection => Expand(selection, query, type))] };
        Check(query, type);
        var filter = query.Where is { } where ? new SoqlFilter(type, query.Text, store, RunInner).Compile(where) : _ => true;
        var found = records.Where(record => (withDeleted || !record.IsDeleted) && filter(record));
        if (!query.IsAggregate)
        {
            found = Sort(query, type, found).Skip(query.Offset).Take(query.Limit ?? int.MaxValue);
        }

        return new SoqlResult(query, type, [.. found], withDeleted);
    }

    /// <summary>The values of the one field that a query inside a condition selects.</summary>
    private IReadOnlyList<object?> RunInner(SoqlQuery query)
    {
        var result = Run(query, withDeleted: false);
        return query.Select is [FieldSelection(var name)]
            ? [.. result.Records.Select(record => FieldPath.Find(result.Type, name, query.Text).Value(record, store))]
            : throw SoqlParser.Malformed(query.Text, query.From.Position, "semi join sub-selects can only select one field");
    }

    private static IEnumerable<Selection> Expand(Selection selection, SoqlQuery query, SObjectType type)
    {
        if (selection is not FieldsSelection(var which, var position))
        {
            return [selection];
        }

        if (which != "STANDARD" && query.Limit is not <= MostWithAllFields)
        {
            throw SoqlParser.Malformed(
                query.Text, position, "The SOQL FIELDS function must have a LIMIT of at most 200");
        }

        return type.Fields
            .Where(field => which switch { "STANDARD" => !field.Custom, "CUSTOM" => field.Custom, _ => true })
            .Select(field => new FieldSelection(new Name(field.Name, position)));
    }

    /// <summary>Refuses names that there aren't, whether or not any record is found.</summary>
    private static void Check(SoqlQuery query, SObjectType type)
    {
        foreach (var selection in query.Select)
        {
            switch (selection)
            {
                case FieldSelection(var name):
                    FieldPath.Find(type, name, query.Text);
                    if (query.IsAggregate && !query.GroupBy.Any(group => group.Text.Equals(name.Text, StringComparison.OrdinalIgnoreCase)))
                    {
                        throw SoqlParser.Malformed(query.Text, name.Position, $"Field must be grouped or aggregated: {name.Text}");
                    }

                    break;
                case Aggregate { Argument: { } argument }:
                    FieldPath.Find(type, argument, query.Text);
                    break;
                case Subquery(var children):
                    Check(children, Child(type, children).Type);
                    break;
            }
        }

        foreach (var group in query.GroupBy)
        {
            FieldPath.Find(type, group, query.Text);
        }
    }

    private static (ChildRelationship Child, SObjectType Type) Child(SObjectType type, SoqlQuery query)
    {
        var child = type.Children.FirstOrDefault(child => child.Name.Equals(query.From.Text, StringComparison.OrdinalIgnoreCase));
        return child is not null
            ? (child, RecordStore.TypeOf(child.Type)!)
            : throw SoqlParser.Error(
                "INVALID_TYPE",
                query.Text,
                query.From.Position,
                $"Didn't understand relationship '{query.From.Text}' in FROM part of query call. If you are attempting to use a custom relationship, " +
                "be sure to append the '__r' after the custom relationship name. Please reference your WSDL or the describe call for the appropriate names.");
    }

    private IEnumerable<SObjectRecord> Sort(SoqlQuery query, SObjectType type, IEnumerable<SObjectRecord> records)
    {
        var keys = query.OrderBy.Select(order => (Path: FieldPath.Find(type, order.Name, query.Text), Order: order)).ToList();
        return keys.Count == 0
            ? records
            : records.Order(Comparer<SObjectRecord>.Create((a, b) => keys
                .Select(key => Compare(key.Path.Value(a, store), key.Path.Value(b, store), key.Order))
                .FirstOrDefault(difference => difference != 0)));
    }

    private static int Compare(object? a, object? b, Order order) => (a, b) switch
    {
        (null, null) => 0,
        (null, _) => order.NullsLast ? 1 : -1,
        (_, null) => order.NullsLast ? -1 : 1,
        _ => order.Descending ? -SoqlFilter.Compare(a, b) : SoqlFilter.Compare(a, b),
    };
}
