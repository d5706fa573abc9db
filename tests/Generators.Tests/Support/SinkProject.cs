namespace Generators.Tests.Support;

/// <summary>A project with a sink of its own, as a vendor's is, and how others are compiled against it.</summary>
internal static class SinkProject
{
    /// <summary>A sink with settings, a service and a secret.</summary>
    public const string Parcels = """
        namespace Vendor.Parcels;

        [Sink("parcels")]
        public sealed class ParcelSink(ParcelSettings settings, ParcelClient client, Microsoft.Extensions.Logging.ILogger logger) : Sink
        {
            public static List<string> Delivered { get; } = [];

            protected override System.Threading.Tasks.ValueTask OpenAsync(SinkContext run, CancellationToken cancellationToken)
            {
                Delivered.Add($"{run.Integration} to {settings.Address} with {client.Options.Key.Reveal()}, {logger is not null}");
                return default;
            }

            protected override System.Threading.Tasks.Task DeliverAsync(DeliveryPage page, CancellationToken cancellationToken)
            {
                Delivered.Add(System.Text.Encoding.UTF8.GetString(page.ToJsonArray()));
                return System.Threading.Tasks.Task.CompletedTask;
            }
        }

        public sealed record ParcelSettings
        {
            public required Uri Address { get; init; }
            [Range(1, 50)] public int Size { get; init; } = 10;
            public required ParcelOptions Account { get; init; }
        }

        public sealed record ParcelOptions { public required Secret Key { get; init; } }

        [Provided]
        public sealed class ParcelClient(ParcelOptions options) : IDisposable
        {
            public ParcelOptions Options => options;
            public void Dispose() => ParcelSink.Delivered.Add("closed");
        }
        """;

    /// <summary>A sink without anything.</summary>
    public static string Bare(string name, string className, string access = "public") => $$"""
        [Sink("{{name}}")]
        {{access}} sealed class {{className}} : Sink
        {
            protected override System.Threading.Tasks.Task DeliverAsync(DeliveryPage page, CancellationToken cancellationToken) => throw new NotSupportedException();
        }
        """;

    public static TestProject Create(string assemblyName = "Vendor") =>
        new TestProject { AssemblyName = assemblyName }.Property("RootNamespace", assemblyName).Source("parcels/ParcelSink.cs", Parcels);

    /// <summary>An integration that fetches one record and delivers it as its config.yaml says.</summary>
    public static TestProject AddGreeting(this TestProject project, string deliver) => project
        .Source("greeting/Greeting.cs", """
            namespace Demo.Greeting;
            public sealed record Item(string Name);
            [Integration]
            public sealed partial class Greeting : Integration<Item>
            {
                protected override async IAsyncEnumerable<Item> FetchAsync(RunContext run, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
                {
                    await System.Threading.Tasks.Task.Yield();
                    yield return new Item("hello");
                }
            }
            """)
        .Yaml("greeting/config.yaml", deliver).Yaml("greeting/metadata.yaml", Samples.Metadata);
}
