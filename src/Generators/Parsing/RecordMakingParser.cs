using IntegrationFramework.Generators.Model;
using Microsoft.CodeAnalysis;

namespace IntegrationFramework.Generators.Parsing;

/// <summary>Finds out how a record is made of its written fields again, without losing what it holds: for the replay of dead letters.</summary>
internal static class RecordMakingParser
{
    /// <param name="type">The record.</param>
    /// <param name="fields">What is written of it.</param>
    /// <param name="compilation">The compilation.</param>
    /// <param name="unmade">Why records of other schemas can't be made.</param>
    public static RecordMaking Parse(
        INamedTypeSymbol type, IReadOnlyList<RecordFieldModel> fields, Compilation compilation, IReadOnlyDictionary<string, string> unmade)
    {
        if (Unreadable(fields, unmade) is { } unreadable)
        {
            return new RecordMaking([], [], unreadable);
        }

        var properties = type.PublicProperties().ToDictionary(property => property.Name, StringComparer.Ordinal);
        var written = new HashSet<string>(fields.Select(field => field.Property), StringComparer.Ordinal);
        var constructor = type.IsAbstract ? null : FindConstructor(type, properties, written, compilation);
        if (constructor is null)
        {
            return new RecordMaking([], [], "it has no constructor whose parameters are its members");
        }

        if (type.PublicFields().FirstOrDefault(static field => field.IsRequired) is { } required)
        {
            return new RecordMaking([], [], $"its member '{required.Name}' isn't written, and would be lost");
        }

        var arguments = constructor.Parameters.Select(parameter => Member(parameter, properties, written)!.Name).ToList();
        var members = new List<string>();
        foreach (var property in properties.Values)
        {
            var isSettable = property.SetMethod is { } setter && compilation.IsSymbolAccessibleWithin(setter, compilation.Assembly)
                && !setter.IsObsoleteError();
            var isArgument = arguments.Contains(property.Name);
            if (!written.Contains(property.Name))
            {
                if (isSettable || HoldsState(property))
                {
                    return new RecordMaking([], [], $"its member '{property.Name}' isn't written, and would be lost");
                }
            }
            else if (isSettable && (!isArgument || property.IsRequired))
            {
                members.Add(property.Name);
            }
            else if ((!isArgument || property.IsRequired) && (property.SetMethod is not null || HoldsState(property)))
            {
                return new RecordMaking([], [], $"its member '{property.Name}' can't be set");
            }
        }

        return new RecordMaking(new(arguments), new(members));
    }

    private static string? Unreadable(IReadOnlyList<RecordFieldModel> fields, IReadOnlyDictionary<string, string> unmade)
    {
        foreach (var field in fields)
        {
            for (var value = field.Value; value is not null; value = value.Item)
            {
                if (value.Reading is null)
                {
                    return $"its member '{field.Property}' is of a collection type that can be written but not made again; use a list, an array or a dictionary";
                }

                if (value.Schema is { } schema && unmade.TryGetValue(schema, out var problem))
                {
                    return $"its member '{field.Property}' can't be read: {problem}";
                }
            }
        }

        return null;
    }

    /// <summary>The constructor without parameters, else the one that takes the most members.</summary>
    private static IMethodSymbol? FindConstructor(
        INamedTypeSymbol type, Dictionary<string, IPropertySymbol> properties, HashSet<string> written, Compilation compilation) =>
        type.InstanceConstructors
            .Where(constructor => compilation.IsSymbolAccessibleWithin(constructor, compilation.Assembly)
                && constructor.Parameters.All(parameter => parameter.RefKind is RefKind.None or RefKind.In && Member(parameter, properties, written) is not null)
                && !constructor.IsObsoleteError())
            .OrderBy(constructor => constructor.Parameters.IsEmpty ? 0 : 1)
            .ThenByDescending(constructor => constructor.Parameters.Length)
            .FirstOrDefault();

    private static IPropertySymbol? Member(IParameterSymbol parameter, Dictionary<string, IPropertySymbol> properties, HashSet<string> written) =>
        properties.Values.FirstOrDefault(property => property.Name.Equals(parameter.Name, StringComparison.OrdinalIgnoreCase)
            && written.Contains(property.Name) && SymbolEqualityComparer.Default.Equals(property.Type, parameter.Type));

    /// <summary>Whether a property without an accessible setter keeps a value, rather than working one out of others.</summary>
    private static bool HoldsState(IPropertySymbol property) =>
        property.ContainingType.GetMembers().OfType<IFieldSymbol>().Any(field => SymbolEqualityComparer.Default.Equals(field.AssociatedSymbol, property));
}
