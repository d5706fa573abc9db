using IntegrationFramework.Configuration.Rules;
using IntegrationFramework.Generators.Diagnostics;
using IntegrationFramework.Generators.Model;
using IntegrationFramework.Generators.Yaml;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace IntegrationFramework.Generators.Parsing;

/// <summary>Reads a class with <c>[Sink]</c> into a model, and finds those of referenced assemblies.</summary>
internal static class SinkParser
{
    public const string AttributeName = "IntegrationFramework.SinkAttribute";

    private const string BaseName = "IntegrationFramework.Sink";

    public static ParsedSink? Parse(GeneratorAttributeSyntaxContext syntax, CancellationToken cancellationToken)
    {
        if (syntax.TargetSymbol is not INamedTypeSymbol type || syntax.TargetNode is not TypeDeclarationSyntax declaration
            || NameOf(type) is not { } name || !ClassShape.IsFirst(syntax, declaration, AttributeName))
        {
            return null;
        }

        var location = LocationInfo.From(declaration.Identifier.GetLocation())!;
        var context = new ParseContext(syntax.SemanticModel.Compilation, location, cancellationToken);
        var model = ClassGuard.Read(type, context, location, () => Read(type, name, context, location), () => Unread(type, name));
        return new ParsedSink(model, location, context.Diagnostics);
    }

    private static SinkModel Read(INamedTypeSymbol type, string name, ParseContext context, LocationInfo location)
    {
        var before = context.Count;
        var suggested = Suggest(name);
        if (suggested != name)
        {
            context.Report(CodeRules.SinkNotSnakeCase, type.FindAttribute(AttributeName)!, type, name, suggested);
        }

        ClassShape.CanBeMade(type, "Sink", context, location);
        if (!type.DerivesFrom(BaseName))
        {
            context.Report(CodeRules.WrongSinkBase, location, type.Name);
        }

        if (!context.CanBeNamed(type))
        {
            context.Report(CodeRules.NotAccessible, location, type.Name, "it isn't accessible; make it public or internal");
        }

        var injection = ConstructorParser.Parse(type, "sink", context);
        return new SinkModel
        {
            Class = type.Name(),
            Name = suggested,
            CanBuild = context.Count == before && injection.IsComplete,
            IsPublic = ClassShape.IsPublic(type),
            SettingsBinder = injection.Settings?.Type.Generated(SettingsTypeModel.Suffix),
            Settings = injection.Settings?.Schema ?? MapSchema.Empty,
            Factory = injection.Factory,
            SettingsTypes = injection.SettingsTypes,
        };
    }

    private static SinkModel Unread(INamedTypeSymbol type, string name) => new()
    {
        Class = type.Name(),
        Name = Suggest(name),
        CanBuild = false,
        IsPublic = false,
        SettingsBinder = null,
        Settings = MapSchema.Empty,
        Factory = new FactoryModel([], []),
        SettingsTypes = [],
    };

    /// <summary>Finds the sinks of referenced assemblies, by the attribute that names an assembly's registry.</summary>
    public static ReferencedSinks FindReferenced(Compilation compilation, CancellationToken cancellationToken)
    {
        var sinks = new List<KnownSink>();
        var registries = new List<string>();
        foreach (var (assembly, registry, attribute) in HostParser.Registries(compilation, cancellationToken))
        {
            var types = attribute.Items("Sinks");
            if (types.Count > 0)
            {
                registries.Add(registry.FullNotNull());
                sinks.AddRange(types.Select(value => Read(value.Single() as INamedTypeSymbol, assembly, compilation, cancellationToken)).OfType<KnownSink>());
            }
        }

        return new(
            new(sinks.OrderBy(sink => sink.Name, StringComparer.Ordinal).ThenBy(sink => sink.Assembly, StringComparer.Ordinal)),
            new(registries.OrderBy(registry => registry, StringComparer.Ordinal)));
    }

    private static KnownSink? Read(INamedTypeSymbol? type, IAssemblySymbol assembly, Compilation compilation, CancellationToken cancellationToken)
    {
        if (type is null || NameOf(type) is not { } name)
        {
            return null;
        }

        // Its own project has reported what is wrong with it.
        var context = new ParseContext(compilation, LocationInfo.None, cancellationToken);
        var schema = ClassGuard.Read(type, context, LocationInfo.None, () => ReadSettings(type, context), () => null);
        return new(name, type.Name().Display, assembly.Name, schema ?? MapSchema.Empty, HasUnreadSettings: schema is null);
    }

    private static MapSchema? ReadSettings(INamedTypeSymbol type, ParseContext context) =>
        ConstructorParser.FindSettings(type) is { } settings ? new SettingsParser(context).Parse(settings, type)?.Schema : MapSchema.Empty;

    private static string? NameOf(INamedTypeSymbol type) =>
        type.FindAttribute(AttributeName) is { } attribute && !attribute.HasWrongArguments() ? attribute.Argument(0) as string ?? "" : null;

    /// <summary>The name, or what it should be: YAML may name the sink so once it is mended.</summary>
    private static string Suggest(string name) => SnakeCase.Is(name) ? name : LayoutChecker.Suggest(name, "sink_");
}
