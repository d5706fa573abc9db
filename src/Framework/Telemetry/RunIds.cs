namespace IntegrationFramework.Telemetry;

/// <summary>Makes the identifiers of runs and batches: UUIDs of version 7, which sort by the time they were made.</summary>
public static class RunIds
{
    /// <summary>A new identifier.</summary>
    public static string Create(TimeProvider time) => Guid.CreateVersion7(time.GetUtcNow()).ToString();
}
