namespace IntegrationFramework.Sinks;

/// <summary>What is known of a record that a sink has refused.</summary>
/// <param name="Sink">The sink.</param>
/// <param name="TakenBy">The sinks that have the record, or refuse it by themselves, a line for each.</param>
/// <param name="IsFirst">Whether no other sink has refused it: then it counts.</param>
internal sealed record SinkRefusal(string Sink, string? TakenBy, bool IsFirst = true);
