using IntegrationFramework.Configuration.Rules;
using IntegrationFramework.Generators.Diagnostics;
using IntegrationFramework.Generators.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace IntegrationFramework.Generators.Parsing;

/// <summary>Reads settings records, and those nested in them, into keys and how to bind them.</summary>
internal sealed class SettingsParser(ParseContext context)
{
    private static readonly string[] NamingAttributes =
        ["System.Text.Json.Serialization.JsonPropertyNameAttribute", "Microsoft.Extensions.Configuration.ConfigurationKeyNameAttribute"];

    private readonly Dictionary<ISymbol, SettingsTypeModel> _known = new(SymbolEqualityComparer.Default);
    private readonly List<INamedTypeSymbol> _path = [];
    private readonly EnumReader _enums = new();

    /// <summary>The types read so far, inner ones first.</summary>
    public EquatableArray<SettingsTypeModel> Types => new(_known.Values);

    /// <summary>The keys of members that can't be bound, which has been reported.</summary>
    public HashSet<string> UnreadKeys { get; } = new(StringComparer.Ordinal);

    /// <summary>Reads a type, or reports at <paramref name="place"/> or at the type why it can't be.</summary>
    public SettingsTypeModel? Parse(INamedTypeSymbol type, ISymbol place)
    {
        context.CancellationToken.ThrowIfCancellationRequested();
        if (_known.TryGetValue(type, out var known))
        {
            return known;
        }

        if (!CanBeMade(type, place))
        {
            return null;
        }

        _path.Add(type);
        var members = new List<SettingsMemberModel>();
        foreach (var property in type.PublicProperties())
        {
            if (ParseMember(type, property) is { } member)
            {
                members.Add(member);
            }
        }

        _path.RemoveAt(_path.Count - 1);
        CheckKeys(type, members);
        foreach (var field in type.PublicFields().Where(static field => !field.IsReadOnly))
        {
            context.Report(CodeRules.SettingsMember, field, type.Name, field.Name, "it is a field; make it a property: 'public … { get; init; }'");
        }

        var model = new SettingsTypeModel(type.Name(), new(members));
        _known.Add(type, model);
        return model;
    }

    private bool CanBeMade(INamedTypeSymbol type, ISymbol place)
    {
        var problem =
            !context.CanBeNamed(type) ? "it isn't accessible; make it public or internal"
            : type.IsGenericType ? "it is generic; derive a record without type parameters from it"
            : type.IsAbstract ? "it is abstract, so that none can be made"
            : !type.HasParameterlessConstructor()
                ? "it has no constructor without parameters; write its members as properties: 'public required string Name { get; init; }'"
            : null;
        if (problem is null)
        {
            return true;
        }

        context.Report(CodeRules.NotAccessible, context.IsInSource(type) ? type : place, type.Name, problem);
        return false;
    }

    private SettingsMemberModel? ParseMember(INamedTypeSymbol owner, IPropertySymbol property)
    {
        if (property.SetMethod is not { DeclaredAccessibility: Accessibility.Public })
        {
            if (LooksLikeSetting(property))
            {
                context.Report(
                    CodeRules.SettingsMember, property, owner.Name, property.Name,
                    "it has no public setter; make it '{ get; init; }', or '=> …' where it's no setting");
                UnreadKeys.Add(SnakeCase.From(property.Name));
            }

            return null;
        }

        if (IsMisnamed(owner, property))
        {
            return null;
        }

        var problem = property.ContainingType.IsGenericType ? "it is declared in a generic type" : null;
        var value = problem is null ? ParseValue(property.Type, property, out problem) : null;
        if (value is not var (schema, conversion))
        {
            if (problem is not null)
            {
                context.Report(CodeRules.SettingsMember, property, owner.Name, property.Name, problem);
            }

            UnreadKeys.Add(SnakeCase.From(property.Name));
            return null;
        }

        var asksForValue = ConstraintParser.IsRequired(property);
        var isRequired = property.IsRequired || asksForValue;
        var constrained = ConstraintParser.Apply(schema, property, context);
        if (!isRequired && (schema.Kind == ValueKind.Map || !ReferenceEquals(constrained, schema)))
        {
            // Most members have no constraint, and asking the compiler for a constant is dear.
            DefaultChecker.Check(constrained, owner, property, context);
        }

        var key = new KeySchema(SnakeCase.From(property.Name), constrained, isRequired, Obsolete(property));
        var declaring = ((INamedTypeSymbol)property.ContainingType).FullNotNull();
        return new SettingsMemberModel(
            key, property.Name, declaring, property.Type.Full(), asksForValue ? conversion with { Nullable = false } : conversion);
    }

    /// <summary>Reports an attribute that gives a member another name: other programs would heed it, and here it would do nothing.</summary>
    private bool IsMisnamed(INamedTypeSymbol owner, IPropertySymbol property)
    {
        var key = SnakeCase.From(property.Name);
        var attribute = NamingAttributes.Select(property.FindAttribute).FirstOrDefault(static found => found is not null);
        if (attribute?.Argument(0) is not string name || name == key)
        {
            return false;
        }

        context.Report(
            CodeRules.SettingsMember, attribute, property, owner.Name, property.Name,
            $"[{attribute.ShortName()}] doesn't rename its key, which is '{key}' as the member's name says; rename the member, and remove the attribute");
        UnreadKeys.Add(key);
        UnreadKeys.Add(name);
        return true;
    }

    /// <summary>
    /// Whether a property that can't be set is meant to be: it holds a value, rather than working one out, and no constructor is needed to
    /// give it one, or it is a collection that others would add to.
    /// </summary>
    private bool LooksLikeSetting(IPropertySymbol property)
    {
        property.Type.IsNullable(out var type);
        var isCollection = CollectionTypes.ListItem(type) is not null || CollectionTypes.MapValue(type) is not null;
        return !property.IsAbstract
            && (isCollection || type.TypeKind == TypeKind.Enum || type.IsRecord || ScalarTypes.Find(type) is not null)
            && property.DeclaringSyntaxReferences.Any(reference => context.Compilation.ContainsSyntaxTree(reference.SyntaxTree)
                && reference.GetSyntax(context.CancellationToken) is PropertyDeclarationSyntax declaration
                && DefaultChecker.IsPlain(declaration) && (isCollection || declaration.Initializer is not null));
    }

    private (ValueSchema Schema, ConversionModel Conversion)? ParseValue(ITypeSymbol declared, IPropertySymbol property, out string? problem)
    {
        var nullable = declared.IsNullable(out var type);
        problem = null;
        if (ScalarTypes.Find(type) is { } scalar)
        {
            var schema = new ValueSchema(scalar.Kind) { Nullable = nullable, Min = scalar.Min, Max = scalar.Max, IsSingle = scalar.IsSingle };
            return (schema, new(ConversionKind.Scalar, declared.Full(), nullable, scalar.Method));
        }

        if (type.TypeKind == TypeKind.Enum)
        {
            if (_enums.Read((INamedTypeSymbol)type, out problem) is not { } members)
            {
                return null;
            }

            var schema = new ValueSchema(ValueKind.Enum) { Nullable = nullable, Names = new(members.Members.Select(member => member.Text)) };
            return (schema, new(ConversionKind.Enum, declared.Full(), nullable, Enum: members));
        }

        if (CollectionTypes.ListItem(type) is { } item)
        {
            if (ParseValue(item, property, out problem) is not var (itemSchema, itemConversion))
            {
                return null;
            }

            var kind = type is IArrayTypeSymbol ? ConversionKind.Array : ConversionKind.List;
            return (new(ValueKind.List) { Nullable = nullable, Item = itemSchema }, new(kind, declared.Full(), nullable, Item: itemConversion));
        }

        if (CollectionTypes.MapValue(type) is { } entry)
        {
            if (ParseValue(entry, property, out problem) is not var (valueSchema, valueConversion))
            {
                return null;
            }

            var schema = new ValueSchema(ValueKind.Dictionary) { Nullable = nullable, Item = valueSchema };
            return (schema, new(ConversionKind.Dictionary, declared.Full(), nullable, Item: valueConversion));
        }

        return ParseNested(type, declared, nullable, property, out problem);
    }

    private (ValueSchema Schema, ConversionModel Conversion)? ParseNested(
        ITypeSymbol type, ITypeSymbol declared, bool nullable, IPropertySymbol property, out string? problem)
    {
        problem = ScalarTypes.Unsupported(type);
        if (problem is not null)
        {
            return null;
        }

        var record = (INamedTypeSymbol)type;
        if (_path.Contains(record, SymbolEqualityComparer.Default))
        {
            problem = $"'{record.Name}' contains itself";
            return null;
        }

        if (Parse(record, property) is not { } nested)
        {
            return null;
        }

        var schema = new ValueSchema(ValueKind.Map) { Nullable = nullable, Map = nested.Schema };
        return (schema, new(ConversionKind.Record, declared.Full(), nullable, nested.Type.Generated(SettingsTypeModel.Suffix)));
    }

    private void CheckKeys(INamedTypeSymbol type, List<SettingsMemberModel> members)
    {
        foreach (var group in members.GroupBy(member => member.Key.Name, StringComparer.Ordinal).Where(group => group.Count() > 1))
        {
            var second = group.ElementAt(1);
            var property = type.PublicProperties().First(candidate => candidate.Name == second.Property);
            context.Report(
                CodeRules.SettingsMember, property, type.Name, second.Property,
                $"its key '{group.Key}' is that of '{group.First().Property}' too; rename one");
        }
    }

    private static string? Obsolete(IPropertySymbol property) =>
        property.FindAttribute("System.ObsoleteAttribute") is { } attribute
            ? attribute.Argument(0) as string ?? ""
            : null;
}
