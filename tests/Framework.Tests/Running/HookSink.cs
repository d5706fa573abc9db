using System.Text;
using IntegrationFramework;
using IntegrationFramework.Configuration.Rules;
using IntegrationFramework.Registration;

namespace Framework.Tests.Running;

/// <summary>A sink of an author's own that keeps what it is given, and a receiver that outlives the runs.</summary>
internal sealed class HookSink(Receiver receiver, string? secret) : Sink, IDisposable
{
    public static SinkDescriptor Descriptor(Receiver receiver) =>
        new("hook", (_, settings) => new HookSink(receiver, settings.TryGet("token", out var token) ? token.AsSecret().Reveal() : null))
        {
            ClassName = nameof(HookSink),
            SettingsFactory = static () => new MapSchema(
                new KeySchema("token", new ValueSchema(ValueKind.Secret)),
                new KeySchema("mode", new ValueSchema(ValueKind.String)),
                new KeySchema("copy", new ValueSchema(ValueKind.OutputPath))),
        };

    /// <summary>The integration as it is, with the sink to deliver to.</summary>
    public static IntegrationDescriptor Into(Receiver receiver, IntegrationDescriptor integration) =>
        new IntegrationRegistry().Add(integration).AddSink(Descriptor(receiver)).Integrations.Single();

    protected internal override ValueTask OpenAsync(SinkContext run, CancellationToken cancellationToken)
    {
        receiver.Opened.Add(run);
        return receiver.IsThere ? ValueTask.CompletedTask : throw new IOException($"nobody is there for {secret}");
    }

    protected internal override Task DeliverAsync(DeliveryPage page, CancellationToken cancellationToken)
    {
        if (receiver.FailAt == receiver.Pages.Count + 1)
        {
            receiver.FailAt = null;
            throw receiver.Failure;
        }

        receiver.Take?.Invoke(page);
        receiver.Pages.Add(new ReceivedPage(page.Token, page.IdempotencyKey, Encoding.UTF8.GetString(page.JsonLines.Span)));
        return receiver.ReturnsNothing ? null! : Task.CompletedTask;
    }

    public void Dispose() => receiver.Disposed++;
}

/// <summary>What has come to a receiver.</summary>
internal sealed record ReceivedPage(DeliveryToken Token, string Key, string Lines);

/// <summary>The other side of a sink.</summary>
internal sealed class Receiver
{
    public List<SinkContext> Opened { get; } = [];

    public List<ReceivedPage> Pages { get; } = [];

    public int Disposed { get; set; }

    public bool IsThere { get; set; } = true;

    public bool ReturnsNothing { get; init; }

    /// <summary>Which page it doesn't take, counted from 1; once.</summary>
    public int? FailAt { get; set; }

    public Exception Failure { get; init; } = new IOException("the line is dead");

    public Action<DeliveryPage>? Take { get; init; }

    /// <summary>The tokens, each without the run that commits are counted since.</summary>
    public IEnumerable<string> Tokens => Pages.Select(page => page.Token.ToString().Replace(Epoch(page), "E", StringComparison.Ordinal));

    /// <summary>What a receiver has that puts what comes under a token in the place of what came before.</summary>
    public IEnumerable<string> Replaced => Pages.GroupBy(page => page.Token.ToString(), StringComparer.Ordinal).SelectMany(group => Lines(group.Last()));

    /// <summary>What a receiver has that ignores a key that it knows.</summary>
    public IEnumerable<string> Ignored => Pages.GroupBy(page => page.Key, StringComparer.Ordinal).SelectMany(group => Lines(group.First()));

    public static string Epoch(ReceivedPage page) => page.Token.Commit.Split('.')[2];

    private static string[] Lines(ReceivedPage page) => page.Lines.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
