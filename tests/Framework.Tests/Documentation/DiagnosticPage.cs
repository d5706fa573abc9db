using System.Text.RegularExpressions;

namespace Framework.Tests.Documentation;

/// <summary>A page of docs/diagnostics: a title, files that make the mistake, and what is printed.</summary>
internal sealed partial class DiagnosticPage(string id, string text)
{
    private const string Folder = "docs/diagnostics";

    public string Id => id;

    /// <summary>The text of the first line, after the id.</summary>
    public string Title { get; } = TitleLine().Match(text).Groups["title"].Value.Trim();

    /// <summary>The files of the example.</summary>
    public IReadOnlyList<(string Name, string Text)> Files { get; } =
        [.. ExampleFile().Matches(text).Select(match => (match.Groups["name"].Value, match.Groups["text"].Value))];

    /// <summary>What is typed in the example, or nothing.</summary>
    public string Command { get; } = ShellText().Match(text).Groups["text"].Value;

    /// <summary>The lines that the example prints.</summary>
    public string Printed { get; } = PrintedText().Match(text).Groups["text"].Value.TrimEnd();

    /// <summary>All pages, in the order of their ids.</summary>
    public static IReadOnlyList<DiagnosticPage> All() =>
        [.. Repository.Files(Folder, "IFW*.md").Select(file => new DiagnosticPage(Path.GetFileNameWithoutExtension(file), Repository.Read(file)))];

    [GeneratedRegex(@"\A# IFW\d{4}: (?<title>.+)$", RegexOptions.Multiline)]
    private static partial Regex TitleLine();

    [GeneratedRegex(@"^`(?<name>[^`\n]+)`\n\n```\w+\n(?<text>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex ExampleFile();

    [GeneratedRegex(@"^```sh\n(?<text>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex ShellText();

    [GeneratedRegex(@"^```text\n(?<text>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex PrintedText();
}
