namespace IntegrationFramework.FakeServices.Salesforce;

/// <summary>A field, reached through the references before it.</summary>
/// <param name="References">The references from the record to the one that has the field.</param>
/// <param name="Field">The field.</param>
internal sealed record FieldPath(IReadOnlyList<SObjectField> References, SObjectField Field)
{
    /// <summary>Finds the field that a name in a query means.</summary>
    public static FieldPath Find(SObjectType type, Name name, string query)
    {
        var (references, owner) = (new List<SObjectField>(), type);
        foreach (var part in name.Parts.SkipLast(1))
        {
            var reference = owner.Reference(part) ?? throw SoqlParser.Error(
                "INVALID_FIELD",
                query,
                name.Position,
                $"Didn't understand relationship '{part}' in field path. If you are attempting to use a custom relationship, be sure to append " +
                "the '__r' after the custom relationship name. Please reference your WSDL or the describe call for the appropriate names.");
            references.Add(reference);
            owner = RecordStore.TypeOf(reference.ReferenceTo!)!;
        }

        var field = owner.Field(name.Parts[^1]) ?? throw SoqlParser.Error(
            "INVALID_FIELD",
            query,
            name.Position,
            $"No such column '{name.Parts[^1]}' on entity '{owner.Name}'. If you are attempting to use a custom field, be sure to append the " +
            "'__c' after the custom field name. Please reference your WSDL or the describe call for the appropriate names.");
        return new FieldPath(references, field);
    }

    /// <summary>The field's value for a record; null where there is no parent.</summary>
    public object? Value(SObjectRecord record, RecordStore store)
    {
        foreach (var reference in References)
        {
            if (record[reference.Name] is not string id || !store.TryGet(id, out var parent))
            {
                return null;
            }

            record = parent;
        }

        return record[Field.Name];
    }
}
