using System.ComponentModel.DataAnnotations;
using System.Runtime.CompilerServices;
using IntegrationFramework;

namespace Integrations.HelloWorld;

/// <summary>Greets somebody: one record, written to a file and sent as a notification. The smallest integration that does all there is to do.</summary>
[Integration]
public sealed partial class HelloWorld(HelloWorldSettings settings, SupportManager support) : Integration<Greeting>
{
    protected override async IAsyncEnumerable<Greeting> FetchAsync(RunContext run, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        yield return new Greeting
        {
            Message = $"{settings.Message}, {settings.Recipient}!",
            Recipient = settings.Recipient,
            GreetedAt = run.StartedAt,
        };
    }

    protected override async Task DeliverAsync(IAsyncEnumerable<Greeting> records, RunContext run, CancellationToken cancellationToken)
    {
        var greetings = new List<Greeting>();
        await run.DeliverToSinksAsync(Kept(records, greetings, cancellationToken), cancellationToken);

        // Announced once every sink has taken it; a dry run delivers nothing.
        foreach (var greeting in run.IsDryRun ? [] : greetings)
        {
            support.Notify(greeting.Message);
        }
    }

    private static async IAsyncEnumerable<Greeting> Kept(
        IAsyncEnumerable<Greeting> records, List<Greeting> kept, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var greeting in records.WithCancellation(cancellationToken))
        {
            kept.Add(greeting);
            yield return greeting;
        }
    }
}

/// <summary>What to say, and to whom.</summary>
public sealed record HelloWorldSettings
{
    /// <summary>The greeting itself, without the name.</summary>
    [Length(1, 200)]
    public string Message { get; init; } = "Hello";

    /// <summary>The name of whom to greet.</summary>
    [Length(1, 100)]
    public required string Recipient { get; init; }
}

/// <summary>A greeting as it is delivered.</summary>
public sealed record Greeting
{
    /// <summary>The whole sentence.</summary>
    public required string Message { get; init; }

    /// <summary>Whom it greets.</summary>
    public required string Recipient { get; init; }

    /// <summary>When the run that made it started, in UTC.</summary>
    public required DateTimeOffset GreetedAt { get; init; }
}
