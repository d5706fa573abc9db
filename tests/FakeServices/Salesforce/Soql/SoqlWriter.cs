namespace IntegrationFramework.FakeServices.Salesforce;

/// <summary>Writes what a query has found, as the REST API does.</summary>
internal sealed class SoqlWriter(RecordStore store, string root)
{
    /// <summary>The rows: a record each, or a group of records each where the query has aggregates.</summary>
    public IReadOnlyList<JsonObject> Rows(SoqlResult result, int skip, int take) => result.Query.IsAggregate
        ? [.. Groups(result).Skip(skip).Take(take)]
        : [.. result.Records.Skip(skip).Take(take).Select(record => Record(record, result))];

    /// <summary>How many rows there are.</summary>
    public int Count(SoqlResult result) =>
        result.Query.IsAggregate && !result.Query.IsCount ? Groups(result).Count() : result.Records.Count;

    private JsonObject Record(SObjectRecord record, SoqlResult result)
    {
        var json = new JsonObject { ["attributes"] = RecordJson.Attributes(record, root) };
        foreach (var selection in result.Query.Select)
        {
            switch (selection)
            {
                case FieldSelection(var name):
                    Add(json, record, FieldPath.Find(result.Type, name, result.Query.Text));
                    break;
                case Subquery(var query):
                    var relationship = result.Type.Children.First(child => child.Name.Equals(query.From.Text, StringComparison.OrdinalIgnoreCase));
                    json[relationship.Name] = Children(query, record, result.WithDeleted);
                    break;
            }
        }

        return json;
    }

    private void Add(JsonObject json, SObjectRecord record, FieldPath path)
    {
        foreach (var reference in path.References)
        {
            if (record[reference.Name] is not string id || !store.TryGet(id, out var parent))
            {
                json[reference.RelationshipName!] = null;
                return;
            }

            if (json[reference.RelationshipName!] is not JsonObject inner)
            {
                inner = new JsonObject { ["attributes"] = RecordJson.Attributes(parent, root) };
                json[reference.RelationshipName!] = inner;
            }

            (json, record) = (inner, parent);
        }

        json[path.Field.Name] = FieldValues.ToJson(record, path.Field);
    }

    private JsonObject? Children(SoqlQuery query, SObjectRecord parent, bool withDeleted)
    {
        var children = new SoqlRunner(store).RunChildren(query, parent, withDeleted);
        return children.Records.Count == 0
            ? null
            : new JsonObject
            {
                ["totalSize"] = children.Records.Count,
                ["done"] = true,
                ["records"] = new JsonArray([.. Rows(children, 0, int.MaxValue)]),
            };
    }

    private IEnumerable<JsonObject> Groups(SoqlResult result)
    {
        var query = result.Query;
        if (query.IsCount)
        {
            return [];
        }

        var keys = query.GroupBy.Select(name => FieldPath.Find(result.Type, name, query.Text)).ToList();
        var groups = result.Records
            .GroupBy(record => string.Join('\u0001', keys.Select(key => FieldValues.ToCsv(key.Value(record, store), key.Field.Type))))
            .Select(IReadOnlyList<SObjectRecord> (group) => [.. group])
            .ToList();
        if (keys.Count == 0 && groups.Count == 0)
        {
            groups.Add([]);
        }

        return groups.Select(group => Group(group, result)).Skip(query.Offset).Take(query.Limit ?? int.MaxValue);
    }

    private JsonObject Group(IReadOnlyList<SObjectRecord> records, SoqlResult result)
    {
        var (json, unnamed) = (new JsonObject { ["attributes"] = new JsonObject { ["type"] = "AggregateResult" } }, 0);
        foreach (var selection in result.Query.Select)
        {
            switch (selection)
            {
                case FieldSelection(var name):
                    var path = FieldPath.Find(result.Type, name, result.Query.Text);
                    json[path.Field.Name] = FieldValues.ToJson(path.Value(records[0], store), path.Field.Type);
                    break;
                case Aggregate aggregate:
                    json[aggregate.Alias ?? $"expr{unnamed++}"] = Value(aggregate, records, result);
                    break;
            }
        }

        return json;
    }

    private JsonNode? Value(Aggregate aggregate, IReadOnlyList<SObjectRecord> records, SoqlResult result)
    {
        if (aggregate.Argument is null)
        {
            return records.Count;
        }

        var path = FieldPath.Find(result.Type, aggregate.Argument, result.Query.Text);
        var values = records.Select(record => path.Value(record, store)).Where(value => value is not null).Select(value => value!).ToList();
        return aggregate.Function switch
        {
            "COUNT" => values.Count,
            "COUNT_DISTINCT" => values.Distinct().Count(),
            _ when values.Count == 0 => null,
            "SUM" => FieldValues.ToJson(values.Cast<decimal>().Sum(), "double"),
            "AVG" => FieldValues.ToJson(values.Cast<decimal>().Average(), "double"),
            "MIN" => FieldValues.ToJson(values.Order(Comparer<object>.Create(SoqlFilter.Compare)).First(), path.Field.Type),
            _ => FieldValues.ToJson(values.Order(Comparer<object>.Create(SoqlFilter.Compare)).Last(), path.Field.Type),
        };
    }
}
