using System.Diagnostics.CodeAnalysis;

namespace IntegrationFramework.Registration;

/// <summary>Names the registry that the generator emitted into an assembly; the host's generator joins them.</summary>
[AttributeUsage(AttributeTargets.Assembly)]
public sealed class IntegrationRegistryAttribute(Type registry) : Attribute
{
    /// <summary>A public type with a static method <c>AddTo(IntegrationRegistry)</c>.</summary>
    public Type Registry { get; } = registry;

    /// <summary>The names that it registers, for the host's generator to compare.</summary>
    public string[] Names { get; init; } = [];
}

/// <summary>The integrations of a host, found by name without reflection.</summary>
public sealed class IntegrationRegistry
{
    private readonly SortedDictionary<string, Entry> _entries = new(StringComparer.Ordinal);

    /// <summary>The names, in ordinal order.</summary>
    public IReadOnlyCollection<string> Names => _entries.Keys;

    /// <summary>The integrations, in the order of their names.</summary>
    public IEnumerable<IntegrationDescriptor> Integrations => _entries.Values.Select(entry => entry.Descriptor);

    /// <summary>Adds an integration whose descriptor is made when it is first asked for.</summary>
    /// <exception cref="ArgumentException">There is one of that name already.</exception>
    public IntegrationRegistry Add(string name, Func<IntegrationDescriptor> factory)
    {
        if (!_entries.TryAdd(name, new Entry(factory)))
        {
            throw new ArgumentException($"There are two integrations named '{name}'.", nameof(name));
        }

        return this;
    }

    /// <summary>Adds an integration.</summary>
    /// <exception cref="ArgumentException">There is one of that name already.</exception>
    public IntegrationRegistry Add(IntegrationDescriptor descriptor) => Add(descriptor.Name, () => descriptor);

    /// <summary>Finds an integration by name.</summary>
    public bool TryGet(string name, [NotNullWhen(true)] out IntegrationDescriptor? descriptor)
    {
        descriptor = _entries.TryGetValue(name, out var entry) ? entry.Descriptor : null;
        return descriptor is not null;
    }

    private sealed class Entry(Func<IntegrationDescriptor> factory)
    {
        public IntegrationDescriptor Descriptor => field ??= factory();
    }
}
