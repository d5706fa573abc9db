using IntegrationFramework.Configuration.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace IntegrationFramework.Generators.Diagnostics;

/// <summary>A diagnostic as plain values; made into one of Roslyn's only when it is reported.</summary>
internal sealed record DiagnosticInfo(string Id, bool IsWarning, LocationInfo Location, EquatableArray<string> Arguments)
{
    public static DiagnosticInfo Error(DiagnosticDescriptor rule, LocationInfo location, params string[] arguments) =>
        new(rule.Id, IsWarning: false, location, new EquatableArray<string>(arguments));

    /// <summary>A finding of the shared rules, at its place in the YAML.</summary>
    public static DiagnosticInfo From(ConfigDiagnostic diagnostic, string filePath, SourceText text)
    {
        var start = Math.Min(Math.Max(diagnostic.Start, 0), text.Length);
        var end = Math.Min(start + Math.Max(diagnostic.Length, 0), text.Length);
        var span = TextSpan.FromBounds(start, end);
        var location = new LocationInfo(filePath, span, LinesOf(diagnostic, text.ToString(span)));
        return new(diagnostic.Id, diagnostic.Severity == ConfigSeverity.Warning, location, new EquatableArray<string>([diagnostic.Message]));
    }

    /// <summary>The lines as YAML counts them, and so the program. The compiler begins a line after U+0085, U+2028 and U+2029, too.</summary>
    private static LinePositionSpan LinesOf(ConfigDiagnostic diagnostic, string text)
    {
        var start = new LinePosition(diagnostic.Line - 1, diagnostic.Column - 1);
        var lines = new YamlSource("", text);
        var (line, column) = lines.Position(text.Length);
        return new(start, line == 1 ? new(start.Line, start.Character + text.Length) : new(start.Line + line - 1, column - 1));
    }

    public Diagnostic ToDiagnostic()
    {
        var rule = AllRules.Find(Id);
        var severity = IsWarning ? DiagnosticSeverity.Warning : rule.DefaultSeverity;
        return Diagnostic.Create(rule, Location.ToLocation(), severity, additionalLocations: null, properties: null, [.. Arguments]);
    }
}
