extern alias generators;
using System.Collections.Immutable;
using generators::IntegrationFramework.Generators.Suppressors;
using Generators.Tests.Support;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Generators.Tests.Diagnostics;

public class ConstraintSuppressorTests
{
    [Test]
    [Arguments("[Length(1, 20)] public string City { get; init; } = \"\";", true)]
    [Arguments("[MinLength(1)] public string City { get; init; } = \"\";", true)]
    [Arguments("[MaxLength(20)] public string[] Cities { get; init; } = [];", true)]
    [Arguments("[Range(typeof(int), \"1\", \"20\")] public int Count { get; init; }", false)]
    [Arguments("public int Count([MaxLength(20)] string text) => text.Length;", false)]
    public async Task Constraint_SaidToNeedReflection_IsTakenBackForLengthsOfSettings(string member, bool isSuppressed)
    {
        var compilation = new TestProject().Source("Settings.cs", $"namespace Demo;\npublic sealed record Settings\n{{\n{member}\n}}").Compile();

        var diagnostics = await compilation
            .WithAnalyzers([new EveryAttributeNeedsReflection(), new ConstraintSuppressor()], new CompilationWithAnalyzersOptions(
                new AnalyzerOptions([]), onAnalyzerException: null, concurrentAnalysis: false, logAnalyzerExecutionTime: false, reportSuppressedDiagnostics: true))
            .GetAnalyzerDiagnosticsAsync();

        await Assert.That(diagnostics.Select(diagnostic => $"{diagnostic.Id} {diagnostic.IsSuppressed}")).IsEquivalentTo([$"IL2026 {isSuppressed}"]);
    }

    /// <summary>Says of every attribute what the SDK's analyzer says of some.</summary>
#pragma warning disable RS1001, RS1036, RS1041, RS2008 // It stands in for the SDK's analyzer within this test, and is loaded by no compiler.
    private sealed class EveryAttributeNeedsReflection : DiagnosticAnalyzer
    {
        private static readonly DiagnosticDescriptor Rule = new("IL2026", "Needs reflection", "Needs reflection", "Trimming", DiagnosticSeverity.Warning, true);

        public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Rule];

        public override void Initialize(AnalysisContext context)
        {
            context.EnableConcurrentExecution();
            context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
            context.RegisterSyntaxNodeAction(
                attribute => attribute.ReportDiagnostic(Diagnostic.Create(Rule, ((AttributeSyntax)attribute.Node).GetLocation())), SyntaxKind.Attribute);
        }
    }
#pragma warning restore RS1001, RS1036, RS1041, RS2008
}
