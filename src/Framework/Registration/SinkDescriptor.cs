using IntegrationFramework.Configuration;
using IntegrationFramework.Configuration.Rules;

namespace IntegrationFramework.Registration;

/// <summary>Everything that is known about a sink of an author's own at compile time. Generated code makes one per class with <see cref="SinkAttribute"/>.</summary>
/// <param name="name">Its key under <c>deliver:</c>.</param>
/// <param name="factory">Makes the sink, with its settings bound and its services injected.</param>
public sealed class SinkDescriptor(string name, Func<IntegrationServices, ConfigMap, Sink> factory)
{
    /// <summary>Its key under <c>deliver:</c>.</summary>
    public string Name => name;

    /// <summary>The full name of its class.</summary>
    public string ClassName { get; init; } = "";

    /// <summary>The keys behind its own, as its settings record declares them.</summary>
    public MapSchema Settings => field ??= SettingsFactory();

    /// <summary>Makes the schema of the settings when it is first asked for.</summary>
    public Func<MapSchema> SettingsFactory { private get; init; } = static () => MapSchema.Empty;

    internal KeySchema Key => FrameworkSchema.Sink(name, Settings);

    internal Sink Create(IntegrationServices services, ConfigMap settings) => factory(services, settings);
}
