using System.Globalization;
using IntegrationFramework.Configuration.Rules;
using IntegrationFramework.Generators.Emitting;
using IntegrationFramework.Generators.Model;
using Microsoft.CodeAnalysis;

namespace IntegrationFramework.Generators.Parsing;

/// <summary>Reads the enums of one integration.</summary>
internal sealed class EnumReader
{
    private readonly Dictionary<ISymbol, EnumModel> _known = new(SymbolEqualityComparer.Default);
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);

    /// <summary>The members by snake_case name; of several names for one value the first, as in <c>Enum.ToString</c> none is better.</summary>
    /// <param name="type">The enum.</param>
    /// <param name="problem">Why its members can't be told apart, where they can't.</param>
    public EnumModel? Read(INamedTypeSymbol type, out string? problem)
    {
        if (!_known.TryGetValue(type, out var model))
        {
            _known.Add(type, model = new EnumModel(type.FullNotNull(), NameOf(type), Members(type)));
        }

        var same = model.Members.GroupBy(member => member.Text, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1)?.ToArray();
        problem = same is null ? null : $"the members '{same[0].Name}' and '{same[1].Name}' of '{type.Name}' are both '{same[0].Text}'; rename one";
        return problem is null ? model : null;
    }

    /// <summary>The snake_case name of a value; <see langword="null"/> where no member has it.</summary>
    public static string? TextOf(ITypeSymbol type, object? value)
    {
        var number = Convert.ToDecimal(value, CultureInfo.InvariantCulture);
        var field = Fields(type).FirstOrDefault(field => Convert.ToDecimal(field.ConstantValue, CultureInfo.InvariantCulture) == number);
        return field is null ? null : SnakeCase.From(field.Name);
    }

    /// <summary>What methods for it are called: enums of two namespaces may have one name.</summary>
    private string NameOf(INamedTypeSymbol type)
    {
        var name = type.Name().Name;
        var free = name;
        for (var number = 2; !_names.Add(free); number++)
        {
            free = name + Literals.Number(number);
        }

        return free;
    }

    private static EquatableArray<EnumMemberModel> Members(INamedTypeSymbol type)
    {
        var values = new HashSet<object?>();
        var members = new List<EnumMemberModel>();
        foreach (var field in Fields(type))
        {
            if (values.Add(field.ConstantValue))
            {
                members.Add(new EnumMemberModel(field.Name, ValueOf(field, type), SnakeCase.From(field.Name)));
            }
        }

        return new(members);
    }

    private static IEnumerable<IFieldSymbol> Fields(ITypeSymbol type) =>
        type.GetMembers().OfType<IFieldSymbol>().Where(static field => field.HasConstantValue);

    // What may not be named any more is still a value that there is.
    private static string ValueOf(IFieldSymbol field, INamedTypeSymbol type) => field.IsObsoleteError()
        ? $"unchecked(({type.FullNotNull()})({Convert.ToString(field.ConstantValue, CultureInfo.InvariantCulture)}))"
        : $"{type.FullNotNull()}.{Identifiers.Escape(field.Name)}";
}
