namespace IntegrationFramework.Sinks;

/// <summary>How far one sink has got: kept in telemetry, in the transaction that commits the cursor.</summary>
/// <param name="Sink">Which sink: its kind and its target.</param>
/// <param name="Position">The position behind the last committed record, in the sink's own words.</param>
/// <param name="IsOpen">Whether a run has begun to write behind it and hasn't said how that ended.</param>
internal sealed record DeliveryReceipt(string Sink, string Position, bool IsOpen);
