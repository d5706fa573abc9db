using Cli.Tests.Support;

namespace Cli.Tests;

public class ValidateTests
{
    [Test]
    public async Task Validate_GoodRoot_SaysNothingOnStandardOutput()
    {
        using var root = new TemporaryRoot();
        root.CopyIntegrations();
        root.Write(
            ".env",
            "OPENWEATHERMAP_API_KEY=made-up\nNEWS_API_KEY=made-up\nSALESFORCE_INSTANCE_URL=https://example.my.salesforce.com\nSALESFORCE_ACCESS_TOKEN=made-up\n");
        var outcome = await root.RunAsync("validate");

        await Assert.That(outcome.ExitCode).IsEqualTo(0).Because(outcome.ToString());
        await Assert.That(outcome.Output).IsEmpty();
        await Assert.That(outcome.Error).Contains("0 errors");
    }

    [Test]
    public async Task Validate_Mistake_PrintsTheCompilersLineWithThePathFromTheRoot()
    {
        using var root = new TemporaryRoot();
        root.Write("integrations/hello_world/config.yaml", "timeout: 30s\nsettings:\n  recipiant: World\n");
        var outcome = await root.RunAsync("validate", "hello_world");

        await Assert.That(outcome.ExitCode).IsEqualTo(1).Because(outcome.ToString());
        await Assert.That(outcome.Output).Contains("integrations/hello_world/config.yaml(3,3): error IFW0102: ").And.Contains("did you mean 'recipient'?");
    }

    [Test]
    public async Task Validate_Strict_TakesWarningsForErrors()
    {
        using var root = new TemporaryRoot();
        root.Write("integrations/hello_world/config.yaml", "enabled: false\nsettings:\n  recipient: ${NOBODY_SETS_THIS}\n");
        var lenient = await root.RunAsync("validate", "hello_world", "--no-cache");
        var strict = await root.RunAsync("validate", "hello_world", "--no-cache", "--strict");

        await Assert.That(lenient.ExitCode).IsEqualTo(0).Because(lenient.ToString());
        await Assert.That(lenient.Output).Contains("warning IFW0301");
        await Assert.That(strict.ExitCode).IsEqualTo(1);
        await Assert.That(strict.Output).Contains("error IFW0301");
    }

    [Test]
    public async Task Validate_Build_LooksAtTheSourceTreeAloneAndKeepsNothing()
    {
        using var root = new TemporaryRoot();
        root.Write(".env", "NOT VALID AT ALL");
        root.Write("integrations/hello_world/config.yaml", "settings:\n  recipient: ${NOBODY_SETS_THIS}\n");
        var outcome = await root.RunAsync("validate", "--build", "--root", root.Folder);

        await Assert.That(outcome.ExitCode).IsEqualTo(0).Because(outcome.ToString());
        await Assert.That(outcome.Output + outcome.Error).IsEmpty();
        await Assert.That(Directory.Exists(root.Path("cache"))).IsFalse();
        await Assert.That(File.Exists(root.Path("telemetry.db"))).IsFalse();
    }

    [Test]
    public async Task Validate_Set_IsCheckedToo()
    {
        using var root = new TemporaryRoot();
        var outcome = await root.RunAsync("validate", "hello_world", "--set", "hello_world.timeout=soon");

        await Assert.That(outcome.ExitCode).IsEqualTo(1).Because(outcome.ToString());
        await Assert.That(outcome.Output).Contains("--set hello_world.timeout").And.Contains("IFW0303");
    }

    [Test]
    public async Task Validate_UnknownName_IsWrongUsage()
    {
        using var root = new TemporaryRoot();
        var outcome = await root.RunAsync("validate", "hello_word");

        await Assert.That(outcome.ExitCode).IsEqualTo(2);
        await Assert.That(outcome.Error).Contains("Did you mean 'hello_world'?");
    }
}
