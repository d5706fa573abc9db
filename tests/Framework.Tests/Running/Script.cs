using System.Runtime.CompilerServices;
using IntegrationFramework;

namespace Framework.Tests.Running;

/// <summary>An integration whose phases are given as functions; what is left out does what every integration does.</summary>
public class Script : Integration<Item>
{
    public Func<RunContext, CancellationToken, IAsyncEnumerable<Item>> Fetch { get; init; } = static (_, ct) => Items(3, ct);

    public Func<Item, RunContext, Item?>? Each { get; init; }

    public Func<IAsyncEnumerable<Item>, RunContext, CancellationToken, IAsyncEnumerable<Item>>? Stream { get; init; }

    public Func<IAsyncEnumerable<Item>, RunContext, CancellationToken, Task>? Deliver { get; init; }

    public static async IAsyncEnumerable<Item> Items(long count, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        for (var i = 1L; i <= count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return new Item(i, $"item {i}");
        }

        await Task.CompletedTask;
    }

    protected internal override IAsyncEnumerable<Item> FetchAsync(RunContext run, CancellationToken cancellationToken) => Fetch(run, cancellationToken);

    protected internal override Item? Postprocess(Item raw, RunContext run) => Each is null ? raw : Each(raw, run);

    protected internal override IAsyncEnumerable<Item> PostprocessAsync(IAsyncEnumerable<Item> records, RunContext run, CancellationToken cancellationToken) =>
        Stream is null ? base.PostprocessAsync(records, run, cancellationToken) : Stream(records, run, cancellationToken);

    protected internal override Task DeliverAsync(IAsyncEnumerable<Item> records, RunContext run, CancellationToken cancellationToken) =>
        Deliver is null ? base.DeliverAsync(records, run, cancellationToken) : Deliver(records, run, cancellationToken);
}
