using System.Diagnostics.CodeAnalysis;

namespace IntegrationFramework.FakeServices.Salesforce;

/// <summary>The records of the organisation. Every change moves SystemModstamp, and never back.</summary>
public sealed class RecordStore
{
    private readonly Lock _lock = new();
    private readonly TimeProvider _time;
    private readonly Dictionary<string, Dictionary<string, SObjectRecord>> _records = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, int> _numbers = [];
    private readonly Dictionary<string, int> _locks = [];
    private readonly Dictionary<(string Field, string Value), SObjectRecord> _lastWith = [];
    private List<Action>? _undo;

    internal RecordStore(TimeProvider time)
    {
        _time = time;
        foreach (var type in StandardObjects.All)
        {
            _records[type.Name] = [];
        }

        RecordSeed.Fill(this, time.GetUtcNow());
    }

    /// <summary>The records of an object, the deleted ones too, in the order of their creation.</summary>
    /// <param name="type">The object's name.</param>
    public IReadOnlyList<SObjectRecord> All(string type)
    {
        lock (_lock)
        {
            return [.. _records[type].Values];
        }
    }

    /// <summary>The record with an id; deleted ones too.</summary>
    /// <exception cref="KeyNotFoundException">There is none.</exception>
    public SObjectRecord Get(string id) => TryGet(id, out var record) ? record : throw new KeyNotFoundException($"There is no record '{id}'.");

    /// <summary>Creates a record as a client would, but without its rules.</summary>
    /// <param name="type">The object's name.</param>
    /// <param name="values">The values by field.</param>
    /// <returns>Its id.</returns>
    public string Create(string type, params ReadOnlySpan<(string Field, object? Value)> values)
    {
        lock (_lock)
        {
            var record = NewRecord(TypeOf(type) ?? throw new ArgumentException($"There is no object '{type}'.", nameof(type)));
            Set(record, values);
            return record.Id;
        }
    }

    /// <summary>Creates many records at once.</summary>
    /// <param name="type">The object's name.</param>
    /// <param name="count">How many.</param>
    /// <param name="values">The values of each by its number, from 0.</param>
    public void CreateMany(string type, int count, Func<int, (string Field, object? Value)[]> values)
    {
        for (var i = 0; i < count; i++)
        {
            Create(type, values(i));
        }
    }

    /// <summary>Changes a record.</summary>
    public void Update(string id, params ReadOnlySpan<(string Field, object? Value)> values)
    {
        lock (_lock)
        {
            var record = Get(id);
            Remember(record);
            Set(record, values);
            Touch(record);
        }
    }

    /// <summary>Moves a record to the recycle bin.</summary>
    public void Delete(string id) => Update(id, ("IsDeleted", true));

    /// <summary>Takes all records of an object out for good.</summary>
    public void Purge(string type)
    {
        lock (_lock)
        {
            _records[type].Clear();
        }
    }

    /// <summary>Makes the next attempts to change a record fail with UNABLE_TO_LOCK_ROW.</summary>
    /// <param name="id">The record.</param>
    /// <param name="times">How many attempts.</param>
    public void LockRow(string id, int times = 1)
    {
        lock (_lock)
        {
            _locks[id] = times;
        }
    }

    internal static SObjectType? TypeOf(string name) =>
        StandardObjects.All.FirstOrDefault(type => string.Equals(type.Name, name, StringComparison.OrdinalIgnoreCase));

    internal bool TryGet(string id, [NotNullWhen(true)] out SObjectRecord? record)
    {
        record = null;
        lock (_lock)
        {
            return StandardObjects.All.FirstOrDefault(type => id.StartsWith(type.KeyPrefix, StringComparison.Ordinal)) is { } type
                && _records[type.Name].TryGetValue(Ids.Normalize(id), out record);
        }
    }

    /// <summary>The record, not deleted, that has a value in a field that is an external id.</summary>
    internal SObjectRecord? FindBy(SObjectType type, SObjectField field, string value)
    {
        lock (_lock)
        {
            // Who never had the value hasn't got it now; who had it last most likely has it still.
            return !_lastWith.TryGetValue(Key(type, field, value), out var last) ? null
                : Has(last) ? last
                : _records[type.Name].Values.FirstOrDefault(Has);
        }

        bool Has(SObjectRecord record) =>
            !record.IsDeleted
            && string.Equals((string?)record[field.Name], value, StringComparison.OrdinalIgnoreCase)
            && _records[type.Name].ContainsKey(record.Id);
    }

    /// <summary>Whether somebody else has the record locked; counted as an attempt.</summary>
    internal bool IsLocked(string id)
    {
        lock (_lock)
        {
            if (!_locks.TryGetValue(id, out var left) || left == 0)
            {
                return false;
            }

            _locks[id] = left - 1;
            return true;
        }
    }

    /// <summary>Takes a record out for good.</summary>
    internal void Remove(SObjectRecord record)
    {
        lock (_lock)
        {
            _records[record.Type.Name].Remove(record.Id);
            _undo?.Add(() => _records[record.Type.Name].Add(record.Id, record));
        }
    }

    /// <summary>Does several changes, and undoes them all if the last word is not to keep them.</summary>
    /// <param name="changes">The changes; true to keep them.</param>
    internal void InTransaction(Func<bool> changes)
    {
        lock (_lock)
        {
            var (outer, mine) = (_undo, new List<Action>());
            _undo = mine;
            var keep = false;
            try
            {
                keep = changes();
            }
            finally
            {
                _undo = outer;
                if (keep)
                {
                    outer?.AddRange(mine);
                }
                else
                {
                    mine.Reverse();
                    mine.ForEach(undo => undo());
                }
            }
        }
    }

    private SObjectRecord NewRecord(SObjectType type)
    {
        var number = _numbers[type.Name] = _numbers.GetValueOrDefault(type.Name) + 1;
        var record = new SObjectRecord(type) { ["Id"] = Ids.Make(type.KeyPrefix, number), ["IsDeleted"] = false };
        foreach (var field in type.Fields.Where(field => field.Type == "boolean"))
        {
            record[field.Name] = false;
        }

        record["OwnerId"] = record["CreatedById"] = Ids.User;
        Touch(record);
        record["CreatedDate"] = record["SystemModstamp"];
        _records[type.Name].Add(record.Id, record);
        _undo?.Add(() => _records[type.Name].Remove(record.Id));
        return record;
    }

    private static (string Field, string Value) Key(SObjectType type, SObjectField field, string value) =>
        ($"{type.Name}.{field.Name}", value.ToUpperInvariant());

    private void Set(SObjectRecord record, ReadOnlySpan<(string Field, object? Value)> values)
    {
        foreach (var (name, value) in values)
        {
            var field = record.Type.Field(name)
                ?? throw new ArgumentException($"{record.Type.Name} has no field '{name}'.", nameof(values));
            record[field.Name] = value switch
            {
                int or long or double or float => Convert.ToDecimal(value, System.Globalization.CultureInfo.InvariantCulture),
                "" => null,
                _ => value,
            };
            if (field.ExternalId && value is string text)
            {
                _lastWith[Key(record.Type, field, text)] = record;
            }
        }

        if (record.Type.Name == "Contact")
        {
            record["Name"] = $"{record["FirstName"]} {record["LastName"]}".Trim();
        }
    }

    private void Remember(SObjectRecord record)
    {
        var before = record.Snapshot();
        _undo?.Add(() => record.Restore(before));
    }

    /// <summary>Stamps a record with the time, whole seconds as Salesforce has them.</summary>
    private void Touch(SObjectRecord record)
    {
        var now = DateTimeOffset.FromUnixTimeSeconds(_time.GetUtcNow().ToUnixTimeSeconds());
        record["LastModifiedById"] = Ids.User;
        record["LastModifiedDate"] = record["SystemModstamp"] = now;
    }
}
