using IntegrationFramework.Registration;
using IntegrationFramework.Running;
using IntegrationFramework.Telemetry;

namespace Framework.Tests.Running;

/// <summary>What a factory makes for an attempt and hands to its services is disposed when the attempt ends.</summary>
public class OwnedServicesTests
{
    private readonly List<string> _events = [];

    [Test]
    public async Task Run_Succeeds_DisposesAfterTheIntegrationInReverseOrder()
    {
        await using var host = new Host();
        var result = await RunAsync(host, services =>
        {
            services.Own(new Part("first", _events));
            services.Own(new AsyncPart("second", _events));
            return new DisposableScript(_events);
        });

        await Assert.That(result.Status).IsEqualTo(RunStatus.Succeeded);
        await Assert.That(string.Join(", ", _events)).IsEqualTo("integration, second (async), first");
    }

    [Test]
    public async Task Run_ALaterConstructorThrows_DisposesWhatWasMade()
    {
        await using var host = new Host();
        var result = await RunAsync(host, services =>
        {
            services.Own(new Part("first", _events));
            services.Own(new Part("second", _events));
            throw new InvalidOperationException("no third");
        });

        await Assert.That(result.Status).IsEqualTo(RunStatus.Failed);
        await Assert.That(result.ErrorMessage).Contains("no third");
        await Assert.That(string.Join(", ", _events)).IsEqualTo("second, first");
    }

    [Test]
    public async Task Run_DisposingThrows_LogsItAndDisposesTheRest()
    {
        await using var host = new Host();
        var result = await RunAsync(host, services =>
        {
            services.Own(new Part("first", _events));
            services.Own(new BrokenPart());
            return new Script();
        });

        await Assert.That(result.Status).IsEqualTo(RunStatus.Succeeded);
        await Assert.That(string.Join(", ", _events)).IsEqualTo("first");
        await Assert.That(await host.QueryAsync("SELECT level, message FROM logs"))
            .Contains(row => row.Contains("something could not be closed after the run", StringComparison.Ordinal));
    }

    [Test]
    public async Task Run_ASecondAttempt_MakesItsOwn()
    {
        await using var host = new Host();
        var attempts = 0;
        var result = await RunAsync(
            host,
            services =>
            {
                var attempt = ++attempts;
                services.Own(new Part($"of attempt {attempt}", _events));
                return new Script { Fetch = (_, ct) => attempt == 1 ? throw new InvalidOperationException("once") : Script.Items(1, ct) };
            },
            "retry: { attempts: 2, delay: 0s }");

        await Assert.That(result.Status).IsEqualTo(RunStatus.Succeeded);
        await Assert.That(string.Join(", ", _events)).IsEqualTo("of attempt 1, of attempt 2");
    }

    private static async Task<RunResult> RunAsync(Host host, Func<IntegrationServices, Script> factory, string config = "{}")
    {
        var descriptor = new IntegrationDescriptor<Item, Item>("script", (services, _) => factory(services), Item.Schema, Item.Schema)
        {
            Metadata = new IntegrationMetadata { Version = "1.2.3" },
            Files = [new CompiledFile(CompiledFileKind.Config, "integrations/script/config.yaml", config)],
        };
        return (await host.RunAsync(new BatchOptions { Integrations = [descriptor] })).Runs[0];
    }

    private sealed class DisposableScript(List<string> events) : Script, IDisposable
    {
        public void Dispose() => events.Add("integration");
    }

    private sealed class Part(string name, List<string> events) : IDisposable
    {
        public void Dispose() => events.Add(name);
    }

    private sealed class AsyncPart(string name, List<string> events) : IAsyncDisposable, IDisposable
    {
        public void Dispose() => events.Add(name);

        public ValueTask DisposeAsync()
        {
            events.Add(name + " (async)");
            return ValueTask.CompletedTask;
        }
    }

    private sealed class BrokenPart : IDisposable
    {
        public void Dispose() => throw new InvalidOperationException("it won't close");
    }
}
