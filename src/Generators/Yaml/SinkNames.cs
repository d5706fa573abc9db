using IntegrationFramework.Configuration.Rules;
using IntegrationFramework.Generators.Diagnostics;
using IntegrationFramework.Generators.Model;

namespace IntegrationFramework.Generators.Yaml;

/// <summary>A sink of this project as far as it concerns its name.</summary>
internal sealed record SinkPlace(string Name, string ClassName, LocationInfo Location);

/// <summary>Checks that every key under <c>deliver:</c> means one sink.</summary>
internal static class SinkNames
{
    public static EquatableArray<DiagnosticInfo> Check(IReadOnlyCollection<SinkPlace> places, ReferencedSinks referenced)
    {
        var diagnostics = new List<DiagnosticInfo>();
        var owners = FrameworkSchema.SinkNames.ToDictionary(name => name, _ => "the framework", StringComparer.Ordinal);
        foreach (var sink in referenced.Sinks)
        {
            Add(sink.Name, $"'{sink.Class}' of '{sink.Assembly}'", LocationInfo.None);
        }

        foreach (var place in places.OrderBy(place => place.Location.FilePath, StringComparer.Ordinal).ThenBy(place => place.Location.Span.Start))
        {
            Add(place.Name, $"'{place.ClassName}'", place.Location);
        }

        return new(diagnostics);

        void Add(string name, string owner, LocationInfo location)
        {
            if (owners.TryGetValue(name, out var first))
            {
                diagnostics.Add(DiagnosticInfo.Error(CodeRules.DuplicateSink, location, name, first, owner));
            }
            else
            {
                owners.Add(name, owner);
            }
        }
    }
}
