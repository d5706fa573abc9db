using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace IntegrationFramework.Generators.Suppressors;

/// <summary>
/// Takes back the warning that <c>[Length]</c>, <c>[MinLength]</c> and <c>[MaxLength]</c> need reflection (IL2026): on settings these
/// attributes are read by the compiler and checked against the YAML; the method that reflects is never called.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ConstraintSuppressor : DiagnosticSuppressor
{
    private static readonly SuppressionDescriptor Constraints = new(
        "IFWS0001", "IL2026", "Constraints of settings are checked without reflection, against what the compiler read of them.");

    /// <inheritdoc/>
    public override ImmutableArray<SuppressionDescriptor> SupportedSuppressions { get; } = ImmutableArray.Create(Constraints);

    /// <inheritdoc/>
    public override void ReportSuppressions(SuppressionAnalysisContext context)
    {
        foreach (var diagnostic in context.ReportedDiagnostics)
        {
            if (diagnostic.Location.SourceTree is not { } tree)
            {
                continue;
            }

            var node = tree.GetRoot(context.CancellationToken).FindNode(diagnostic.Location.SourceSpan);
            if (node.FirstAncestorOrSelf<AttributeSyntax>() is { Parent.Parent: PropertyDeclarationSyntax } attribute
                && IsLengthConstraint(context.GetSemanticModel(tree).GetTypeInfo(attribute, context.CancellationToken).Type))
            {
                context.ReportSuppression(Suppression.Create(Constraints, diagnostic));
            }
        }
    }

    private static bool IsLengthConstraint(ITypeSymbol? type) =>
        type is { Name: "LengthAttribute" or "MinLengthAttribute" or "MaxLengthAttribute" }
        && type.ContainingNamespace.ToDisplayString() == "System.ComponentModel.DataAnnotations";
}
