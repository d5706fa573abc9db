using IntegrationFramework.Configuration;
using IntegrationFramework.Records;
using IntegrationFramework.Registration;
using IntegrationFramework.Running;

namespace IntegrationFramework.Sinks;

/// <summary>Makes the sinks of authors' own for one attempt.</summary>
/// <param name="Known">Those that the integration can use.</param>
/// <param name="Services">What their constructors may ask for.</param>
/// <param name="Run">The run.</param>
/// <param name="Line">Which deliveries it goes on with.</param>
/// <param name="PageSize">How large a page is.</param>
internal sealed record AuthorSinks(IReadOnlyList<SinkDescriptor> Known, IntegrationServices Services, ActiveRun Run, DeliveryLine Line, PageConfig PageSize)
{
    /// <summary>In the sandbox, where none of them is made: the folder for files of what they would have been given.</summary>
    /// <value><see langword="null"/> by default: they are made.</value>
    public string? InsteadFolder { get; init; }

    /// <summary>The file that stands for a sink in the sandbox.</summary>
    /// <param name="name">What the sink is called.</param>
    public string? FileInstead(string name) =>
        InsteadFolder is null ? null : Path.Combine(InsteadFolder, $"{Run.Integration}.{PlainName(name)}.jsonl");

    /// <summary>The sink's name as a part of a token, or of a file's name.</summary>
    public static string PlainName(string name) => name.Replace(' ', '-');

    /// <param name="config">What stands under <c>deliver:</c>.</param>
    /// <param name="name">What the sink is called: its key, and which it is where there are several of it.</param>
    /// <param name="schema">The records' schema.</param>
    /// <param name="spoolFolder">A folder for temporary files.</param>
    /// <param name="isPaged">Whether pages are committed one by one.</param>
    /// <param name="refuse">Sets a record aside that it refuses.</param>
    public ISink Create(
        AuthorSinkConfig config, string name, RecordSchema schema, string spoolFolder, bool isPaged, Action<ISink, KeptRecord, Exception> refuse)
    {
        var descriptor = Known.FirstOrDefault(known => known.Name == config.Kind)
            ?? throw new InvalidOperationException($"The sink '{config.Kind}' has a schema and no class.");
        return new AuthorSink(
            descriptor.Create(Services, config.Settings), name, schema, new AuthorSinkSettings(Run, Line, PageSize, spoolFolder, isPaged))
        {
            Refused = refuse,
        };
    }
}
