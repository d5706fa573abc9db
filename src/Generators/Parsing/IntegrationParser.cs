using IntegrationFramework.Configuration.Rules;
using IntegrationFramework.Generators.Diagnostics;
using IntegrationFramework.Generators.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace IntegrationFramework.Generators.Parsing;

/// <summary>Reads a class with <c>[Integration]</c> into a model.</summary>
internal static class IntegrationParser
{
    public const string AttributeName = "IntegrationFramework.IntegrationAttribute";

    private const string BaseName = "IntegrationFramework.Integration";
    private const string Descriptor = "Descriptor";
    private const string WindowedName = "IntegrationFramework.IWindowedSource";
    private const string IncrementalName = "IntegrationFramework.IncrementalIntegration";

    public static ParsedIntegration? Parse(GeneratorAttributeSyntaxContext syntax, CancellationToken cancellationToken)
    {
        if (syntax.TargetSymbol is not INamedTypeSymbol type || syntax.TargetNode is not TypeDeclarationSyntax declaration
            || !ClassShape.IsFirst(syntax, declaration, AttributeName))
        {
            return null;
        }

        syntax.SemanticModel.Compilation.BindAttributes();
        var location = LocationInfo.From(declaration.Identifier.GetLocation())!;
        var context = new ParseContext(syntax.SemanticModel.Compilation, location, cancellationToken);
        var model = ClassGuard.Read(
            type, context, location, () => Read(type, declaration, context, location), () => Unread(type, declaration));
        return new ParsedIntegration(model, location, context.Diagnostics);
    }

    /// <summary>The folder of a path, with forward slashes and without one at its end.</summary>
    public static string DirectoryOf(string path)
    {
        var normal = path.Replace('\\', '/');
        var slash = normal.LastIndexOf('/');
        return slash < 0 ? "" : normal.Substring(0, slash);
    }

    private static IntegrationModel Read(INamedTypeSymbol type, TypeDeclarationSyntax declaration, ParseContext context, LocationInfo location)
    {
        var isPartial = declaration.Modifiers.Any(SyntaxKind.PartialKeyword);
        if (!isPartial)
        {
            context.Report(CodeRules.NotPartial, location, type.Name);
        }

        var hasShape = CheckShape(type, context, location);
        hasShape &= CheckNames(type, context, location);
        var records = FindRecords(type);
        if (records is null)
        {
            context.Report(CodeRules.WrongBase, location, type.Name);
        }

        var recordParser = new RecordParser(context);
        var raw = records is { } pair ? recordParser.Parse(pair.Raw, type) : null;
        var deliversToSinks = !Overrides(type, "DeliverAsync");
        var output = records is not { } other ? null
            : deliversToSinks ? recordParser.ParseDelivered(other.Output, type)
            : recordParser.Parse(other.Output, type);
        if (records is { } types && !TurnsInto(type, types.Raw, types.Output, context.Compilation))
        {
            context.Report(CodeRules.NoPostprocess, location, type.Name, types.Raw.Name, types.Output.Name);
        }

        var injection = ConstructorParser.Parse(type, "integration", context);
        var canBuild = hasShape && raw is { IsValueType: false } && output is { IsValueType: false } && injection.IsComplete;
        var settings = injection.Settings?.Schema ?? MapSchema.Empty;
        return new IntegrationModel
        {
            Class = type.Name(),
            Directory = DirectoryOf(declaration.SyntaxTree.FilePath),
            CanBuild = canBuild,
            IsPartial = isPartial,
            IsPublic = ClassShape.IsPublic(type) && ClassShape.IsPublic(records?.Raw) && ClassShape.IsPublic(records?.Output),
            IsIncremental = type.DerivesFrom(IncrementalName),
            HasWindows = records is { } both && HasWindows(type, both.Raw),
            DeliversToSinks = deliversToSinks,
            RawType = raw?.Type.Full ?? "",
            OutputType = output?.Type.Full ?? "",
            RawSchema = raw?.Type.Generated(RecordTypeModel.Suffix) ?? "",
            OutputSchema = output?.Type.Generated(RecordTypeModel.Suffix) ?? "",
            OutputFields = new(output?.Fields.Select(field => field.Name) ?? []),
            OutputKinds = new(output?.Fields.Select(field => field.Value.Kind) ?? []),
            SettingsBinder = injection.Settings?.Type.Generated(SettingsTypeModel.Suffix),
            Settings = settings,
            HasUnreadSettings = !canBuild && settings.Keys.Count == 0,
            UnreadKeys = injection.UnreadKeys,
            Factory = injection.Factory,
            SettingsTypes = injection.SettingsTypes,
            RecordTypes = recordParser.Types,
        };
    }

    /// <summary>What is known of a class without reading it: enough for its folder's files to be checked.</summary>
    private static IntegrationModel Unread(INamedTypeSymbol type, TypeDeclarationSyntax declaration) => new()
    {
        Class = type.Name(),
        Directory = DirectoryOf(declaration.SyntaxTree.FilePath),
        CanBuild = false,
        IsPartial = false,
        IsPublic = false,
        IsIncremental = false,
        HasWindows = false,
        DeliversToSinks = true,
        RawType = "",
        OutputType = "",
        RawSchema = "",
        OutputSchema = "",
        OutputFields = [],
        OutputKinds = [],
        SettingsBinder = null,
        Settings = MapSchema.Empty,
        HasUnreadSettings = true,
        UnreadKeys = [],
        Factory = new FactoryModel([], []),
        SettingsTypes = [],
        RecordTypes = [],
    };

    private static bool CheckShape(INamedTypeSymbol type, ParseContext context, LocationInfo location)
    {
        var before = context.Count;
        if (type.ContainingType is { } outer)
        {
            context.Report(CodeRules.Nested, location, type.Name, outer.Name);
        }

        else if (type.IsFileLocal)
        {
            context.Report(CodeRules.NotAccessible, location, type.Name, "it isn't accessible; make it public or internal");
        }

        return ClassShape.CanBeMade(type, "Integration", context, location) && context.Count == before;
    }

    /// <summary>Reports what stands where the class's descriptor is to stand.</summary>
    private static bool CheckNames(INamedTypeSymbol type, ParseContext context, LocationInfo location)
    {
        if (type.Name == Descriptor)
        {
            context.Report(CodeRules.NotAccessible, location, type.Name, $"'{Descriptor}' is the member that is made for it, and can't be called as its class; rename the class");
            return false;
        }

        if (type.GetMembers(Descriptor) is [var own, ..])
        {
            context.Report(CodeRules.NotAccessible, own, type.Name, $"'{Descriptor}' is the member that is made for it; give its own another name");
            return false;
        }

        return true;
    }

    private static bool HasWindows(INamedTypeSymbol type, ITypeSymbol raw) =>
        type.DerivesFrom(IncrementalName)
        && type.AllInterfaces.Any(source => source.IsNamed(WindowedName) && SymbolEqualityComparer.Default.Equals(source.TypeArguments[0], raw));

    /// <summary>Whether what is fetched is delivered as it is, or a method makes the one of the other.</summary>
    private static bool TurnsInto(INamedTypeSymbol type, ITypeSymbol raw, ITypeSymbol output, Compilation compilation)
    {
        // The conversions last, which are dear. As it stands, a record is delivered where it is one of the other type: a source may fetch no others.
        return SymbolEqualityComparer.Default.Equals(raw, output) || Overrides(type, "Postprocess") || Overrides(type, "PostprocessAsync")
            || raw.TypeKind == TypeKind.Error || output.TypeKind == TypeKind.Error
            || compilation.HasImplicitConversion(raw, output) || compilation.HasImplicitConversion(output, raw);
    }

    /// <summary>Whether the class, or one between it and the framework's, overrides a method.</summary>
    private static bool Overrides(INamedTypeSymbol type, string method) =>
        Levels(type).Any(level => level.GetMembers(method).Any(static member => member is IMethodSymbol { IsOverride: true }));

    /// <summary>The class, and those between it and the framework's.</summary>
    private static IEnumerable<INamedTypeSymbol> Levels(INamedTypeSymbol type)
    {
        for (var level = type; level is not null && !level.IsNamed(BaseName); level = level.BaseType)
        {
            yield return level;
        }
    }

    private static (ITypeSymbol Raw, ITypeSymbol Output)? FindRecords(INamedTypeSymbol type)
    {
        for (var level = type.BaseType; level is not null; level = level.BaseType)
        {
            if (level.TypeArguments.Length == 2 && level.IsNamed(BaseName))
            {
                return (level.TypeArguments[0], level.TypeArguments[1]);
            }
        }

        return null;
    }
}
