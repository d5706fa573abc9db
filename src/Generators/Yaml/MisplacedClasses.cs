namespace IntegrationFramework.Generators.Yaml;

/// <summary>A class whose folder's YAML nobody would read.</summary>
/// <param name="Place">The class.</param>
/// <param name="Target">The folder that it has to move to; empty where none is known.</param>
/// <param name="Advice">What to do.</param>
internal sealed record MisplacedClass(IntegrationPlace Place, string Target, string Advice);

/// <summary>Finds classes too deep in the project, or right in its own folder: YAML is read of the folders between alone.</summary>
internal static class MisplacedClasses
{
    public static IReadOnlyList<MisplacedClass> Find(IReadOnlyCollection<IntegrationPlace> places, Folders folders, string project)
    {
        // Who chooses the files of the project otherwise, reads them of other folders.
        var isUsual = project.Length > 0 && folders.All.All(folder => ParentOf(folder.Directory) == project);
        var found = new List<MisplacedClass>();
        foreach (var place in places.Where(place => folders.Find(place.Directory) is null))
        {
            if (YamlAbove(place, places, folders) is { } above)
            {
                found.Add(new(place, above.Directory, $"move the class up, to the folder '{above.Name}', where its YAML is"));
            }
            else if (isUsual && place.Directory == project)
            {
                found.Add(new(place, "", "move the class and its YAML into a folder of their own, in the folder of the project"));
            }
            else if (isUsual && ParentOf(place.Directory) != project && place.Directory.StartsWith(project + "/", StringComparison.Ordinal))
            {
                var target = place.Directory.Substring(0, place.Directory.IndexOf('/', project.Length + 1));
                found.Add(new(place, target, $"move the class and its YAML up, to the folder '{Folder.NameOf(target)}': of the folders inside it no YAML is read"));
            }
        }

        return found;
    }

    /// <summary>The nearest folder above a class that has YAML and no class.</summary>
    private static Folder? YamlAbove(IntegrationPlace place, IReadOnlyCollection<IntegrationPlace> places, Folders folders)
    {
        for (var directory = ParentOf(place.Directory); directory.Length > 0; directory = ParentOf(directory))
        {
            if (folders.Find(directory) is { } folder)
            {
                return places.Any(other => other.Directory == directory) ? null : folder;
            }
        }

        return null;
    }

    private static string ParentOf(string directory) => directory.Substring(0, Math.Max(directory.LastIndexOf('/'), 0));
}
