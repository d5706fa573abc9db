using IntegrationFramework.Generators.Model;
using Microsoft.CodeAnalysis;

namespace IntegrationFramework.Generators.Parsing;

/// <summary>Finds the registries of referenced assemblies.</summary>
internal static class HostParser
{
    private const string Framework = "IntegrationFramework";
    private const string AttributeName = "IntegrationFramework.Registration.IntegrationRegistryAttribute";

    public static HostModel Parse(Compilation compilation, CancellationToken cancellationToken)
    {
        var registries = new List<ReferencedRegistry>();
        foreach (var (assembly, registry, attribute) in Registries(compilation, cancellationToken))
        {
            var values = attribute.Items("Names").Select(value => value.Single() as string ?? "");
            registries.Add(new ReferencedRegistry(assembly.Name, registry.FullNotNull(), new(values)));
        }

        return new HostModel(new(registries.OrderBy(registry => registry.Assembly, StringComparer.Ordinal)));
    }

    /// <summary>The registries of referenced assemblies, each with the attribute that names it.</summary>
    public static IEnumerable<(IAssemblySymbol Assembly, INamedTypeSymbol Registry, AttributeData Attribute)> Registries(
        Compilation compilation, CancellationToken cancellationToken)
    {
        foreach (var assembly in compilation.SourceModule.ReferencedAssemblySymbols)
        {
            cancellationToken.ThrowIfCancellationRequested();

            // Reading the attributes of every assembly of the system would cost more than all the rest.
            if (assembly.Modules.Any(module => module.ReferencedAssemblies.Any(reference => reference.Name == Framework))
                && assembly.FindAttribute(AttributeName) is { } attribute && attribute.Argument(0) is INamedTypeSymbol registry)
            {
                yield return (assembly, registry, attribute);
            }
        }
    }
}
