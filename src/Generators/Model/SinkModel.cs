using IntegrationFramework.Configuration.Rules;
using IntegrationFramework.Generators.Diagnostics;

namespace IntegrationFramework.Generators.Model;

/// <summary>What was read from a class with <c>[Sink]</c>.</summary>
/// <param name="Model">What is emitted for it.</param>
/// <param name="Location">Where the class's name stands. Kept apart from the model, which an edit above the class must not change.</param>
/// <param name="Diagnostics">The mistakes in its C#.</param>
internal sealed record ParsedSink(SinkModel Model, LocationInfo Location, EquatableArray<DiagnosticInfo> Diagnostics);

/// <summary>All that is emitted for a sink of an author's own.</summary>
internal sealed record SinkModel
{
    public required TypeName Class { get; init; }

    /// <summary>Its key under <c>deliver:</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Whether a descriptor can be emitted. If not, its mistakes say why.</summary>
    public required bool CanBuild { get; init; }

    /// <summary>Whether other assemblies can use it.</summary>
    public required bool IsPublic { get; init; }

    /// <summary>The full name of the class that binds the settings; <see langword="null"/> where the sink has none.</summary>
    public required string? SettingsBinder { get; init; }

    public required MapSchema Settings { get; init; }

    public required FactoryModel Factory { get; init; }

    public required EquatableArray<SettingsTypeModel> SettingsTypes { get; init; }

    /// <summary>The sink as YAML may name it.</summary>
    public KnownSink ToKnown() => new(Name, Class.Display, "", Settings, !CanBuild && Settings.Keys.Count == 0);
}

/// <summary>A sink that YAML may name.</summary>
/// <param name="Name">Its key under <c>deliver:</c>.</param>
/// <param name="Class">The full name of its class.</param>
/// <param name="Assembly">The assembly that it is in; empty for this one.</param>
/// <param name="Settings">The keys behind its own.</param>
/// <param name="HasUnreadSettings">Whether mistakes in the C# hide which settings there are, so that no key of theirs can be called unknown.</param>
internal sealed record KnownSink(string Name, string Class, string Assembly, MapSchema Settings, bool HasUnreadSettings)
{
    /// <summary>All sinks that the YAML of a project may name, in the order of their names, each name once.</summary>
    public static EquatableArray<KnownSink> Merge(IEnumerable<SinkModel> own, ReferencedSinks referenced) => new(
        own.Select(sink => sink.ToKnown()).Concat(referenced.Sinks)
            .GroupBy(sink => sink.Name, StringComparer.Ordinal).OrderBy(group => group.Key, StringComparer.Ordinal).Select(group => group.First()));
}

/// <summary>The sinks of referenced assemblies.</summary>
/// <param name="Sinks">The sinks.</param>
/// <param name="Registries">The full names of the registries that hold them.</param>
internal sealed record ReferencedSinks(EquatableArray<KnownSink> Sinks, EquatableArray<string> Registries);

/// <summary>All sinks that the YAML of a project may name, in the order of their names.</summary>
/// <param name="All">The sinks, each name once.</param>
/// <param name="List">The C# expression that gives their descriptors; <see langword="null"/> where there is none.</param>
internal sealed record SinkCatalogue(EquatableArray<KnownSink> All, string? List)
{
    /// <summary>Their keys, as the rules take them.</summary>
    public EquatableArray<KeySchema> Keys => new(All.Select(sink => FrameworkSchema.Sink(sink.Name, sink.Settings)));
}
