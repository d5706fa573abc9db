using System.Text.Json;
using System.Text.RegularExpressions;
using Cli.Tests.Support;

namespace Cli.Tests;

/// <summary>What holds for the published file alone; run with IFW_EXE naming it.</summary>
public partial class NativeTests
{
    /// <summary>Of the file with everything in it: the core, HTTP, the vendors' clients and all integrations.</summary>
    private const long Budget = 32 * 1024 * 1024;

    [Test]
    public async Task NativeFile_Sqlite_HasNoWalResetBug()
    {
        Skip.Unless(Ifw.IsNative, "IFW_EXE names no native file.");
        using var root = new TemporaryRoot();
        var outcome = await root.RunAsync("query", "SELECT sqlite_version() AS version", "--format", "json");

        using var json = JsonDocument.Parse(outcome.Output);
        await Assert.That(Version.Parse(json.RootElement[0].GetProperty("version").GetString()!)).IsGreaterThanOrEqualTo(new Version(3, 51, 3));
    }

    [Test]
    public async Task NativeFile_PublishFolder_HoldsNothingElseButSymbols()
    {
        Skip.Unless(Ifw.IsNative, "IFW_EXE names no native file.");
        var files = Directory.GetFiles(Path.GetDirectoryName(Ifw.Path)!).Select(file => Path.GetFileName(file)!).Where(file => !file.EndsWith(".dbg", StringComparison.Ordinal));

        await Assert.That(files).IsEquivalentTo(["ifw"]);
    }

    [Test]
    public async Task NativeFile_Size_IsWithinTheBudget()
    {
        Skip.Unless(Ifw.IsNative, "IFW_EXE names no native file.");

        await Assert.That(new FileInfo(Ifw.Path).Length).IsLessThanOrEqualTo(Budget);
    }

    [Test]
    public async Task ProjectFiles_Always_SilenceNoTrimOrAotWarning()
    {
        var silenced = Directory.EnumerateFiles(Ifw.Repository, "*.*proj", SearchOption.AllDirectories)
            .Concat(Directory.EnumerateFiles(Ifw.Repository, "*.props", SearchOption.AllDirectories))
            .Concat(Directory.EnumerateFiles(Ifw.Repository, "*.targets", SearchOption.AllDirectories))
            .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}artifacts{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .Where(file => Silencing().IsMatch(File.ReadAllText(file)));

        await Assert.That(silenced).IsEmpty();
    }

    [GeneratedRegex(@"<(NoWarn|WarningsNotAsErrors|MSBuildWarningsNotAsErrors)>[^<]*\bIL\d{4}|SuppressTrimAnalysisWarnings>\s*true", RegexOptions.IgnoreCase)]
    private static partial Regex Silencing();
}
