using System.IO.Enumeration;

namespace IntegrationFramework.FakeServices;

/// <summary>Paths with <c>*</c> for any characters, slashes too, and <c>?</c> for one.</summary>
internal static class Glob
{
    public static bool Matches(string pattern, string path) => FileSystemName.MatchesSimpleExpression(pattern, path, ignoreCase: false);
}
