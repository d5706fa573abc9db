using Generators.Tests.Support;

namespace Generators.Tests.Execution;

/// <summary>Types that can't be marked themselves, such as HttpClient, come from an assembly that says it provides them.</summary>
public class ProvidedInsteadTests
{
    private const string Client = """
        [assembly: Provides<System.Net.Http.HttpClient, Clients.PoliteClient>]
        namespace Clients
        {
            [Provided]
            public sealed class PoliteClient(IntegrationFramework.Configuration.HttpConfig policy, TimeProvider time) : System.Net.Http.HttpClient
            {
                public override string ToString() => $"{policy} {time}";
            }
        }
        """;

    private static TestProject Sample() => Samples.WithSettings("", parameters: "System.Net.Http.HttpClient http");

    [Test]
    public async Task HttpClient_ProvidedByAReferencedAssembly_IsMadeByTheFactory()
    {
        var vendor = new TestProject { AssemblyName = "Clients" }.Source("Client.cs", Client).Compile().ToMetadataReference();

        await ExpectInjected(Sample().Reference(vendor).Run());
    }

    [Test]
    public async Task HttpClient_ProvidedByTheAssemblyItself_IsMadeByTheFactory() => await ExpectInjected(Sample().Source("Client.cs", Client).Run());

    [Test]
    public async Task HttpClient_ProvidedByNobody_IsReportedAtTheParameter()
    {
        var run = Sample().Run();

        await Assert.That(run.Diagnostics.Single()).Contains("IFW0010: Nobody provides parameter 'http' of 'Sample'");
    }

    private static async Task ExpectInjected(TestRun run)
    {
        var code = string.Concat(run.Result.GeneratedSources.Select(source => source.SourceText.ToString()));
        await Assert.That(run.Diagnostics).IsEmpty();
        await Assert.That(run.CompilerMessages.Where(message => message.Contains("error", StringComparison.Ordinal))).IsEmpty();
        await Assert.That(code).Contains("services.Own(new global::Clients.PoliteClient(services.Http.Policy, services.Time));");
    }
}
