using System.Runtime.CompilerServices;
using IntegrationFramework;
using IntegrationFramework.Registration;

namespace Framework.Tests.Running;

/// <summary>An incremental integration whose pages are given as a function.</summary>
public sealed class PagedScript : IncrementalIntegration<Item>, IWindowedSource<Item>
{
    public required Func<string?, RunContext, CancellationToken, IAsyncEnumerable<SourcePage<Item>>> Fetch { get; init; }

    public Func<Item, Item?>? Each { get; init; }

    public Func<IAsyncEnumerable<Item>, IAsyncEnumerable<Item>>? Stream { get; init; }

    public Func<IAsyncEnumerable<Item>, RunContext, CancellationToken, Task>? Deliver { get; init; }

    public Action<string>? Committed { get; init; }

    public Func<DateTimeOffset, DateTimeOffset, IReadOnlyList<Item>>? Window { get; init; }

    /// <summary>An integration over a source that holds as many items as is said, in pages of <paramref name="size"/>; its cursor is the last id.</summary>
    public static IntegrationDescriptor Descriptor(string config, Func<PagedScript> script) =>
        new IntegrationDescriptor<Item, Item>("paged", (_, _) => script(), Item.Schema, Item.Schema)
        {
            IsIncremental = true,
            HasWindows = true,
            Metadata = new IntegrationMetadata { Version = "1.0.0" },
            Files = [new CompiledFile(CompiledFileKind.Config, "integrations/paged/config.yaml", config)],
        };

    /// <summary>The pages of a source behind a cursor.</summary>
    public static async IAsyncEnumerable<SourcePage<Item>> PagesAsync(
        string? cursor, int count, int size, Action<long>? beforePage = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        for (var from = long.Parse(cursor ?? "0", System.Globalization.CultureInfo.InvariantCulture); from < count; from += size)
        {
            cancellationToken.ThrowIfCancellationRequested();
            beforePage?.Invoke(from);
            var to = Math.Min(from + size, count);
            var items = Enumerable.Range((int)from + 1, (int)(to - from)).Select(i => new Item(i, $"item {i}")).ToList();
            yield return new SourcePage<Item>(items, to.ToString(System.Globalization.CultureInfo.InvariantCulture));
        }

        await Task.CompletedTask;
    }

    public Task<IReadOnlyList<Item>> FetchWindowAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken) =>
        Task.FromResult(Window!(from, to));

    protected internal override IAsyncEnumerable<SourcePage<Item>> FetchPagesAsync(string? cursor, RunContext run, CancellationToken cancellationToken) =>
        Fetch(cursor, run, cancellationToken);

    protected internal override Item? Postprocess(Item raw, RunContext run) => Each is null ? raw : Each(raw);

    protected internal override IAsyncEnumerable<Item> PostprocessAsync(IAsyncEnumerable<Item> records, RunContext run, CancellationToken cancellationToken) =>
        Stream is null ? base.PostprocessAsync(records, run, cancellationToken) : Stream(records);

    protected internal override Task DeliverAsync(IAsyncEnumerable<Item> records, RunContext run, CancellationToken cancellationToken) =>
        Deliver is null ? base.DeliverAsync(records, run, cancellationToken) : Deliver(records, run, cancellationToken);

    protected internal override ValueTask CommittedAsync(string cursor, RunContext run, CancellationToken cancellationToken)
    {
        Committed?.Invoke(cursor);
        return ValueTask.CompletedTask;
    }
}
