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

    /// <summary>The members by snake_case name, of which several may stand for one value.</summary>
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

    /// <summary>The snake_case names of a value; none where no member has it.</summary>
    public static IEnumerable<string> TextsOf(ITypeSymbol type, object? value)
    {
        var number = Convert.ToDecimal(value, CultureInfo.InvariantCulture);
        return Fields(type).Where(field => Convert.ToDecimal(field.ConstantValue, CultureInfo.InvariantCulture) == number)
            .Select(static field => SnakeCase.From(field.Name)).Distinct(StringComparer.Ordinal);
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
        var texts = new Dictionary<object, HashSet<string>>();
        var members = new List<EnumMemberModel>();
        foreach (var field in Fields(type))
        {
            var text = SnakeCase.From(field.Name);
            var isAlias = texts.TryGetValue(field.ConstantValue!, out var known);
            if (!isAlias)
            {
                texts.Add(field.ConstantValue!, [text]);
            }

            // HTTP and Http are one name in YAML, and of one value they may be.
            if (!isAlias || known.Add(text))
            {
                members.Add(new EnumMemberModel(field.Name, ValueOf(field, type), text, isAlias));
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
