using System.Collections.Immutable;
using IntegrationFramework.Configuration.Rules;
using IntegrationFramework.Generators.Diagnostics;
using IntegrationFramework.Generators.Emitting;
using IntegrationFramework.Generators.Model;
using IntegrationFramework.Generators.Parsing;
using IntegrationFramework.Generators.Yaml;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace IntegrationFramework.Generators;

/// <summary>The steps of the pipeline that read and emit sinks of authors' own.</summary>
internal sealed class SinkSteps
{
    private readonly IncrementalValuesProvider<ParsedSink> _parsed;

    public SinkSteps(IncrementalGeneratorInitializationContext context)
    {
        _parsed = context.SyntaxProvider
            .ForAttributeWithMetadataName(SinkParser.AttributeName, static (node, _) => node is TypeDeclarationSyntax, SinkParser.Parse)
            .Where(static sink => sink is not null)
            .Select(static (sink, _) => sink!)
            .WithTrackingName(TrackingNames.ParsedSinks);
        All = _parsed.Select(static (sink, _) => sink.Model).WithTrackingName(TrackingNames.Sinks);
        Referenced = context.CompilationProvider.Select(SinkParser.FindReferenced).WithTrackingName(TrackingNames.ReferencedSinks);
    }

    /// <summary>The sinks of this project.</summary>
    public IncrementalValuesProvider<SinkModel> All { get; }

    /// <summary>The sinks of referenced assemblies.</summary>
    public IncrementalValueProvider<ReferencedSinks> Referenced { get; }

    /// <summary>The sinks that the registry of this project holds, and the registries that hold others.</summary>
    public IncrementalValueProvider<RegistrySinks> Registered => All.Where(static sink => sink.CanBuild)
        .Select(static (sink, _) => new RegisteredSink(sink.Class.Generated(SinkEmitter.Suffix), sink.Class.Full, sink.IsPublic))
        .Collect().Combine(Referenced)
        .Select(static (pair, _) => RegistrySinks.From(pair.Left, pair.Right))
        .WithTrackingName(TrackingNames.RegistrySinks);

    /// <summary>Mistakes in the C# of sinks.</summary>
    public IncrementalValueProvider<ImmutableArray<DiagnosticInfo>> CodeDiagnostics =>
        _parsed.SelectMany(static (sink, _) => sink.Diagnostics).Collect();

    /// <summary>Two sinks of one name.</summary>
    public IncrementalValueProvider<EquatableArray<DiagnosticInfo>> NameDiagnostics =>
        _parsed.Select(static (sink, _) => new SinkPlace(sink.Model.Name, sink.Model.Class.Display, sink.Location))
            .Collect().Combine(Referenced)
            .Select(static (pair, _) => SinkNames.Check(pair.Left, pair.Right))
            .WithTrackingName(TrackingNames.SinkDiagnostics);

    /// <summary>All sinks that YAML may name.</summary>
    public IncrementalValueProvider<SinkCatalogue> Catalogue(IncrementalValueProvider<RegistryModel> registry) =>
        All.Collect().Combine(Referenced)
            .Select(static (pair, _) => KnownSink.Merge(pair.Left, pair.Right))
            .WithTrackingName(TrackingNames.KnownSinks)
            .Combine(registry)
            .Select(static (pair, _) => new SinkCatalogue(pair.Left, pair.Right.KnownSinks))
            .WithTrackingName(TrackingNames.SinkCatalogue);

    public void Emit(IncrementalGeneratorInitializationContext context)
    {
        var sinks = All.Where(static sink => sink.CanBuild);
        var names = sinks.Select(static (sink, _) => sink.Class.HintName("Sink")).Collect().Select(static (names, _) => HintNames.From(names));
        context.RegisterSourceOutput(
            sinks.Combine(names), static (output, pair) => output.AddSource(pair.Right.Of(pair.Left.Class.HintName("Sink")), SinkEmitter.Emit(pair.Left)));
    }
}
