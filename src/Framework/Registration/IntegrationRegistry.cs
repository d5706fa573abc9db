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

    /// <summary>The sinks that it registers, for the generators of projects that reference this one.</summary>
    public Type[] Sinks { get; init; } = [];
}

/// <summary>The integrations of a host, found by name without reflection.</summary>
public sealed class IntegrationRegistry
{
    private readonly SortedDictionary<string, Entry> _entries = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, SinkDescriptor> _sinks = new(StringComparer.Ordinal);

    /// <summary>The names, in ordinal order.</summary>
    public IReadOnlyCollection<string> Names => _entries.Keys;

    /// <summary>The integrations, in the order of their names.</summary>
    public IEnumerable<IntegrationDescriptor> Integrations => _entries.Values.Select(entry => entry.With(_sinks));

    /// <summary>The sinks of authors' own, in the order of their names. Every integration of the registry can deliver to them.</summary>
    public IReadOnlyCollection<SinkDescriptor> Sinks => _sinks.Values;

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

    /// <summary>Adds a sink of an author's own.</summary>
    /// <exception cref="ArgumentException">There is another of that name already.</exception>
    public IntegrationRegistry AddSink(SinkDescriptor sink)
    {
        ArgumentNullException.ThrowIfNull(sink);
        if (!_sinks.TryAdd(sink.Name, sink))
        {
            throw new ArgumentException($"There are two sinks named '{sink.Name}', {_sinks[sink.Name].ClassName} and {sink.ClassName}.", nameof(sink));
        }

        return this;
    }

    /// <summary>Finds an integration by name.</summary>
    public bool TryGet(string name, [NotNullWhen(true)] out IntegrationDescriptor? descriptor)
    {
        descriptor = _entries.TryGetValue(name, out var entry) ? entry.With(_sinks) : null;
        return descriptor is not null;
    }

    private sealed class Entry(Func<IntegrationDescriptor> factory)
    {
        private IntegrationDescriptor? _descriptor;
        private int _sinks;

        /// <summary>The descriptor, made when it is first asked for, with the sinks that there are by now.</summary>
        public IntegrationDescriptor With(SortedDictionary<string, SinkDescriptor> sinks)
        {
            if (_descriptor is null || _sinks != sinks.Count)
            {
                _descriptor = sinks.Count == 0 ? factory() : factory().With(sinks.Values);
                _sinks = sinks.Count;
            }

            return _descriptor;
        }
    }
}
