using System.Runtime.CompilerServices;

namespace Generators.Tests.Support;

/// <summary>Compares a text with a file that is checked in. UPDATE_GOLDEN=1 writes the file instead; look at its diff before committing.</summary>
internal static class Golden
{
    public static async Task AssertAsync(string name, string actual, [CallerFilePath] string testFile = "")
    {
        var path = Path.Combine(Path.GetDirectoryName(testFile)!, "Expected", name + ".txt");
        var text = Normalise(actual);
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await File.WriteAllTextAsync(path, text);
            return;
        }

        var expected = File.Exists(path) ? Normalise(await File.ReadAllTextAsync(path)) : "";
        if (text != expected)
        {
            var line = FirstDifference(expected.Split('\n'), text.Split('\n'), out var was, out var isNow);
            Assert.Fail($"{name} differs from {path} in line {line}:\n  expected: {was}\n  actual:   {isNow}\nUPDATE_GOLDEN=1 accepts what is generated now.");
        }
    }

    private static string Normalise(string text) => text.Replace("\r\n", "\n", StringComparison.Ordinal).TrimEnd('\n') + "\n";

    private static int FirstDifference(string[] expected, string[] actual, out string was, out string isNow)
    {
        var line = 0;
        while (line < expected.Length && line < actual.Length && expected[line] == actual[line])
        {
            line++;
        }

        was = line < expected.Length ? expected[line] : "(the end)";
        isNow = line < actual.Length ? actual[line] : "(the end)";
        return line + 1;
    }
}
