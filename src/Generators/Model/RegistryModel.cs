using IntegrationFramework.Configuration.Rules;
using IntegrationFramework.Generators.Emitting;

namespace IntegrationFramework.Generators.Model;

/// <summary>What the file of one integration is made of.</summary>
/// <param name="Integration">What is emitted for the class.</param>
/// <param name="Name">The integration's name.</param>
/// <param name="Folder">Its folder's name.</param>
/// <param name="Metadata">What metadata.yaml says.</param>
/// <param name="Files">The YAML to compile in.</param>
/// <param name="Sinks">The C# expression that gives the sinks that it can deliver to; <see langword="null"/> where there are none.</param>
internal sealed record RegistrationModel(
    IntegrationModel Integration, string Name, string Folder, MetadataModel Metadata, EquatableArray<CompiledFileModel> Files, string? Sinks);

/// <summary>What metadata.yaml says; the date as the arguments of a constructor.</summary>
internal sealed record MetadataModel(
    string? Version, EquatableArray<string> Tags, string? Description, string? BusinessContact, string? TechnicalContact, string? LastUpdated);

/// <summary>A YAML file to compile in.</summary>
/// <param name="Kind">A member of the framework's CompiledFileKind.</param>
/// <param name="Path">Relative to the root.</param>
/// <param name="Text">Its text.</param>
internal sealed record CompiledFileModel(string Kind, string Path, string Text);

/// <summary>An assembly's registry. No name and no value of any YAML is in it.</summary>
internal sealed record RegistryModel(RegistryName Name, RegistryContent Content)
{
    /// <summary>The member that gives the sinks which this assembly knows: its own, and those of the assemblies that it references.</summary>
    public const string KnownSinksMember = "KnownSinks";

    /// <summary>The C# expression that gives those sinks; <see langword="null"/> where there are none.</summary>
    public string? KnownSinks => Content.Sinks.Own.Count > 0 || Content.Sinks.Referenced.Count > 0 ? $"{Name.Full}.{KnownSinksMember}" : null;

    /// <summary>Whether there is anything to register.</summary>
    public bool IsEmpty => Content.Registrations.Count == 0 && Content.Sinks.Own.Count == 0;

    /// <summary>The registry as a host sees it, beside those that it references; <see langword="null"/> where there is none.</summary>
    public ReferencedRegistry? ToReferenced(IEnumerable<string> names) => IsEmpty
        ? null
        : new ReferencedRegistry(Name.Assembly, Name.Full, new(names.OrderBy(name => name, StringComparer.Ordinal)));
}

/// <summary>What an assembly's registry is called.</summary>
/// <param name="Assembly">The assembly.</param>
/// <param name="Namespace">The namespace that it stands in.</param>
/// <param name="Class">Its class.</param>
internal sealed record RegistryName(string Assembly, string Namespace, string Class)
{
    public string Full => $"global::{Namespace}.{Class}";

    public static RegistryName From(string assembly, string rootNamespace) => new(
        assembly,
        Identifiers.Namespace(rootNamespace.Length > 0 ? rootNamespace : assembly) + ".Generated",
        Identifiers.Sanitise(assembly.Replace(".", "")) + "Registry");
}

/// <summary>What an assembly's registry holds.</summary>
/// <param name="Registrations">The full names of the classes that register integrations, in ordinal order.</param>
/// <param name="Sinks">The sinks.</param>
internal sealed record RegistryContent(EquatableArray<string> Registrations, RegistrySinks Sinks)
{
    public static RegistryContent From(IEnumerable<string> registrations, RegistrySinks sinks) =>
        new(new(registrations.OrderBy(name => name, StringComparer.Ordinal)), sinks);
}

/// <summary>The sinks of an assembly's registry.</summary>
/// <param name="Own">Those of the assembly, in the order of the classes that describe them.</param>
/// <param name="Referenced">The full names of the registries that hold those of other assemblies.</param>
internal sealed record RegistrySinks(EquatableArray<RegisteredSink> Own, EquatableArray<string> Referenced)
{
    public static RegistrySinks From(IEnumerable<RegisteredSink> own, ReferencedSinks referenced) =>
        new(new(own.OrderBy(sink => sink.Registration, StringComparer.Ordinal)), referenced.Registries);
}

/// <summary>A sink in an assembly's registry.</summary>
/// <param name="Registration">The full name of the class that describes it.</param>
/// <param name="Class">The sink's class, as written in C#.</param>
/// <param name="IsPublic">Whether other assemblies can use it.</param>
internal sealed record RegisteredSink(string Registration, string Class, bool IsPublic);

/// <summary>The registries that a host joins.</summary>
internal sealed record HostModel(EquatableArray<ReferencedRegistry> Registries)
{
    /// <summary>Adds the host's own registry, where it has integrations or sinks itself.</summary>
    public HostModel With(ReferencedRegistry? own) => own is null ? this : new HostModel(new EquatableArray<ReferencedRegistry>([.. Registries, own]));

    /// <summary>The names that stand in more than one registry.</summary>
    public IEnumerable<(string Name, string First, string Second)> Duplicates()
    {
        var owners = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var registry in Registries)
        {
            foreach (var name in registry.Names.Distinct(StringComparer.Ordinal))
            {
                if (owners.TryGetValue(name, out var first))
                {
                    yield return (name, first, registry.Assembly);
                }
                else
                {
                    owners.Add(name, registry.Assembly);
                }
            }
        }
    }
}

/// <summary>The registry of a referenced assembly.</summary>
internal sealed record ReferencedRegistry(string Assembly, string Registry, EquatableArray<string> Names);
