using Framework.Tests.Support;
using IntegrationFramework.IO;

namespace Framework.Tests.IO;

public class FileKindsTests
{
    [Test]
    public async Task Of_EveryKind_IsToldWithoutOpeningIt()
    {
        var folder = Directory.CreateTempSubdirectory("ifw-kinds-");
        try
        {
            string At(string name) => Path.Combine(folder.FullName, name);
            await File.WriteAllTextAsync(At("file"), "");
            File.CreateSymbolicLink(At("link"), "pipe");
            File.CreateSymbolicLink(At("nowhere"), "gone");

            await Assert.That(FileKinds.Of(At("file"))).IsEqualTo(FileKind.File);
            await Assert.That(FileKinds.Of(folder.FullName)).IsEqualTo(FileKind.Folder);
            await Assert.That(FileKinds.Of(At("gone"))).IsEqualTo(FileKind.None);
            await Assert.That(FileKinds.Of(At("nowhere"))).IsEqualTo(FileKind.None);

            await SpecialFile.MakePipeAsync(At("pipe"));
            await Assert.That(FileKinds.Of(At("pipe"))).IsEqualTo(FileKind.Pipe);
            await Assert.That(FileKinds.Of(At("link"))).IsEqualTo(FileKind.Pipe);

            await SpecialFile.MakeDeviceAsync(At("null"), 3);
            await SpecialFile.MakeDeviceAsync(At("zero"), 5);
            await Assert.That(FileKinds.Of(At("null"))).IsEqualTo(FileKind.NullDevice);
            await Assert.That(FileKinds.Of(At("zero"))).IsEqualTo(FileKind.Device);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
