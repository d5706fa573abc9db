using IntegrationFramework.IO;
using Microsoft.Extensions.Time.Testing;

namespace Framework.Tests.IO;

public class FileLockTests
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    [Test]
    public async Task TryTake_HeldFile_GivesNothingUntilItIsLetGo()
    {
        using var folder = new Folder();
        using (FileLock.Take(folder.Lock))
        {
            await Assert.That(FileLock.TryTake(folder.Lock)).IsNull();
        }

        using var held = FileLock.TryTake(folder.Lock);
        await Assert.That(held).IsNotNull();
    }

    [Test]
    public async Task Delete_HeldFile_LeavesTheLockHeld()
    {
        using var folder = new Folder();
        using var held = FileLock.Take(folder.Lock);

        held.Delete();

        await Assert.That(File.Exists(folder.Lock)).IsFalse();
        await Assert.That(() => FileLock.TryTake(folder.Lock, FileMode.Open)).Throws<FileNotFoundException>();
    }

    [Test]
    public async Task TryTake_MissingFolder_Throws()
    {
        using var folder = new Folder();

        await Assert.That(() => FileLock.TryTake(Path.Combine(folder.Path, "missing", "a.lock"))).Throws<DirectoryNotFoundException>();
    }

    [Test]
    public async Task TakeAsync_LetGoInTime_TakesIt()
    {
        using var folder = new Folder();
        var time = new FakeTimeProvider();
        var held = FileLock.Take(folder.Lock);
        var taking = FileLock.TakeAsync(folder.Lock, Pause * 10, Pause, time);
        await Assert.That(taking.IsCompleted).IsFalse();

        held.Dispose();
        time.Advance(Pause);

        using var taken = await taking;
        await Assert.That(FileLock.TryTake(folder.Lock)).IsNull();
    }

    [Test]
    public async Task TakeAsync_NotLetGo_SaysSoInTheSystemsWords()
    {
        using var folder = new Folder();
        using var held = FileLock.Take(folder.Lock);

        await Assert.That(async () => await FileLock.TakeAsync(folder.Lock, TimeSpan.Zero, Pause, TimeProvider.System))
            .Throws<IOException>().WithMessageContaining("another process");
    }

    private sealed class Folder : IDisposable
    {
        private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ifw-lock-");

        public string Path => _folder.FullName;

        public string Lock => System.IO.Path.Combine(Path, "a.lock");

        public void Dispose() => _folder.Delete(recursive: true);
    }
}
