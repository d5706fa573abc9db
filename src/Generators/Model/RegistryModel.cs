using IntegrationFramework.Configuration.Rules;
using IntegrationFramework.Generators.Emitting;

namespace IntegrationFramework.Generators.Model;

/// <summary>What the file of one integration is made of.</summary>
internal sealed record RegistrationModel(IntegrationModel Integration, string Name, string Folder, MetadataModel Metadata, EquatableArray<CompiledFileModel> Files);

/// <summary>What metadata.yaml says; the date as the arguments of a constructor.</summary>
internal sealed record MetadataModel(
    string? Version, EquatableArray<string> Tags, string? Description, string? BusinessContact, string? TechnicalContact, string? LastUpdated);

/// <summary>A YAML file to compile in.</summary>
/// <param name="Kind">A member of the framework's CompiledFileKind.</param>
/// <param name="Path">Relative to the root.</param>
/// <param name="Text">Its text.</param>
internal sealed record CompiledFileModel(string Kind, string Path, string Text);

/// <summary>An assembly's registry: the classes that register integrations, in ordinal order. No name and no value of any YAML is in it.</summary>
internal sealed record RegistryModel(string Namespace, string ClassName, EquatableArray<string> Registrations)
{
    public string FullName => $"global::{Namespace}.{ClassName}";

    public static RegistryModel From(IEnumerable<string> registrations, string assemblyName, string rootNamespace)
    {
        var scope = Identifiers.Namespace(rootNamespace.Length > 0 ? rootNamespace : assemblyName);
        var className = Identifiers.Sanitise(assemblyName.Replace(".", "")) + "Registry";
        return new(scope + ".Generated", className, new(registrations.OrderBy(name => name, StringComparer.Ordinal)));
    }
}

/// <summary>The registries that a host joins.</summary>
internal sealed record HostModel(EquatableArray<ReferencedRegistry> Registries)
{
    /// <summary>Adds the host's own registry, where it has integrations itself.</summary>
    public HostModel WithOwn(RegistryModel registry, string assemblyName, IEnumerable<string> names) => registry.Registrations.Count == 0
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
