using Generators.Tests.Support;
using IntegrationFramework.Configuration;
using IntegrationFramework.Running;
using IntegrationFramework.Telemetry;
using Microsoft.Extensions.Logging.Abstractions;

namespace Generators.Tests.Execution;

/// <summary>Runs an integration that delivers to a sink, both as they were generated.</summary>
public class SinkExecutionTests
{
    private const string Config = "deliver:\n  - parcels: { address: https://example.com/, account: { key: \"${PARCEL_KEY}\" } }\n";

    [Test]
    public async Task Run_DeliversToASinkWithItsSettingsAndServices()
    {
        using var project = new LoadedProject(SinkProject.Create().AddGreeting(Config));
        var root = Directory.CreateTempSubdirectory("ifw-generators-");
        try
        {
            await using var store = TelemetryStore.Open(Path.Combine(root.FullName, "telemetry.db"), TimeProvider.System);
            var sources = ConfigurationSources.Open(root.FullName, processEnvironment: new Dictionary<string, string> { ["PARCEL_KEY"] = "sesame-7316" });
            var runner = new BatchRunner(root.FullName, sources, store, NullLoggerFactory.Instance, TimeProvider.System);
            var result = await runner.RunAsync(new BatchOptions { Integrations = [.. project.Registry.Integrations] });

            await Assert.That(result.Runs.Single().ErrorMessage).IsNull();
            var delivered = (IReadOnlyList<string>)project.Type("Vendor.Parcels.ParcelSink").GetProperty("Delivered")!.GetValue(null)!;
            await Assert.That(string.Join('\n', delivered))
                .IsEqualTo("greeting to https://example.com/ with sesame-7316, True\n[{\"name\":\"hello\"}]\nclosed");
        }
        finally
        {
            root.Delete(recursive: true);
        }
    }

    [Test]
    public async Task Registry_OfTheAssembly_HasItsSinks()
    {
        using var project = new LoadedProject(SinkProject.Create());
        await Assert.That(project.Registry.Sinks.Select(sink => $"{sink.Name} {sink.ClassName} {string.Join(',', sink.Settings.Keys.Select(key => key.Name))}"))
            .IsEquivalentTo(["parcels Vendor.Parcels.ParcelSink address,size,account"]);
    }

    [Test]
    public async Task Registry_WithAnothersSink_LetsEveryIntegrationDeliverToIt()
    {
        using var sinks = new LoadedProject(SinkProject.Create());
        using var integrations = new LoadedProject(Samples.Project("alpha"));
        var registry = integrations.Registry;
        await Assert.That(registry.Integrations.Single().Sinks).IsEmpty();
        foreach (var sink in sinks.Registry.Sinks)
        {
            registry.AddSink(sink);
        }

        await Assert.That(registry.Integrations.Single().Sinks.Single().Name).IsEqualTo("parcels");
        await Assert.That(integrations.Registry.Integrations.Single().Sinks).IsEmpty();
        await Assert.That(Load(registry.Integrations.Single()).Diagnostics.Single().Message)
            .IsEqualTo("missing key 'account' with 'key'");
    }

    private static LoadedConfiguration Load(IntegrationFramework.Registration.IntegrationDescriptor descriptor)
    {
        var root = Directory.CreateTempSubdirectory("ifw-generators-");
        try
        {
            var folder = root.CreateSubdirectory("integrations").CreateSubdirectory("alpha");
            File.WriteAllText(Path.Combine(folder.FullName, "config.yaml"), "deliver:\n  - parcels: { address: https://example.com/ }\n");
            return new ConfigurationLoader(ConfigurationSources.Open(root.FullName, processEnvironment: new Dictionary<string, string>())).Load(descriptor);
        }
        finally
        {
            root.Delete(recursive: true);
        }
    }
}
