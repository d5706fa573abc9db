namespace IntegrationFramework.Telemetry;

/// <summary>What can become of a dead letter, as the table <c>dead_letters</c> says it.</summary>
public static class DeadLetterStatus
{
    /// <summary>Its run delivered without it: it waits to be replayed or dropped.</summary>
    public const string Open = "open";

    /// <summary>It went through the phases after all.</summary>
    public const string Replayed = "replayed";

    /// <summary>It was given up by hand.</summary>
    public const string Dropped = "dropped";

    /// <summary>Its run, or attempt, has delivered nothing, so that its record comes again with the next one.</summary>
    public const string Void = "void";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [Open, Replayed, Dropped, Void];
}

/// <summary>What the payload of a dead letter is.</summary>
public enum PayloadKind
{
    /// <summary>Text, or whatever of a record could be read: nothing that a phase takes.</summary>
    Other,

    /// <summary>A record as it was fetched: postprocess takes it.</summary>
    Raw,

    /// <summary>A record as it is delivered: the checks and the sinks take it.</summary>
    Output,
}

internal static class PayloadKinds
{
    private static readonly string[] Names = ["other", "raw", "output"];

    public static string ToText(this PayloadKind kind) => Names[(int)kind];

    /// <summary>Reads a kind; letters from before kinds were kept are judged by their phase.</summary>
    public static PayloadKind Parse(string? text, string phase) => text is null
        ? phase switch { "postprocess" => PayloadKind.Raw, "deliver" => PayloadKind.Output, _ => PayloadKind.Other }
        : (PayloadKind)Math.Max(0, Array.IndexOf(Names, text));
}
