namespace Cli.Tests;

public class LayoutTests
{
    [Test]
    public async Task Root_OfTheRepository_HoldsTheFoldersOfAProject()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "IntegrationFramework.sln")))
        {
            folder = folder.Parent;
        }

        await Assert.That(folder).IsNotNull();
        await Assert.That(Directory.Exists(Path.Combine(folder!.FullName, "integrations"))).IsTrue();
    }
}
