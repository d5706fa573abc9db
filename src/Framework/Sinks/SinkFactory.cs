using System.Globalization;
using IntegrationFramework.Configuration;
using IntegrationFramework.Records;

namespace IntegrationFramework.Sinks;

/// <summary>Makes the sinks of one attempt.</summary>
/// <param name="schema">The records' schema.</param>
/// <param name="environment">What sinks need of the host.</param>
/// <param name="isPaged">Whether pages are committed one by one.</param>
/// <param name="refuse">Sets a record aside that a sink refuses when it commits.</param>
internal sealed class SinkFactory(RecordSchema schema, SinkEnvironment environment, bool isPaged, Action<ISink, KeptRecord, Exception> refuse)
{
    private readonly List<StagedDatabase> _databases = [];
    private Dictionary<string, int>? _kinds;

    /// <summary>The databases that the sinks write to, each once, whatever the number of its tables. They outlive the sinks.</summary>
    public IReadOnlyList<StagedDatabase> Databases => _databases;

    /// <summary>Makes a sink.</summary>
    /// <exception cref="NotSupportedException">No sink has this configuration; it wasn't checked.</exception>
    public ISink Create(SinkConfig config) => config switch
    {
        YamlSinkConfig yaml => FileSink(yaml, new YamlEncoder(schema, new RecordBuffer()), File(yaml.Path, yaml.Mode)),
        JsonLinesSinkConfig jsonl => FileSink(jsonl, new JsonLinesEncoder(schema, new RecordBuffer()), File(jsonl.Path, jsonl.Mode)),
        CsvSinkConfig csv => FileSink(csv, new CsvEncoder(schema, new RecordBuffer(), csv.Formulas, environment.Evolution.IsAllowed), File(csv.Path, csv.Mode)),
        StdoutSinkConfig stdout => FileSink(
            stdout,
            new JsonLinesEncoder(schema, new RecordBuffer()),
            new StandardOutput(environment.StandardOutput, environment.SpoolFolder, environment.MayRetry || isPaged)),
        SqliteSinkConfig sqlite => new SqliteSink(
            Database(sqlite.Path.FullPath), sqlite.Table, schema, sqlite.Key, sqlite.Mode == WriteMode.Replace, isPaged, environment.Evolution)
        {
            Refused = refuse,
        },
        AuthorSinkConfig own => AuthorSink(own),
        _ => throw new NotSupportedException($"Nothing delivers to '{config.Kind}'."),
    };

    private FileSink FileSink(SinkConfig config, RecordEncoder encoder, OutputTarget target) => new(config.Kind, encoder, target, isPaged);

    /// <summary>A sink of an author's own. Several of one kind are told apart by their order.</summary>
    private ISink AuthorSink(AuthorSinkConfig config)
    {
        _kinds ??= new Dictionary<string, int>(StringComparer.Ordinal);
        var before = _kinds.GetValueOrDefault(config.Kind);
        _kinds[config.Kind] = before + 1;
        var name = before == 0 ? config.Kind : string.Create(CultureInfo.InvariantCulture, $"{config.Kind} {before + 1}");
        var authors = environment.AuthorSinks!;
        return authors.FileInstead(name) is { } file
            ? FileSink(config, new JsonLinesEncoder(schema, new RecordBuffer()), File(new OutputPath(file, file), isPaged ? WriteMode.Append : WriteMode.Replace))
            : authors.Create(config, name, schema, environment.SpoolFolder, isPaged, refuse);
    }

    private OutputTarget File(OutputPath path, WriteMode mode) => mode switch
    {
        WriteMode.Append when isPaged => new GrowingFile(path.FullPath, environment.AppendLocks),
        WriteMode.Append => new AppendedFile(path.FullPath, environment.AppendLocks),
        _ when isPaged => throw new NotSupportedException("The pages of an incremental source are never delivered with `mode: replace`."),
        _ => new ReplacedFile(path.FullPath),
    };

    private StagedDatabase Database(string path)
    {
        // Two connections to one file would wait for each other.
        var real = RealPath.OrWritten(path);
        var database = _databases.Find(other => other.Path == path || RealPath.OrWritten(other.Path) == real);
        if (database is null)
        {
            _databases.Add(database = new StagedDatabase(path, environment.Time));
        }

        return database;
    }
}
