using System.Text;
using IntegrationFramework.Configuration.Rules;
using IntegrationFramework.IO;

namespace IntegrationFramework.Configuration;

/// <summary>Looks whether the places of a configuration can be read and written now; never kept in the cache.</summary>
internal static class FileSystemCheck
{
    private const int LongestName = 255;

    public static IEnumerable<ConfigDiagnostic> Check(IntegrationFacts facts, string root)
    {
        foreach (var path in facts.Paths)
        {
            var problem = path.IsOutput ? WhyNotWritable(path) : WhyNotReadable(path.FullPath);
            if (problem is not null)
            {
                var severity = path.IsOutput && facts.IsEnabled ? ConfigSeverity.Error : ConfigSeverity.Warning;
                yield return path.Place with
                {
                    Id = path.IsOutput ? RuleIds.NotWritable : RuleIds.InputMissing,
                    Severity = severity,
                    Message = $"'{Path.GetRelativePath(root, path.FullPath)}' {problem}",
                };
            }
        }
    }

    /// <summary>A warning is all that a missing input deserves: another integration may write it before this one runs.</summary>
    private static string? WhyNotReadable(string path)
    {
        var wild = path.AsSpan().IndexOfAny('*', '?');
        var fixedPart = wild < 0 ? path : Path.GetDirectoryName(path[..(wild + 1)])!;
        return File.Exists(fixedPart) || Directory.Exists(fixedPart) ? null : "isn't there to be read";
    }

    private static string? WhyNotWritable(ConfiguredPath place)
    {
        // What is made beside a link is made beside what it leads to.
        var path = place.FullPath;
        try
        {
            if (Directory.Exists(path))
            {
                return "is a folder; a file is written here";
            }

            if (FileKinds.OtherThanFile(path) is { } other)
            {
                // Opening a named pipe would wait for its reader.
                return place.IsDelivered ? $"is not a file: it is {other}, which a sink can't write to" : null;
            }

            if (TooLongName(place) is { } name)
            {
                return $"can't be written: the name {name} is longer than the system takes";
            }

            if (File.Exists(path))
            {
                using var file = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
                if (!place.NeedsFolder)
                {
                    return null;
                }

                path = RealPath.Of(path);
            }

            var folder = Path.GetDirectoryName(path);
            while (folder is not null && !Directory.Exists(folder))
            {
                if (File.Exists(folder))
                {
                    return $"can't be written: {folder} is a file";
                }

                folder = Path.GetDirectoryName(folder);
            }

            return folder is null ? null : WhyNoFileIn(folder);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return $"can't be written: {FileError.Reason(error)}";
        }
    }

    private static string? TooLongName(ConfiguredPath place)
    {
        // The journal of a database has its name and a few letters more.
        var last = Path.GetFileName(place.FullPath) + (place.Table is null ? "" : "-journal");
        return OperatingSystem.IsWindows() ? null : place.FullPath.Split('/').SkipLast(1).Append(last)
            .FirstOrDefault(static name => Encoding.UTF8.GetByteCount(name) > LongestName);
    }

    private static string? WhyNoFileIn(string folder)
    {
        try
        {
            using var probe = AnonymousFile.Create(folder);
            return null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return $"can't be written, since no file can be made in {folder}: {FileError.Reason(error)}";
        }
    }
}
