namespace IntegrationFramework.FakeServices.Salesforce;

/// <summary>What clients change, by the rules that hold for them: types, required fields, unique ones, locks, the recycle bin.</summary>
internal sealed class RecordWriter(RecordStore store)
{
    /// <summary>Creates a record.</summary>
    /// <returns>Its id.</returns>
    public string Create(SObjectType type, IReadOnlyDictionary<string, string?> input)
    {
        var values = Read(type, input, field => field.Createable);
        var missing = type.Fields
            .Where(field => field.Required && values.All(value => value.Field != field.Name || value.Value is null))
            .Select(field => field.Name)
            .ToArray();
        if (missing.Length > 0)
        {
            throw SalesforceException.BadRequest(
                "REQUIRED_FIELD_MISSING", $"Required fields are missing: [{string.Join(", ", missing)}]", missing);
        }

        CheckUnique(type, values, self: null);
        CheckParents(type, values);
        return store.Create(type.Name, [.. values]);
    }

    /// <summary>Changes a record.</summary>
    public void Update(SObjectType type, string id, IReadOnlyDictionary<string, string?> input)
    {
        var record = Find(type, id);
        var values = Read(type, input, field => field.Updateable);
        var emptied = values.Where(value => value.Value is null && type.Field(value.Field)!.Required).Select(value => value.Field).ToArray();
        if (emptied.Length > 0)
        {
            throw SalesforceException.BadRequest(
                "REQUIRED_FIELD_MISSING", $"Required fields are missing: [{string.Join(", ", emptied)}]", emptied);
        }

        CheckUnique(type, values, record);
        CheckLock(record.Id);
        CheckParents(type, values);
        store.Update(record.Id, [.. values]);
    }

    /// <summary>Moves a record to the recycle bin.</summary>
    public void Delete(SObjectType type, string id)
    {
        var record = Find(type, id);
        CheckLock(record.Id);
        store.Delete(record.Id);
    }

    /// <summary>Takes a record out for good, in the recycle bin or not.</summary>
    public void HardDelete(SObjectType type, string id)
    {
        if (!Ids.IsValid(id) || !store.TryGet(id, out var record) || record.Type != type)
        {
            throw NoSuchRecord();
        }

        CheckLock(record.Id);
        store.Remove(record);
    }

    /// <summary>Changes the record that has a value in an external id, or creates one with it.</summary>
    /// <returns>Its id, and whether it is new.</returns>
    public (string Id, bool Created) Upsert(SObjectType type, string externalId, string value, IReadOnlyDictionary<string, string?> input)
    {
        var field = ExternalId(type, externalId);
        if (field.Type == "id")
        {
            Update(type, value, input);
            return (Ids.Normalize(value), false);
        }

        if (value.Length == 0)
        {
            throw SalesforceException.BadRequest("MISSING_ARGUMENT", $"{field.Name} not specified", field.Name);
        }

        if (FindBy(type, field, value) is { } record)
        {
            Update(type, record.Id, input);
            return (record.Id, false);
        }

        return (Create(type, new Dictionary<string, string?>(input, StringComparer.OrdinalIgnoreCase) { [field.Name] = value }), true);
    }

    /// <summary>The field that records are matched by.</summary>
    public static SObjectField ExternalId(SObjectType type, string name) =>
        type.Field(name) is { } field && (field.ExternalId || field.Type == "id")
            ? field
            : throw SalesforceException.NotFound($"Provided external ID field does not exist or is not accessible: {name}");

    /// <summary>The record with a value in an external id, if it isn't in the recycle bin.</summary>
    public SObjectRecord? FindBy(SObjectType type, SObjectField field, string value) => field.Type == "id"
        ? Ids.IsValid(value) && store.TryGet(value, out var record) && record.Type == type && !record.IsDeleted ? record : null
        : store.FindBy(type, field, value);

    /// <summary>A record that isn't in the recycle bin.</summary>
    public SObjectRecord Find(SObjectType type, string id)
    {
        if (!Ids.IsValid(id))
        {
            throw SalesforceException.BadRequest("MALFORMED_ID", $"{type.Name} ID: id value of incorrect type: {id}", "Id");
        }

        if (!store.TryGet(id, out var record) || record.Type != type)
        {
            throw NoSuchRecord();
        }

        return record.IsDeleted ? throw new SalesforceException(404, "ENTITY_IS_DELETED", "entity is deleted", []) : record;
    }

    private static SalesforceException NoSuchRecord() => new(404, "INVALID_CROSS_REFERENCE_KEY", "invalid cross reference id", []);

    private List<(string Field, object? Value)> Read(
        SObjectType type, IReadOnlyDictionary<string, string?> input, Func<SObjectField, bool> isWritable)
    {
        var values = new List<(string Field, object? Value)>();
        foreach (var (name, text) in input)
        {
            if (name.Split('.') is [var relationship, var key])
            {
                values.Add(ReadParent(type, relationship, key, text));
                continue;
            }

            var field = type.Field(name)
                ?? throw SalesforceException.BadRequest("INVALID_FIELD", $"No such column '{name}' on sobject of type {type.Name}");
            if (!isWritable(field))
            {
                throw SalesforceException.BadRequest(
                    "INVALID_FIELD_FOR_INSERT_UPDATE",
                    $"Unable to create/update fields: {field.Name}. Please check the security settings of this field and verify that it is " +
                    "read/write for your profile or permission set.",
                    field.Name);
            }

            values.Add((field.Name, FieldInput.Read(field, text)));
        }

        return values;
    }

    /// <summary>A reference by an external id of the parent: <c>Account.External_Id__c</c>.</summary>
    private (string Field, object? Value) ReadParent(SObjectType type, string relationship, string key, string? value)
    {
        var reference = type.Reference(relationship)
            ?? throw SalesforceException.BadRequest("INVALID_FIELD", $"No such column '{relationship}' on sobject of type {type.Name}");
        var target = RecordStore.TypeOf(reference.ReferenceTo!)!;
        var field = ExternalId(target, key);
        if (string.IsNullOrEmpty(value))
        {
            return (reference.Name, null);
        }

        return FindBy(target, field, value) is { } parent
            ? (reference.Name, parent.Id)
            : throw SalesforceException.BadRequest(
                "INVALID_FIELD", $"Foreign key external ID: {value} not found for field {field.Name} in entity {target.Name}");
    }

    private void CheckUnique(SObjectType type, List<(string Field, object? Value)> values, SObjectRecord? self)
    {
        foreach (var (name, value) in values)
        {
            if (value is string text && type.Field(name) is { ExternalId: true } field && FindBy(type, field, text) is { } other && other != self)
            {
                throw SalesforceException.BadRequest(
                    "DUPLICATE_VALUE", $"duplicate value found: {name} duplicates value on record with id: {other.Id[..15]}");
            }
        }
    }

    private void CheckParents(SObjectType type, List<(string Field, object? Value)> values)
    {
        foreach (var (name, value) in values)
        {
            if (type.Field(name) is not { Type: "reference" } field || value is not string id)
            {
                continue;
            }

            if (!store.TryGet(id, out var parent) || parent.IsDeleted || parent.Type.Name != field.ReferenceTo)
            {
                throw SalesforceException.BadRequest("INVALID_CROSS_REFERENCE_KEY", "invalid cross reference id", name);
            }

            CheckLock(id);
        }
    }

    private void CheckLock(string id)
    {
        if (store.IsLocked(id))
        {
            throw SalesforceException.BadRequest(
                "UNABLE_TO_LOCK_ROW", $"unable to obtain exclusive access to this record or 1 records: {id}");
        }
    }
}
