using IntegrationFramework.Configuration.Rules;
using IntegrationFramework.Generators.Diagnostics;
using IntegrationFramework.Generators.Emitting;
using IntegrationFramework.Generators.Model;
using IntegrationFramework.Generators.Parsing;
using IntegrationFramework.Generators.Yaml;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace IntegrationFramework.Generators;

/// <summary>
/// Reads classes with <c>[Integration]</c> together with the YAML beside them, and emits their registrations, binders, record schemas
/// and the registry; checks the YAML with the rules of the running program. This class only wires the steps together.
/// </summary>
[Generator(LanguageNames.CSharp)]
public sealed class IntegrationGenerator : IIncrementalGenerator
{
    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var options = context.AnalyzerConfigOptionsProvider
            .Select(static (provider, _) => GeneratorOptions.Read(provider.GlobalOptions))
            .WithTrackingName(TrackingNames.Options);
        var files = Files(context);
        var folders = files.Collect().Select(static (all, _) => Folders.From(all)).WithTrackingName(TrackingNames.Folders);
        var variables = files.Collect().Select(static (all, _) => EnvironmentVariables.Read(all)).WithTrackingName(TrackingNames.EnvironmentVariables);

        var parsed = context.SyntaxProvider
            .ForAttributeWithMetadataName(IntegrationParser.AttributeName, static (node, _) => node is TypeDeclarationSyntax, IntegrationParser.Parse)
            .Where(static integration => integration is not null)
            .Select(static (integration, _) => integration!)
            .WithTrackingName(TrackingNames.ParsedIntegrations);
        var integrations = parsed.Select(static (integration, _) => integration.Model).WithTrackingName(TrackingNames.Integrations);
        var sinks = new SinkSteps(context);
        var registry = Registry(context, integrations, sinks, options);
        var known = variables.Combine(sinks.Catalogue(registry))
            .Select(static (pair, _) => new KnownNames(pair.Left, pair.Right))
            .WithTrackingName(TrackingNames.KnownNames);
        var checkedIntegrations = integrations.Combine(folders)
            .Select(static (pair, _) => new IntegrationFolder(pair.Left, pair.Right.Find(pair.Left.Directory)))
            .WithTrackingName(TrackingNames.IntegrationFolders)
            .Combine(known)
            .Select(static (pair, cancellationToken) => FolderChecker.Check(pair.Left, pair.Right, cancellationToken))
            .WithTrackingName(TrackingNames.CheckedIntegrations);
        var names = checkedIntegrations
            .Select(static (integration, _) => new FolderName(integration.Registration.Integration.Directory, integration.Registration.Name))
            .Collect()
            .Select(static (names, _) => new EquatableArray<FolderName>(names))
            .WithTrackingName(TrackingNames.FolderNames);

        EmitTypes(context, integrations, sinks.All);
        EmitRegistrations(context, checkedIntegrations);
        sinks.Emit(context);
        EmitRegistry(context, registry);
        EmitHost(context, options, registry, names);
        ReportCode(context, parsed, sinks);
        ReportYaml(context, checkedIntegrations);
        ReportLayout(context, options, parsed, names, folders);
        context.RegisterSourceOutput(sinks.NameDiagnostics, Report);
    }

    private static IncrementalValueProvider<RegistryModel> Registry(
        IncrementalGeneratorInitializationContext context,
        IncrementalValuesProvider<IntegrationModel> integrations,
        SinkSteps sinks,
        IncrementalValueProvider<GeneratorOptions> options)
    {
        var name = context.CompilationProvider.Select(static (compilation, _) => compilation.AssemblyName ?? "").Combine(options)
            .Select(static (pair, _) => RegistryName.From(pair.Left, pair.Right.RootNamespace))
            .WithTrackingName(TrackingNames.RegistryName);
        var content = integrations.Where(static integration => integration.CanBuild)
            .Select(static (integration, _) => integration.Class.Generated(RegistrationEmitter.Suffix))
            .Collect().Combine(sinks.Registered)
            .Select(static (pair, _) => RegistryContent.From(pair.Left, pair.Right))
            .WithTrackingName(TrackingNames.RegistryContent);
        return name.Combine(content)
            .Select(static (pair, _) => new RegistryModel(pair.Left, pair.Right))
            .WithTrackingName(TrackingNames.Registry);
    }

    private static IncrementalValuesProvider<AdditionalFile> Files(IncrementalGeneratorInitializationContext context) =>
        context.AdditionalTextsProvider.Combine(context.AnalyzerConfigOptionsProvider)
            .Select(static (pair, cancellationToken) =>
                AdditionalFile.KindOf(GeneratorOptions.Kind(pair.Right.GetOptions(pair.Left))) is { } kind
                && pair.Left.GetText(cancellationToken) is { } text
                    ? AdditionalFile.From(kind, pair.Left.Path, text)
                    : null)
            .Where(static file => file is not null)
            .Select(static (file, _) => file!)
            .WithTrackingName(TrackingNames.Files);

    private static void EmitTypes(
        IncrementalGeneratorInitializationContext context,
        IncrementalValuesProvider<IntegrationModel> integrations,
        IncrementalValuesProvider<SinkModel> sinks)
    {
        var types = integrations.Collect().Combine(sinks.Collect())
            .SelectMany(static (all, _) => NamespaceTypes.From(
                all.Left.SelectMany(integration => integration.SettingsTypes).Concat(all.Right.SelectMany(sink => sink.SettingsTypes)),
                all.Left.SelectMany(integration => integration.RecordTypes)))
            .WithTrackingName(TrackingNames.Types);
        var names = types.Select(static (types, _) => types.HintName).Collect().Select(static (names, _) => HintNames.From(names));
        context.RegisterSourceOutput(
            types.Combine(names), static (output, pair) => output.AddSource(pair.Right.Of(pair.Left.HintName), TypesEmitter.Emit(pair.Left)));
    }

    private static void EmitRegistrations(
        IncrementalGeneratorInitializationContext context, IncrementalValuesProvider<CheckedIntegration> integrations)
    {
        var registrations = integrations.Select(static (integration, _) => integration.Registration)
            .Where(static registration => registration.Integration.CanBuild)
            .WithTrackingName(TrackingNames.Registrations);
        var names = registrations.Select(static (registration, _) => HintOf(registration)).Collect()
            .Select(static (names, _) => HintNames.From(names))
            .WithTrackingName(TrackingNames.HintNames);
        context.RegisterSourceOutput(
            registrations.Combine(names),
            static (output, pair) => output.AddSource(pair.Right.Of(HintOf(pair.Left)), RegistrationEmitter.Emit(pair.Left)));

        static string HintOf(RegistrationModel registration) => registration.Integration.Class.HintName("Integration");
    }

    private static void EmitRegistry(IncrementalGeneratorInitializationContext context, IncrementalValueProvider<RegistryModel> registry) =>
        context.RegisterSourceOutput(registry, static (output, model) =>
        {
            if (!model.IsEmpty)
            {
                output.AddSource("Registry.g.cs", RegistryEmitter.Emit(model));
            }
        });

    private static void EmitHost(
        IncrementalGeneratorInitializationContext context,
        IncrementalValueProvider<GeneratorOptions> options,
        IncrementalValueProvider<RegistryModel> registry,
        IncrementalValueProvider<EquatableArray<FolderName>> names)
    {
        var referenced = context.CompilationProvider.Combine(options)
            .Select(static (pair, cancellationToken) => pair.Right.IsHost ? HostParser.Parse(pair.Left, cancellationToken) : null)
            .WithTrackingName(TrackingNames.ReferencedRegistries);
        var own = registry.Combine(names)
            .Select(static (pair, _) => pair.Left.ToReferenced(pair.Right.Select(static name => name.Name)))
            .WithTrackingName(TrackingNames.OwnRegistry);
        var host = referenced.Combine(own)
            .Select(static (pair, _) => pair.Left?.With(pair.Right))
            .WithTrackingName(TrackingNames.Host);
        context.RegisterSourceOutput(host, static (output, model) =>
        {
            if (model is not null)
            {
                output.AddSource("HostRegistry.g.cs", RegistryEmitter.EmitHost(model));
                foreach (var duplicate in model.Duplicates())
                {
                    output.ReportDiagnostic(Diagnostic.Create(
                        CodeRules.DuplicateAcrossAssemblies, Location.None, duplicate.Name, duplicate.First, duplicate.Second));
                }
            }
        });
    }

    private static void ReportCode(
        IncrementalGeneratorInitializationContext context, IncrementalValuesProvider<ParsedIntegration> parsed, SinkSteps sinks)
    {
        // Of types that integrations share, a mistake is reported once.
        var code = parsed.SelectMany(static (integration, _) => integration.Diagnostics).Collect().Combine(sinks.CodeDiagnostics)
            .Select(static (all, _) => new EquatableArray<DiagnosticInfo>(all.Left.Concat(all.Right).Distinct()))
            .WithTrackingName(TrackingNames.CodeDiagnostics);
        context.RegisterSourceOutput(code, Report);
    }

    private static void ReportYaml(IncrementalGeneratorInitializationContext context, IncrementalValuesProvider<CheckedIntegration> checkedIntegrations)
    {
        var yaml = checkedIntegrations.Select(static (integration, _) => integration.Diagnostics).WithTrackingName(TrackingNames.YamlDiagnostics);
        context.RegisterSourceOutput(yaml, Report);
    }

    private static void ReportLayout(
        IncrementalGeneratorInitializationContext context,
        IncrementalValueProvider<GeneratorOptions> options,
        IncrementalValuesProvider<ParsedIntegration> parsed,
        IncrementalValueProvider<EquatableArray<FolderName>> names,
        IncrementalValueProvider<Folders> folders)
    {
        var layout = parsed
            .Select(static (integration, _) => new IntegrationPlace(integration.Model.Class.Name, integration.Model.Directory, integration.Location))
            .Collect().Combine(names).Combine(options)
            .Select(static (pair, _) => new Layout(new(pair.Left.Left), pair.Left.Right, pair.Right.ProjectDirectory))
            .WithTrackingName(TrackingNames.Layout);
        var diagnostics = layout.Combine(folders)
            .Select(static (pair, _) => LayoutChecker.Check(pair.Left, pair.Right))
            .WithTrackingName(TrackingNames.LayoutDiagnostics);
        context.RegisterSourceOutput(diagnostics, Report);
    }

    private static void Report(SourceProductionContext output, EquatableArray<DiagnosticInfo> diagnostics)
    {
        foreach (var diagnostic in diagnostics)
        {
            output.ReportDiagnostic(diagnostic.ToDiagnostic());
        }
    }
}
