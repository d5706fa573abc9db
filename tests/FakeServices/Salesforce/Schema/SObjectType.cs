namespace IntegrationFramework.FakeServices.Salesforce;

/// <summary>An object: a table, in the words of databases.</summary>
public sealed class SObjectType
{
    private readonly Dictionary<string, SObjectField> _fields;

    internal SObjectType(string name, string keyPrefix, IEnumerable<SObjectField> fields, IEnumerable<ChildRelationship>? children = null)
    {
        Name = name;
        KeyPrefix = keyPrefix;
        Fields = [.. fields];
        Children = [.. children ?? []];
        _fields = Fields.ToDictionary(field => field.Name, StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>Its API name.</summary>
    public string Name { get; }

    /// <summary>What the ids of its records begin with.</summary>
    public string KeyPrefix { get; }

    /// <summary>All fields, in the order of describe.</summary>
    public IReadOnlyList<SObjectField> Fields { get; }

    /// <summary>Who points to it.</summary>
    public IReadOnlyList<ChildRelationship> Children { get; }

    /// <summary>A field by its name in any case; null if there is none.</summary>
    public SObjectField? Field(string name) => _fields.GetValueOrDefault(name);

    /// <summary>The field behind a relationship, by the relationship's name in any case.</summary>
    internal SObjectField? Reference(string relationship) => Fields.FirstOrDefault(
        field => string.Equals(field.RelationshipName, relationship, StringComparison.OrdinalIgnoreCase));
}
