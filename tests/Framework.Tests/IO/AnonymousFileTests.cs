using Framework.Tests.Support;
using IntegrationFramework.IO;

namespace Framework.Tests.IO;

public class AnonymousFileTests
{
    [Test]
    public async Task Create_HasNoNameAndKeepsWhatIsWritten()
    {
        using var folder = new TemporaryRoot();

        await using var file = AnonymousFile.Create(folder.Path);
        await file.WriteAsync("kept"u8.ToArray());

        await Assert.That(Directory.GetFileSystemEntries(folder.Path)).IsEmpty();
        await Assert.That(await ReadAsync(file)).IsEqualTo("kept");
    }

    [Test]
    public async Task Create_LeftoverOfAProcessKilledBeforeTheNameWasGone_TakesItAway()
    {
        using var folder = new TemporaryRoot();
        folder.Write(".ifw-spool.tmp", "half");

        await using var file = AnonymousFile.Create(folder.Path);

        await Assert.That(Directory.GetFileSystemEntries(folder.Path)).IsEmpty();
        await Assert.That(await ReadAsync(file)).IsEqualTo("");
    }

    [Test]
    public async Task Create_NameThatCanNotBeTaken_TakesAnother()
    {
        using var folder = new TemporaryRoot();
        folder.Write(".ifw-spool.tmp/a", "a folder that isn't empty");

        await using var file = AnonymousFile.Create(folder.Path);

        await Assert.That(Directory.GetFileSystemEntries(folder.Path)).HasSingleItem();
    }

    [Test]
    public async Task Create_ManyAtOnce_EachIsItsOwn()
    {
        using var folder = new TemporaryRoot();

        var files = await Task.WhenAll(Enumerable.Range(0, 200).Select(i => Task.Run(async () =>
        {
            var file = AnonymousFile.Create(folder.Path);
            await file.WriteAsync(BitConverter.GetBytes(i));
            return file;
        })));

        await Assert.That(Directory.GetFileSystemEntries(folder.Path)).IsEmpty();
        for (var i = 0; i < files.Length; i++)
        {
            await using var file = files[i];
            file.Position = 0;
            var bytes = new byte[sizeof(int)];
            await file.ReadExactlyAsync(bytes);
            await Assert.That(BitConverter.ToInt32(bytes)).IsEqualTo(i);
        }
    }

    [Test]
    public async Task Create_FolderThatIsNotThere_Throws()
    {
        using var folder = new TemporaryRoot();

        await Assert.That(() => AnonymousFile.Create(Path.Combine(folder.Path, "gone"))).Throws<DirectoryNotFoundException>();
    }

    private static async Task<string> ReadAsync(Stream file)
    {
        file.Position = 0;
        using var reader = new StreamReader(file);
        return await reader.ReadToEndAsync();
    }
}
