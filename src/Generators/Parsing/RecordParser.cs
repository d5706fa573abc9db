using IntegrationFramework.Configuration.Rules;
using IntegrationFramework.Generators.Diagnostics;
using IntegrationFramework.Generators.Model;
using Microsoft.CodeAnalysis;

namespace IntegrationFramework.Generators.Parsing;

/// <summary>Reads record types, and those nested in them, into fields and how to write them.</summary>
internal sealed class RecordParser(ParseContext context)
{
    private const int Deepest = 32;

    private readonly Dictionary<ISymbol, RecordTypeModel> _known = new(SymbolEqualityComparer.Default);
    private readonly List<ITypeSymbol> _path = [];
    private readonly EnumReader _enums = new();

    /// <summary>Why records of some schemas can't be made of their fields again.</summary>
    private readonly Dictionary<string, string> _unmade = new(StringComparer.Ordinal);

    /// <summary>The types read so far, inner ones first.</summary>
    public EquatableArray<RecordTypeModel> Types => new(_known.Values);

    /// <summary>Reads a type, or reports at <paramref name="place"/> or at the type why it can't be.</summary>
    public RecordTypeModel? Parse(ITypeSymbol type, ISymbol place)
    {
        context.CancellationToken.ThrowIfCancellationRequested();
        type = type.WithNullableAnnotation(NullableAnnotation.NotAnnotated);
        if (_known.TryGetValue(type, out var known))
        {
            return known;
        }

        if (type is not INamedTypeSymbol { TypeKind: TypeKind.Class or TypeKind.Struct, SpecialType: SpecialType.None } record)
        {
            context.Report(CodeRules.NotAccessible, place, type.ToDisplayString(), "a record is a class or record with public properties");
            return null;
        }

        var nearest = context.IsInSource(record) ? record : place;
        if (!context.CanBeNamed(record))
        {
            context.Report(CodeRules.NotAccessible, nearest, record.Name, "it isn't accessible; make it public or internal");
            return null;
        }

        if (CollectionTypes.IsCollection(record))
        {
            context.Report(CodeRules.NotAccessible, nearest, record.Name, "a record isn't a collection, whose items would be lost; make it a class with a property that holds them");
            return null;
        }

        _path.Add(record);
        var before = context.Count;
        var fields = new List<RecordFieldModel>();
        foreach (var property in record.PublicProperties())
        {
            if (ParseField(record, property) is { } field)
            {
                fields.Add(field);
            }
        }

        _path.RemoveAt(_path.Count - 1);
        CheckNames(record, fields);
        foreach (var field in record.PublicFields().Where(field => !IsIgnored(field)))
        {
            context.Report(CodeRules.RecordMember, field, record.Name, field.Name, "it is a field; make it a property, or mark it with [JsonIgnore]");
        }

        if (fields.Count == 0 && context.Count == before)
        {
            context.Report(CodeRules.NotAccessible, nearest, record.Name, "it has no public properties to write");
        }

        var model = new RecordTypeModel(record.Name(), record.IsValueType, new(fields), RecordMakingParser.Parse(record, fields, context.Compilation, _unmade));
        if (model.Making.Problem is { } problem)
        {
            _unmade[model.Type.Generated(RecordTypeModel.Suffix)] = problem;
        }

        _known.Add(record, model);
        return context.Count == before ? model : null;
    }

    /// <summary>Reads a type whose records go to the sinks.</summary>
    public RecordTypeModel? ParseDelivered(ITypeSymbol type, ISymbol place) =>
        Parse(type, place) is { } model && HasColumns((INamedTypeSymbol)type, model) ? model : null;

    private RecordFieldModel? ParseField(INamedTypeSymbol owner, IPropertySymbol property)
    {
        if (property.GetMethod is not { DeclaredAccessibility: Accessibility.Public } getter || IsIgnored(property) || IsHidden(owner, property))
        {
            return null;
        }

        if (property.IsObsoleteError() || getter.IsObsoleteError())
        {
            context.Report(CodeRules.RecordMember, property, owner.Name, property.Name, "it is obsolete, so that reading it is an error; mark it with [JsonIgnore]");
            return null;
        }

        var value = ParseValue(property.Type, property, out var problem);
        if (value is null)
        {
            if (problem is not null)
            {
                context.Report(CodeRules.RecordMember, property, owner.Name, property.Name, problem);
            }

            return null;
        }

        var name = NameOf(property);
        if (name.Length == 0)
        {
            context.Report(CodeRules.RecordMember, property, owner.Name, property.Name, "its name is empty; write one in [JsonPropertyName]");
        }

        return new RecordFieldModel(name, property.Name, value);
    }

    /// <summary>Whether a derived type has something else by a property's name, so that the name doesn't give the property.</summary>
    private bool IsHidden(INamedTypeSymbol owner, IPropertySymbol property)
    {
        for (var level = owner; level is not null && !SymbolEqualityComparer.Default.Equals(level, property.ContainingType); level = level.BaseType)
        {
            if (level.GetMembers(property.Name).FirstOrDefault(IsNameable) is not { } hiding)
            {
                continue;
            }

            // A public field is reported as such.
            if (!IsIgnored(hiding) && hiding is not IFieldSymbol { IsStatic: false, DeclaredAccessibility: Accessibility.Public })
            {
                context.Report(
                    CodeRules.RecordMember, hiding, owner.Name, property.Name,
                    $"it hides the property of '{property.ContainingType.Name}', which would be lost; rename it, or mark it with [JsonIgnore]");
            }

            return true;
        }

        return false;

        bool IsNameable(ISymbol member) => context.Compilation.IsSymbolAccessibleWithin(member, context.Compilation.Assembly);
    }

    private FieldValueModel? ParseValue(ITypeSymbol declared, IPropertySymbol property, out string? problem, int depth = 0)
    {
        problem = null;
        var nullable = declared.IsNullable(out var type);
        var canBeNull = nullable || type.IsReferenceType;
        var isStruct = nullable && type.IsValueType;
        if (FieldTypes.Find(type) is { } simple)
        {
            return new FieldValueModel(simple.Kind, canBeNull, nullable, isStruct, simple.Format, Type: declared.Full(), Reading: simple.Reading);
        }

        if (type.TypeKind == TypeKind.Enum)
        {
            return _enums.Read((INamedTypeSymbol)type, out problem) is { } model
                ? new FieldValueModel("String", canBeNull, nullable, isStruct, Enum: model, Type: declared.Full())
                : null;
        }

        // A type may enumerate itself, or be made of ever larger ones.
        if (depth + _path.Count > Deepest)
        {
            problem = _path.Any(step => SymbolEqualityComparer.Default.Equals(step.OriginalDefinition, type.OriginalDefinition))
                ? $"'{type.Name}' contains itself"
                : $"'{type.Name}' contains itself, or is nested more than {Deepest} deep";
            return null;
        }

        if (CollectionTypes.EnumerableMapValue(type) is { } entry)
        {
            return ParseValue(entry, property, out problem, depth + 1) is { } value
                ? new FieldValueModel("Map", canBeNull, nullable, isStruct, Item: value, Type: declared.Full(), Reading: CollectionTypes.MapValue(type) is null ? null : "")
                : null;
        }

        if (!CollectionTypes.IsDictionary(type) && CollectionTypes.EnumerableItem(type) is { } element)
        {
            return ParseValue(element, property, out problem, depth + 1) is { } item
                ? new FieldValueModel("List", canBeNull, nullable, isStruct, Item: item, Type: declared.Full(), Reading: CollectionTypes.ListItem(type) is null ? null : type is IArrayTypeSymbol ? ".ToArray()" : "")
                : null;
        }

        problem = FieldTypes.Unsupported(type) ?? (_path.Contains(type, SymbolEqualityComparer.Default) ? $"'{type.Name}' contains itself" : null);
        return problem is null && Parse(type, property) is { } nested
            ? new FieldValueModel("Record", canBeNull, nullable, isStruct, Schema: nested.Type.Generated(RecordTypeModel.Suffix), Type: declared.Full())
            : null;
    }

    private void CheckNames(INamedTypeSymbol type, List<RecordFieldModel> fields)
    {
        foreach (var group in fields.GroupBy(static field => field.Name, StringComparer.Ordinal).Where(static group => group.Count() > 1))
        {
            var second = group.ElementAt(1);
            Report(type, second, $"its name '{group.Key}' is that of '{group.First().Property}' too; rename one");
        }
    }

    /// <summary>Reports columns that SQLite would take for one. What is only fetched, or nested, may have the names that its source gives it.</summary>
    private bool HasColumns(INamedTypeSymbol type, RecordTypeModel model)
    {
        var before = context.Count;
        foreach (var group in model.Fields.GroupBy(static field => SqliteName.Fold(field.Name), StringComparer.Ordinal))
        {
            var first = group.First();
            if (group.FirstOrDefault(field => field.Name != first.Name) is not { } second)
            {
                continue;
            }

            Report(type, second, $"its name '{second.Name}' differs from '{first.Name}', that of '{first.Property}', in upper and lower case alone, which SQLite doesn't tell apart; rename one");
        }

        return context.Count == before;
    }

    private void Report(INamedTypeSymbol type, RecordFieldModel field, string problem) => context.Report(
        CodeRules.RecordMember, type.PublicProperties().First(property => property.Name == field.Property), type.Name, field.Property, problem);

    private static string NameOf(IPropertySymbol property) =>
        property.FindAttribute("System.Text.Json.Serialization.JsonPropertyNameAttribute")?.Argument(0) as string ?? SnakeCase.From(property.Name);

    private static bool IsIgnored(ISymbol property) =>
        property.FindAttribute("System.Text.Json.Serialization.JsonIgnoreAttribute") is { } attribute
        && attribute.NamedArguments.All(argument => argument.Key != "Condition");
}
