using IntegrationFramework.Configuration.Rules;
using IntegrationFramework.Generators.Emitting;
using IntegrationFramework.Generators.Model;
using Microsoft.CodeAnalysis;

namespace IntegrationFramework.Generators.Parsing;

/// <summary>Reads enums.</summary>
internal static class Enums
{
    /// <summary>The members by snake_case name; of several names for one value the first, as in <c>Enum.ToString</c> none is better.</summary>
    public static EnumModel Read(INamedTypeSymbol type)
    {
        var values = new HashSet<object?>();
        var members = new List<EnumMemberModel>();
        foreach (var field in type.GetMembers().OfType<IFieldSymbol>())
        {
            if (field.HasConstantValue && values.Add(field.ConstantValue))
            {
                members.Add(new EnumMemberModel(Identifiers.Escape(field.Name), SnakeCase.From(field.Name)));
            }
        }

        return new EnumModel(type.FullNotNull(), type.Name().Name, new(members));
    }
}
