using IntegrationFramework.Telemetry;
using IntegrationFramework.TestKit;
using Integrations.Generated;
using Microsoft.Extensions.Time.Testing;

namespace Integrations.Tests.HelloWorld;

public class HelloWorldTests
{
    private const string Name = "hello_world";

    [Test]
    public async Task Run_AsConfigured_WritesTheGreetingAsYaml()
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 11, 22, 23, 0, 0, TimeSpan.Zero));
        using var root = new IntegrationRoot(registry => IntegrationsRegistry.AddTo(registry), clock);

        var run = await root.RunAsync(Name);

        await Assert.That(run.Status).IsEqualTo(RunStatus.Succeeded);
        await Assert.That(run.Counters.Delivered).IsEqualTo(1);
        await Assert.That(root.ReadOutput("hello_world.yaml")).IsEqualTo("""
            - message: Hello, World!
              recipient: World
              greeted_at: 2026-11-22T23:00:00+00:00

            """);
    }

    [Test]
    public async Task Run_WithOtherWords_SaysThem()
    {
        using var root = NewRoot();

        await root.RunAsync(Name, "settings.message=Guten Tag", "settings.recipient=Käthe");

        await Assert.That(root.ReadOutput("hello_world.yaml")).Contains("Guten Tag, Käthe!");
    }

    [Test]
    public async Task Run_AfterDelivery_NotifiesThroughSupport()
    {
        using var root = NewRoot();

        var run = await root.RunAsync(Name, "settings.recipient=Anna");

        await Assert.That(run.Logs.Count(line => line.Message == "Hello, Anna!")).IsEqualTo(1);
    }

    [Test]
    public async Task DryRun_Always_NeitherDeliversNorNotifies()
    {
        using var root = NewRoot();

        var run = (await root.RunAsync([Name], change: options => options with { DryRun = true })).Single();

        await Assert.That(run.Status).IsEqualTo(RunStatus.Succeeded);
        await Assert.That(run.Logs.Any(line => line.Message.Contains("Hello", StringComparison.Ordinal))).IsFalse();
        await Assert.That(File.Exists(Path.Combine(root.Path, "output", "hello_world.yaml"))).IsFalse();
    }

    private static IntegrationRoot NewRoot() => new(registry => IntegrationsRegistry.AddTo(registry));
}
