namespace Generators.Tests.Mutations;

/// <summary>One mistake in a good folder.</summary>
/// <param name="Id">The diagnostic that finds it.</param>
/// <param name="File">The file.</param>
/// <param name="Find">What stands there once.</param>
/// <param name="Replace">What stands there instead, with ▸ before the place that the diagnostic names.</param>
internal sealed record Mutation(string Id, string File, string Find, string Replace)
{
    private const char Mark = '▸';

    /// <summary>The files with the mistake, and where it is expected: line and column from 1.</summary>
    public (IReadOnlyDictionary<string, string> Files, int Line, int Column) Apply()
    {
        var text = GoodFolder.Files[File];
        var index = text.IndexOf(Find, StringComparison.Ordinal);
        if (index < 0 || text.IndexOf(Find, index + 1, StringComparison.Ordinal) >= 0)
        {
            throw new InvalidOperationException($"'{Find}' doesn't stand exactly once in {File}.");
        }

        var marked = string.Concat(text.AsSpan(0, index), Replace, text.AsSpan(index + Find.Length));
        var mark = marked.IndexOf(Mark, StringComparison.Ordinal);
        var before = marked[..mark];
        var line = before.Count(character => character == '\n') + 1;
        var column = before.Length - (before.LastIndexOf('\n') + 1) + 1;
        var files = new Dictionary<string, string>(GoodFolder.Files) { [File] = marked.Remove(mark, 1) };
        return (files, line, column);
    }

    public override string ToString() => $"{Id} in {File}: {(Replace.Length > 200 ? Replace[..200] + "…" : Replace).ReplaceLineEndings("\\n")}";
}
