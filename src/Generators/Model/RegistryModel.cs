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

/// <summary>An assembly's registry: the classes that register integrations, in ordinal order. No name and no value of any YAML is in it.</summary>
internal sealed record RegistryModel(
    string Namespace, string ClassName, EquatableArray<string> Registrations, EquatableArray<RegisteredSink> Sinks, EquatableArray<string> Referenced)
{
    /// <summary>The member that gives the sinks which this assembly knows: its own, and those of the assemblies that it references.</summary>
    public const string KnownSinks = "KnownSinks";

    public bool HasKnownSinks => Sinks.Count > 0 || Referenced.Count > 0;

    /// <summary>Whether there is anything to register.</summary>
    public bool IsEmpty => Registrations.Count == 0 && Sinks.Count == 0;

    public string FullName => $"global::{Namespace}.{ClassName}";

    public static RegistryModel From(
        IEnumerable<string> registrations, IEnumerable<RegisteredSink> sinks, ReferencedSinks referenced, string assemblyName, string rootNamespace)
    {
        var scope = Identifiers.Namespace(rootNamespace.Length > 0 ? rootNamespace : assemblyName);
        var className = Identifiers.Sanitise(assemblyName.Replace(".", "")) + "Registry";
        return new(
            scope + ".Generated", className, new(registrations.OrderBy(name => name, StringComparer.Ordinal)),
            new(sinks.OrderBy(sink => sink.Registration, StringComparer.Ordinal)), referenced.Registries);
    }
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
    public HostModel WithOwn(RegistryModel registry, string assemblyName, IEnumerable<string> names) => registry.IsEmpty
        ? this
        : new HostModel(new EquatableArray<ReferencedRegistry>([.. Registries, new ReferencedRegistry(assemblyName, registry.FullName, new(names.OrderBy(name => name, StringComparer.Ordinal)))]));

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
