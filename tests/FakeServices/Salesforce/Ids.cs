using System.Globalization;

namespace IntegrationFramework.FakeServices.Salesforce;

/// <summary>
/// Salesforce's identifiers: 15 characters that know upper from lower case, and three more that repeat the case for those who don't.
/// </summary>
internal static class Ids
{
    private const string Checks = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345";

    /// <summary>The organisation's.</summary>
    public static string Organization { get; } = Make("00D", 1);

    /// <summary>That of the user who does everything.</summary>
    public static string User { get; } = Make("005", 1);

    /// <summary>Makes an identifier.</summary>
    /// <param name="prefix">The three characters of its kind: 001 for accounts.</param>
    /// <param name="number">Its number among its kind.</param>
    public static string Make(string prefix, int number) =>
        WithChecks($"{prefix}Fk0000{number.ToString("D6", CultureInfo.InvariantCulture)}");

    /// <summary>The 18 characters of an identifier given with 15 or 18.</summary>
    public static string Normalize(string id) => id.Length == 15 ? WithChecks(id) : id;

    /// <summary>Whether a text has the form of an identifier.</summary>
    public static bool IsValid(string id) =>
        id.Length is 15 or 18 && id.All(char.IsAsciiLetterOrDigit) && WithChecks(id[..15]).StartsWith(id, StringComparison.Ordinal);

    private static string WithChecks(string id)
    {
        Span<char> checks = stackalloc char[3];
        for (var block = 0; block < 3; block++)
        {
            var bits = 0;
            for (var i = 0; i < 5; i++)
            {
                bits |= char.IsAsciiLetterUpper(id[(block * 5) + i]) ? 1 << i : 0;
            }

            checks[block] = Checks[bits];
        }

        return $"{id}{checks}";
    }
}
