using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace IntegrationFramework.Generators.Diagnostics;

/// <summary>A place in a file, as plain values, so that nothing of a compilation stays in the pipeline.</summary>
internal sealed record LocationInfo(string FilePath, TextSpan Span, LinePositionSpan Lines)
{
    /// <summary>No place: for what concerns referenced assemblies alone.</summary>
    public static LocationInfo None { get; } = new("", default, default);

    public Location ToLocation() => FilePath.Length == 0 ? Location.None : Location.Create(FilePath, Span, Lines);

    /// <summary>The beginning of a file, for what concerns it as a whole.</summary>
    public static LocationInfo StartOf(string filePath) => new(filePath, default, default);

    public static LocationInfo? From(Location location) =>
        location.SourceTree is { } tree ? new(tree.FilePath, location.SourceSpan, location.GetLineSpan().Span) : null;

    /// <summary>Where a symbol is declared in this compilation; <see langword="null"/> for one from elsewhere.</summary>
    public static LocationInfo? From(ISymbol symbol, Compilation compilation)
    {
        foreach (var location in symbol.Locations)
        {
            if (location.SourceTree is { } tree && compilation.ContainsSyntaxTree(tree))
            {
                return From(location);
            }
        }

        return null;
    }
}
