using System.Text;
using Framework.Tests.Support;
using IntegrationFramework.IO;

namespace Framework.Tests.IO;

public class AtomicFileTests
{
    [Test]
    public async Task CommitAsync_NewFileInNewFolder_AppearsWhole()
    {
        using var folder = new TemporaryRoot();
        var path = Path.Combine(folder.Path, "a", "b", "report.csv");

        await WriteAsync(path, "new", commit: true);

        await Assert.That(await File.ReadAllTextAsync(path)).IsEqualTo("new");
        await Assert.That(Directory.GetFileSystemEntries(Path.GetDirectoryName(path)!)).HasSingleItem();
    }

    [Test]
    public async Task Stream_BeforeTheCommit_LeavesTheOldFileInPlace()
    {
        using var folder = new TemporaryRoot();
        var path = folder.Write("report.csv", "old").At("report.csv");

        await using var file = AtomicFile.Create(path);
        await file.Stream.WriteAsync("new"u8.ToArray());
        await file.Stream.FlushAsync();

        await Assert.That(await File.ReadAllTextAsync(path)).IsEqualTo("old");
    }

    [Test]
    public async Task DisposeAsync_WithoutCommit_LeavesTheOldFileAndNothingElse()
    {
        using var folder = new TemporaryRoot();
        var path = folder.Write("report.csv", "old").At("report.csv");

        await WriteAsync(path, "new", commit: false);

        await Assert.That(await File.ReadAllTextAsync(path)).IsEqualTo("old");
        await Assert.That(Directory.GetFiles(folder.Path)).HasSingleItem();
    }

    [Test]
    public async Task Create_LeftoverOfAKilledProcess_DeletesItButNotOneInUse()
    {
        using var folder = new TemporaryRoot();
        var path = Path.Combine(folder.Path, "report.csv");
        var leftover = folder.Write(".report.csv.0123.tmp", "half").At(".report.csv.0123.tmp");

        await using var inUse = AtomicFile.Create(path);
        await using var another = AtomicFile.Create(path);

        await Assert.That(File.Exists(leftover)).IsFalse();
        await Assert.That(Directory.GetFiles(folder.Path, ".report.csv.*.tmp").Length).IsEqualTo(2);
    }

    [Test]
    public async Task CommitAsync_SymbolicLink_ReplacesWhatItPointsTo()
    {
        using var folder = new TemporaryRoot();
        var target = folder.Write("target.csv", "old").At("target.csv");
        var link = Path.Combine(folder.Path, "link.csv");
        File.CreateSymbolicLink(link, target);

        await WriteAsync(link, "new", commit: true);

        await Assert.That(await File.ReadAllTextAsync(target)).IsEqualTo("new");
        await Assert.That(new FileInfo(link).LinkTarget).IsEqualTo(target);
    }

    [Test]
    [Arguments(UnixFileMode.UserRead | UnixFileMode.UserWrite)]
    [Arguments(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead)]
    public async Task CommitAsync_FileWithPermissions_KeepsThem(UnixFileMode mode)
    {
        if (OperatingSystem.IsWindows())
        {
            Skip.Test("Windows has no such permissions.");
            return;
        }

        using var folder = new TemporaryRoot();
        var path = folder.Write("report.csv", "old").At("report.csv");
        File.SetUnixFileMode(path, mode);

        await WriteAsync(path, "new", commit: true);

        await Assert.That(File.GetUnixFileMode(path)).IsEqualTo(mode);
    }

    [Test]
    public async Task Create_FolderInItsPlace_SaysSo()
    {
        using var folder = new TemporaryRoot();

        var error = await Assert.That(() => AtomicFile.Create(folder.Path)).Throws<IOException>();

        await Assert.That(error!.Message).Contains("is a folder");
    }

    [Test]
    public async Task Create_DeviceOrPipeInItsPlace_LeavesItThere()
    {
        using var folder = new TemporaryRoot();
        var pipe = Path.Combine(folder.Path, "pipe");
        var link = Path.Combine(folder.Path, "link");
        await SpecialFile.MakePipeAsync(pipe);
        File.CreateSymbolicLink(link, "pipe");

        await Assert.That(() => AtomicFile.Create(pipe)).Throws<IOException>().WithMessage($"'{pipe}' is not a file: it is a named pipe.");
        await Assert.That(() => AtomicFile.Create(link)).Throws<IOException>().WithMessage($"'{link}' is not a file: it is a named pipe.");

        var device = Path.Combine(folder.Path, "null");
        await SpecialFile.MakeDeviceAsync(device, 3);
        await Assert.That(() => AtomicFile.Create(device)).Throws<IOException>().WithMessage($"'{device}' is not a file: it is a device.");
        await Assert.That(Directory.GetFiles(folder.Path, "*.tmp")).IsEmpty();
    }

    [Test]
    public async Task CommitAsync_NameAsLongAsNamesMayBe_AppearsWhole()
    {
        using var folder = new TemporaryRoot();
        var path = Path.Combine(folder.Path, string.Concat(Enumerable.Repeat("é", 127)));
        var almost = Path.Combine(folder.Path, new string('a', 217));

        await WriteAsync(path, "old", commit: false);
        await WriteAsync(path, "new", commit: true);
        await WriteAsync(almost, "new", commit: true);

        await Assert.That(await File.ReadAllTextAsync(path)).IsEqualTo("new");
        await Assert.That(Directory.GetFiles(folder.Path)).IsEquivalentTo([path, almost]);
    }

    private static async Task WriteAsync(string path, string text, bool commit)
    {
        await using var file = AtomicFile.Create(path);
        await file.Stream.WriteAsync(Encoding.UTF8.GetBytes(text));
        if (commit)
        {
            await file.CommitAsync();
        }
    }
}
