using Framework.Tests.Running;
using IntegrationFramework;
using IntegrationFramework.Configuration;
using IntegrationFramework.Records;
using IntegrationFramework.Sinks;

namespace Framework.Tests.Sinks;

/// <summary>Writes records to sinks in a temporary folder, as one attempt of a run does.</summary>
internal sealed class SinkBench : IDisposable
{
    public string Folder { get; } = Directory.CreateTempSubdirectory("ifw-sinks-").FullName;

    public MemoryStream StandardOutput { get; } = new();

    public string PathOf(string file) => Path.Combine(Folder, file);

    public OutputPath Output(string file) => new(file, PathOf(file));

    public string Read(string file) => File.ReadAllText(PathOf(file));

    /// <summary>Delivers items; gives the errors of those that were refused.</summary>
    public Task<List<string>> DeliverAsync(SinkConfig sink, params IReadOnlyList<Item> items) => DeliverAsync([sink], Item.Schema, items);

    public async Task<List<string>> DeliverAsync<T>(IReadOnlyList<SinkConfig> sinks, RecordSchema<T> schema, IReadOnlyList<T> records, bool commit = true)
        where T : class
    {
        var refused = new List<string>();
        await using var set = SinkSet.Create(sinks, schema, new SinkEnvironment(TimeProvider.System, StandardOutput, Folder, MayRetry: false)
        {
            Refused = (record, error, _) => refused.Add($"{record.Json}: {error.Message}"),
        });
        await set.BeginAsync([], CancellationToken.None);
        var page = new SinkPage((_, error, _) => refused.Add(error.Message));
        foreach (var chunk in records.Chunk(2))
        {
            page.Set(chunk, chunk.Length);
            await set.WritePageAsync(page, CancellationToken.None);
        }

        set.EndRecords();
        await set.PrepareAsync(CancellationToken.None);
        if (commit)
        {
            await set.CommitAsync();
        }

        return refused;
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
