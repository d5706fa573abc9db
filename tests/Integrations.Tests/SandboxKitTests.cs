using IntegrationFramework.Telemetry;
using IntegrationFramework.TestKit;
using Integrations.Generated;

namespace Integrations.Tests;

public class SandboxKitTests
{
    [Test]
    public async Task RunSandbox_WithACassetteAsText_RunsAtTheTimeOfTheRecordingInTheSandbox()
    {
        using var root = new IntegrationRoot(registry => IntegrationsRegistry.AddTo(registry));

        var run = await root.RunSandboxAsync("hello_world", """{ "version": 1, "recorded_at": "2020-02-03T04:05:06Z", "exchanges": [] }""");

        await Assert.That(run.Status.IsSuccess()).IsTrue().Because(run.Error);
        await Assert.That(root.ReadOutput("sandbox/hello_world.yaml")).Contains("2020-02-03T04:05:06");
        await Assert.That(Directory.EnumerateFileSystemEntries(Path.Combine(root.Path, "output")).Single()).EndsWith("sandbox");
    }
}
