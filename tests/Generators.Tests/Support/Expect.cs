namespace Generators.Tests.Support;

/// <summary>Compares all diagnostics of a run with those expected, and shows both when they differ.</summary>
internal static class Expect
{
    public static async Task Diagnostics(IReadOnlyList<string> actual, params string[] expected) =>
        await Assert.That(string.Join("\n", actual)).IsEqualTo(string.Join("\n", expected.Order(StringComparer.Ordinal)));
}
