using IntegrationFramework.Configuration.Rules;
using IntegrationFramework.Generators.Diagnostics;
using Microsoft.CodeAnalysis;

namespace IntegrationFramework.Generators.Parsing;

/// <summary>What the parsers of one integration share while they work; nothing of it outlives the step.</summary>
internal sealed class ParseContext(Compilation compilation, LocationInfo fallback, CancellationToken cancellationToken)
{
    private readonly List<DiagnosticInfo> _diagnostics = [];

    public Compilation Compilation => compilation;

    public CancellationToken CancellationToken => cancellationToken;

    public EquatableArray<DiagnosticInfo> Diagnostics => new(_diagnostics);

    public int Count => _diagnostics.Count;

    /// <summary>Reports at a symbol, or at the integration where the symbol stands in another assembly.</summary>
    public void Report(DiagnosticDescriptor rule, ISymbol symbol, params string[] arguments) => Report(rule, Locate(symbol), arguments);

    public void Report(DiagnosticDescriptor rule, LocationInfo location, params string[] arguments)
    {
        var diagnostic = DiagnosticInfo.Error(rule, location, arguments);
        if (!_diagnostics.Contains(diagnostic))
        {
            _diagnostics.Add(diagnostic);
        }
    }

    /// <summary>Reports at an attribute, or at its member where the attribute stands in another assembly.</summary>
    public void Report(DiagnosticDescriptor rule, AttributeData attribute, ISymbol member, params string[] arguments)
    {
        var syntax = attribute.ApplicationSyntaxReference;
        var location = syntax is not null && compilation.ContainsSyntaxTree(syntax.SyntaxTree)
            ? LocationInfo.From(syntax.SyntaxTree.GetLocation(syntax.Span))
            : null;
        Report(rule, location ?? Locate(member), arguments);
    }

    /// <summary>Whether a symbol is declared in this compilation, so that a mistake can be shown at it.</summary>
    public bool IsInSource(ISymbol symbol) =>
        symbol.DeclaringSyntaxReferences is [var first, ..] && compilation.ContainsSyntaxTree(first.SyntaxTree);

    /// <summary>Whether emitted code, in a file of its own, can name a type.</summary>
    public bool CanBeNamed(INamedTypeSymbol type)
    {
        for (var level = type; level is not null; level = level.ContainingType)
        {
            if (level.IsFileLocal)
            {
                return false;
            }
        }

        return compilation.IsSymbolAccessibleWithin(type, compilation.Assembly);
    }

    public LocationInfo Locate(ISymbol symbol) => LocationInfo.From(symbol, compilation) ?? fallback;
}
