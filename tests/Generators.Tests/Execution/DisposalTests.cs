using Generators.Tests.Support;
using IntegrationFramework.Configuration;
using IntegrationFramework.Running;
using IntegrationFramework.Telemetry;
using Microsoft.Extensions.Logging.Abstractions;

namespace Generators.Tests.Execution;

/// <summary>Provided types that can be disposed are, by what the generated factory says of them.</summary>
public class DisposalTests
{
    private const string Types = """
        public static class Events { public static List<string> All { get; } = []; }
        [Provided] public class Connection : IDisposable { public virtual void Dispose() => Events.All.Add("connection"); }
        [Provided] public sealed class Plain;
        [Provided] public sealed class Client(Connection connection, Plain plain) : IAsyncDisposable
        {
            public System.Threading.Tasks.ValueTask DisposeAsync() { Events.All.Add($"client {connection is not null} {plain is not null}"); return default; }
        }
        """;

    private const string Late = """
        [Provided] public sealed class Late { public Late() => throw new InvalidOperationException("too late"); }
        """;

    [Test]
    public async Task Factory_DisposableServices_AreOwnedAndOthersAreNot()
    {
        var code = Sample("Client client").Run().Source("Demo.Sample.Sample.Integration.g.cs");

        await Assert.That(code).Contains("var connection = services.Own(new global::Demo.Sample.Connection());");
        await Assert.That(code).Contains("var plain = new global::Demo.Sample.Plain();");
        await Assert.That(code).Contains("var client = services.Own(new global::Demo.Sample.Client(connection, plain));");
    }

    [Test]
    public async Task Run_Ends_DisposesInReverseOrder()
    {
        var (events, error) = await RunAsync(Sample("Client client"));

        await Assert.That(error).Contains("fetched nothing");
        await Assert.That(string.Join(", ", events)).IsEqualTo("client True True, connection");
    }

    [Test]
    public async Task Run_ALaterConstructorThrows_DisposesWhatWasMade()
    {
        var (events, error) = await RunAsync(Sample("Connection connection, Late late"));

        await Assert.That(error).Contains("too late");
        await Assert.That(string.Join(", ", events)).IsEqualTo("connection");
    }

    private static TestProject Sample(string parameters) => new TestProject()
        .Source("sample/Sample.cs", $$"""
            namespace Demo.Sample;
            public sealed record Item(string Name);
            [Integration]
            public sealed partial class Sample({{parameters}}) : Integration<Item>
            {
                protected override IAsyncEnumerable<Item> FetchAsync(RunContext run, CancellationToken cancellationToken) => throw new NotSupportedException("fetched nothing");
            }
            {{Types}}
            {{Late}}
            """)
        .Yaml("sample/config.yaml", Samples.Config).Yaml("sample/metadata.yaml", Samples.Metadata);

    private static async Task<(IReadOnlyList<string> Events, string? Error)> RunAsync(TestProject source)
    {
        using var project = new LoadedProject(source);
        var root = Directory.CreateTempSubdirectory("ifw-generators-");
        try
        {
            await using var store = TelemetryStore.Open(Path.Combine(root.FullName, "telemetry.db"), TimeProvider.System);
            var runner = new BatchRunner(root.FullName, ConfigurationSources.Open(root.FullName, processEnvironment: new Dictionary<string, string>()), store, NullLoggerFactory.Instance, TimeProvider.System);
            var result = await runner.RunAsync(new BatchOptions { Integrations = [.. project.Registry.Integrations] });
            var events = (IReadOnlyList<string>)project.Type("Demo.Sample.Events").GetProperty("All")!.GetValue(null)!;
            return ([.. events], result.Runs.Single().ErrorMessage);
        }
        finally
        {
            root.Delete(recursive: true);
        }
    }
}
