using IntegrationFramework.Configuration.Rules;
using IntegrationFramework.Generators.Diagnostics;

namespace IntegrationFramework.Generators.Yaml;

/// <summary>A class as far as it concerns how classes and folders go together.</summary>
internal sealed record IntegrationPlace(string ClassName, string Directory, LocationInfo Location);

/// <summary>The name of the integration in a folder.</summary>
internal sealed record FolderName(string Directory, string Name);

/// <summary>All classes and all names of integrations, and the project's folder, where it's known.</summary>
internal sealed record Layout(EquatableArray<IntegrationPlace> Places, EquatableArray<FolderName> Names, string ProjectDirectory);

/// <summary>Checks how classes and folders go together: every class its own folder with both files, every folder a class, every name once.</summary>
internal static class LayoutChecker
{
    public static EquatableArray<DiagnosticInfo> Check(Layout layout, Folders folders)
    {
        var diagnostics = new List<DiagnosticInfo>();
        var ordered = layout.Places.OrderBy(place => place.Location.FilePath, StringComparer.Ordinal).ThenBy(place => place.Location.Span.Start).ToArray();
        var misplaced = MisplacedClasses.Find(ordered, folders, layout.ProjectDirectory);
        diagnostics.AddRange(misplaced.Select(static found => DiagnosticInfo.Error(CodeRules.NoConfig, found.Place.Location, found.Place.ClassName, found.Advice)));

        // Where a class has to move, its folder's name and files are of no interest.
        ordered = [.. ordered.Except(misplaced.Select(static found => found.Place))];
        var names = layout.Names.Where(name => misplaced.All(found => found.Place.Directory != name.Directory)).ToArray();
        CheckFolders(ordered, misplaced, folders, diagnostics);
        CheckClasses(ordered, names, folders, diagnostics);
        CheckNames(ordered, names, diagnostics);
        return new(diagnostics);
    }

    private static void CheckFolders(
        IntegrationPlace[] places, IReadOnlyCollection<MisplacedClass> misplaced, Folders folders, List<DiagnosticInfo> diagnostics)
    {
        var directories = new HashSet<string>(
            places.Select(static place => place.Directory).Concat(misplaced.Select(static found => found.Target)), StringComparer.Ordinal);
        foreach (var folder in folders.All)
        {
            if (!directories.Contains(folder.Directory))
            {
                var file = folder.Files[0];
                diagnostics.Add(DiagnosticInfo.Error(CodeRules.FolderWithoutClass, LocationInfo.StartOf(file.Path), folder.Name, file.FileName));
            }
        }
    }

    private static void CheckClasses(
        IntegrationPlace[] places, IReadOnlyCollection<FolderName> names, Folders folders, List<DiagnosticInfo> diagnostics)
    {
        // A folder may be called anything where its config.yaml gives the name.
        var named = new HashSet<string>(
            names.Where(static name => SnakeCase.Is(name.Name)).Select(static name => name.Directory), StringComparer.Ordinal);
        var byDirectory = new Dictionary<string, IntegrationPlace>(StringComparer.Ordinal);
        foreach (var place in places)
        {
            var folderName = Folder.NameOf(place.Directory);
            if (byDirectory.TryGetValue(place.Directory, out var first))
            {
                diagnostics.Add(DiagnosticInfo.Error(CodeRules.TwoInOneFolder, place.Location, folderName, first.ClassName, place.ClassName));
                continue;
            }

            byDirectory.Add(place.Directory, place);
            if (!named.Contains(place.Directory))
            {
                diagnostics.Add(DiagnosticInfo.Error(CodeRules.NotSnakeCase, place.Location, folderName, Suggest(folderName, "integration_")));
            }

            var folder = folders.Find(place.Directory);
            if (folder?.Has(AdditionalFileKind.Config) != true)
            {
                diagnostics.Add(DiagnosticInfo.Error(CodeRules.NoConfig, place.Location, place.ClassName, $"add one to the folder '{folderName}'"));
            }

            if (folder?.Has(AdditionalFileKind.Metadata) != true)
            {
                diagnostics.Add(DiagnosticInfo.Error(CodeRules.NoMetadata, place.Location, place.ClassName, folderName));
            }
        }
    }

    private static void CheckNames(IntegrationPlace[] places, IReadOnlyCollection<FolderName> names, List<DiagnosticInfo> diagnostics)
    {
        var locations = new Dictionary<string, LocationInfo>(StringComparer.Ordinal);
        foreach (var place in places.Where(place => !locations.ContainsKey(place.Directory)))
        {
            locations.Add(place.Directory, place.Location);
        }

        foreach (var group in names.GroupBy(name => name.Name, StringComparer.Ordinal))
        {
            var directories = group.Select(name => name.Directory).Distinct(StringComparer.Ordinal).OrderBy(path => path, StringComparer.Ordinal).ToArray();
            foreach (var directory in directories.Skip(1))
            {
                diagnostics.Add(DiagnosticInfo.Error(
                    CodeRules.DuplicateName, locations[directory], group.Key, Folder.NameOf(directories[0]), Folder.NameOf(directory)));
            }
        }
    }

    /// <summary>The nearest name in snake_case.</summary>
    /// <param name="text">What was written.</param>
    /// <param name="prefix">What stands before a name that doesn't begin with a letter.</param>
    public static string Suggest(string text, string prefix)
    {
        var characters = SnakeCase.From(text).Select(character => character is (>= 'a' and <= 'z') or (>= '0' and <= '9') ? character : '_');
        var words = string.Concat(characters).Split(['_'], StringSplitOptions.RemoveEmptyEntries);
        var name = string.Join("_", words);
        return SnakeCase.Is(name) ? name : SnakeCase.Is(prefix + name) ? prefix + name : prefix + "1";
    }
}
