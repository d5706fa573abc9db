using IntegrationFramework.Configuration;
using IntegrationFramework.Records;

namespace IntegrationFramework.Checks;

/// <summary>
/// Looks at each record of a run: the checks of <c>checks.records</c>, and what <c>checks.run</c> has to know of them. It is handed the fields by the
/// record's schema, as a sink is, and allocates nothing for a record that passes.
/// </summary>
internal sealed partial class RecordChecks : RecordWriter, IDisposable
{
    private readonly RecordSchema _schema;
    private readonly FieldCheck?[] _fields;
    private readonly List<UniqueCheck> _uniques = [];
    private string? _problem;

    private RecordChecks(RecordSchema schema, ChecksConfig config)
    {
        _schema = schema;
        _fields = new FieldCheck?[schema.Fields.Count];
        try
        {
            foreach (var check in config.Records)
            {
                Add(check);
            }

            foreach (var freshness in config.Run.OfType<FreshnessCheckConfig>())
            {
                Field(freshness.Field).IsClock = true;
            }
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>The checks of a configuration; <see langword="null"/> where no record has to be looked at.</summary>
    public static RecordChecks? Create(ChecksConfig config, RecordSchema schema) =>
        config.Records.Count == 0 && !config.Run.Any(static check => check is FreshnessCheckConfig) ? null : new RecordChecks(schema, config);

    /// <summary>The newest value of a field so far.</summary>
    public DateTimeOffset? NewestOf(string field) => Field(field).Newest;

    /// <summary>What was seen so far stays, whatever becomes of the attempt.</summary>
    public void Commit()
    {
        _uniques.ForEach(static unique => unique.Commit());
        Array.ForEach(_fields, static field => field?.Commit());
    }

    /// <summary>Forgets what was seen since the last commit.</summary>
    /// <exception cref="UniqueFileException">What was seen before is lost, too.</exception>
    public void Return()
    {
        _uniques.ForEach(static unique => unique.Return());
        Array.ForEach(_fields, static field => field?.Return());
    }

    /// <summary>Looks at a record.</summary>
    /// <returns>What is wrong with it; <see langword="null"/> where it passes.</returns>
    public Exception? Judge(object record)
    {
        _problem = null;
        _depth = 0;
        foreach (var unique in _uniques)
        {
            unique.Begin();
        }

        _schema.WriteObject(record, this);
        if (_problem is not null)
        {
            return new RecordCheckException(_problem);
        }

        // Last, so that a record that fails another check takes no place.
        foreach (var unique in _uniques)
        {
            if (!unique.IsFirst())
            {
                return new DuplicateRecordException(unique.Problem);
            }
        }

        return null;
    }

    public void Dispose() => _uniques.ForEach(static unique => unique.Dispose());

    private void Add(RecordCheckConfig check)
    {
        switch (check)
        {
            case NotNullCheckConfig notNull:
                foreach (var name in notNull.Fields)
                {
                    Field(name).IsRequired = true;
                }

                break;
            case RangeCheckConfig range:
                Field(range.Field).Add(range);
                break;
            case PatternCheckConfig pattern:
                Field(pattern.Field).Add(pattern);
                break;
            case UniqueCheckConfig unique:
                foreach (var name in unique.Fields)
                {
                    Field(name).IsKey = true;
                }

                _uniques.Add(new UniqueCheck([.. unique.Fields.Select(IndexOf)], string.Join(", ", unique.Fields)));
                break;
        }
    }

    private FieldCheck Field(string name) => _fields[IndexOf(name)] ??= new FieldCheck(name);

    private int IndexOf(string name)
    {
        for (var i = 0; i < _fields.Length; i++)
        {
            if (_schema.Fields[i].Name == name)
            {
                return i;
            }
        }

        throw new InvalidOperationException($"The record '{_schema.Name}' has no field '{name}' for a check.");
    }
}
