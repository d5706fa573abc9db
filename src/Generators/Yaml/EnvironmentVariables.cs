using IntegrationFramework.Configuration.Rules;

namespace IntegrationFramework.Generators.Yaml;

/// <summary>The names in .env.example.</summary>
/// <param name="IsKnown">Whether there is such a file; where there is none, names aren't checked.</param>
/// <param name="Names">The names in ordinal order.</param>
internal sealed record EnvironmentVariables(bool IsKnown, EquatableArray<string> Names)
{
    public static EnvironmentVariables Read(IEnumerable<AdditionalFile> files)
    {
        var examples = files.Where(file => file.Kind == AdditionalFileKind.Environment).ToArray();
        var names = examples.SelectMany(file => EnvironmentExample.ReadNames(file.Text)).Distinct(StringComparer.Ordinal);
        return new(examples.Length > 0, new(names.OrderBy(name => name, StringComparer.Ordinal)));
    }
}
