namespace IntegrationFramework.FakeServices.Salesforce;

/// <summary>
/// A record: string, bool, decimal, <see cref="DateOnly"/>, <see cref="DateTimeOffset"/> or null by the name of a field, in any case.
/// </summary>
public sealed class SObjectRecord
{
    private readonly Dictionary<string, object?> _values = new(StringComparer.OrdinalIgnoreCase);

    internal SObjectRecord(SObjectType type) => Type = type;

    /// <summary>What kind of record it is.</summary>
    public SObjectType Type { get; }

    /// <summary>Its id, of 18 characters.</summary>
    public string Id => (string)this["Id"]!;

    /// <summary>Whether it is in the recycle bin.</summary>
    public bool IsDeleted => this["IsDeleted"] is true;

    /// <summary>When it was last changed.</summary>
    public DateTimeOffset SystemModstamp => (DateTimeOffset)this["SystemModstamp"]!;

    /// <summary>A value; null where the field is empty.</summary>
    public object? this[string field]
    {
        get => _values.GetValueOrDefault(field);
        internal set => _values[field] = value;
    }

    internal IReadOnlyDictionary<string, object?> Snapshot() => new Dictionary<string, object?>(_values, StringComparer.OrdinalIgnoreCase);

    internal void Restore(IReadOnlyDictionary<string, object?> values)
    {
        _values.Clear();
        foreach (var (name, value) in values)
        {
            _values[name] = value;
        }
    }
}
