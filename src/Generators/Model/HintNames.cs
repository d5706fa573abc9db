using System.Globalization;
using IntegrationFramework.Configuration.Rules;

namespace IntegrationFramework.Generators.Model;

/// <summary>The names of emitted files, which the compiler tells apart without looking at upper and lower case.</summary>
/// <param name="Clashing">Those that differ in nothing else.</param>
internal sealed record HintNames(EquatableArray<string> Clashing)
{
    public static HintNames From(IEnumerable<string> names) => new(new EquatableArray<string>(
        names.GroupBy(name => name, StringComparer.OrdinalIgnoreCase).Where(group => group.Count() > 1).SelectMany(group => group).OrderBy(name => name, StringComparer.Ordinal)));

    /// <summary>The name that a file gets: its own, with a mark where it would clash.</summary>
    public string Of(string name) => Clashing.Contains(name) ? name.Replace(".g.cs", $".{Mark(name)}.g.cs") : name;

    // The same in every build and process, unlike a hash code.
    private static string Mark(string name)
    {
        var mark = 2166136261;
        foreach (var character in name)
        {
            mark = unchecked((mark ^ character) * 16777619);
        }

        return mark.ToString("x8", CultureInfo.InvariantCulture);
    }
}
