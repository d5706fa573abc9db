namespace IntegrationFramework.Configuration;

/// <summary>The keys and values of a configuration map, merged, interpolated and checked; generated binders read from it.</summary>
public sealed class ConfigMap
{
    /// <summary>A map without keys.</summary>
    public static ConfigMap Empty { get; } = new();
}
