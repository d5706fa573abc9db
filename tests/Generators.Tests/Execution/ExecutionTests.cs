using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Text;
using Generators.Tests.Support;
using IntegrationFramework;
using IntegrationFramework.Configuration;
using IntegrationFramework.Configuration.Rules;
using IntegrationFramework.Registration;
using IntegrationFramework.Running;
using IntegrationFramework.Telemetry;
using Microsoft.Extensions.Logging.Abstractions;

namespace Generators.Tests.Execution;

/// <summary>Runs what was generated.</summary>
public class ExecutionTests
{
    private const string Scope = "Demo.Everything.Generated.";

    private static readonly string SettingsYaml = string.Join(
        "\n", EverythingProject.Config.Split("settings:\n")[1].Split('\n').Select(line => line.Length > 2 ? line[2..] : line));

    [Test]
    public async Task Registry_OfTheAssembly_GivesDescriptorsWithCompiledInFiles()
    {
        using var project = new LoadedProject(EverythingProject.Create());
        var attribute = project.Assembly.GetCustomAttribute<IntegrationRegistryAttribute>()!;
        await Assert.That(attribute.Names).IsEquivalentTo(["all_kinds"]);
        await Assert.That(project.Registry.TryGet("all_kinds", out var descriptor)).IsTrue();
        await Assert.That(descriptor!.Folder).IsEqualTo("everything");
        await Assert.That(descriptor.ClassName).IsEqualTo("Demo.Everything.Everything");
        await Assert.That(descriptor.Files.Select(file => $"{file.Kind} {file.Path}")).IsEquivalentTo(
            ["Config integrations/everything/config.yaml", "Overlay integrations/everything/config.production.yaml", "Metadata integrations/everything/metadata.yaml"]);
        await Assert.That(descriptor.Files[0].Text).IsEqualTo(EverythingProject.Config);
        await Assert.That(descriptor.Files[2].Text).IsEqualTo(EverythingProject.Metadata);
        await Assert.That(descriptor.Metadata.Version).IsEqualTo("1.2.3");
        await Assert.That(descriptor.Metadata.Tags).IsEquivalentTo(["demo", "all-kinds"]);
        await Assert.That(descriptor.Metadata.Description).IsEqualTo("Says \"everything\"");
        await Assert.That(descriptor.Metadata.LastUpdated).IsEqualTo(new DateOnly(2026, 1, 31));
    }

    [Test]
    public async Task Schema_AsData_FindsTheMistakesThatTheCompilerFinds()
    {
        using var project = new LoadedProject(EverythingProject.Create());
        var schema = (MapSchema)project.Type(Scope + "EverythingSettingsBinder").GetProperty("Schema")!.GetValue(null)!;
        await Assert.That(schema.Find("count")!.Value).IsEqualTo(new ValueSchema(ValueKind.Integer) { Min = "1", Max = "100" });
        await Assert.That(schema.Find("share")!.Value).IsEqualTo(new ValueSchema(ValueKind.Float) { Min = "0", Max = "1", MaxExclusive = true });
        await Assert.That(schema.Find("price")!.Value).IsEqualTo(new ValueSchema(ValueKind.Decimal) { Min = "0.01", Max = "99999.99" });
        await Assert.That(schema.Find("city")).IsEqualTo(new KeySchema("city", new ValueSchema(ValueKind.String) { MinLength = 2, MaxLength = 20 }, Required: true));
        await Assert.That(schema.Find("code")!.Value.Pattern).IsEqualTo("[a-z]+\"?");
        await Assert.That(schema.Find("town")!.Obsolete).IsEqualTo("use 'city'");
        await Assert.That(schema.Find("server")!.Value.Map!.Find("port")!.Value.Kind).IsEqualTo(ValueKind.Integer);
        await Assert.That(schema.Find("summary")).IsNull();
        await Assert.That(schema.Find("hidden")).IsNull();
        await Assert.That(schema.Find("shared")).IsNull();
    }

    [Test]
    public async Task Bind_EveryType_SetsEveryMember()
    {
        using var project = new LoadedProject(EverythingProject.Create());
        var yaml = SettingsYaml.Replace(", api_key: \"${SERVER_KEY}\"", "", StringComparison.Ordinal);
        var settings = project.Call(Scope + "EverythingSettingsBinder", "Bind", ConfigMap.Parse(yaml, "/srv/site"))!;
        var expected = new Dictionary<string, string>
        {
            ["Inherited"] = "base",
            ["City"] = "London",
            ["Country"] = "gb",
            ["Flag"] = "False",
            ["Tiny"] = "-8",
            ["Small"] = "200",
            ["Short"] = "-300",
            ["UnsignedShort"] = "60000",
            ["Count"] = "100",
            ["UnsignedInt"] = "4000000000",
            ["Long"] = "-9000000000",
            ["UnsignedLong"] = "18446744073709551615",
            ["Single"] = "1.5",
            ["Share"] = "0.75",
            ["Price"] = "12.345",
            ["Colour"] = "DarkBlue",
            ["MaybeColour"] = "Red",
            ["Wait"] = "00:01:30",
            ["Link"] = "https://example.com/x",
            ["Day"] = "01/31/2026",
            ["At"] = "01/31/2026 10:20:30 +02:00",
            ["Tags"] = "x,y",
            ["Numbers"] = "1,,3",
            ["Array"] = "4,5",
            ["Waits"] = "[short, 00:00:01],[long, 01:00:00]",
            ["Event"] = "launch",
            ["Map"] = "m",
            ["Result"] = "7",
            ["Town"] = "",
            ["Spare"] = "",
        };
        foreach (var (member, value) in expected)
        {
            await Assert.That(Show(Get(settings, member))).IsEqualTo(value).Because(member);
        }

        await Assert.That(Get(settings, "Size")).IsEqualTo(new ByteSize(64 * 1024 * 1024));
        await Assert.That(Get(settings, "Rate")).IsEqualTo(new Rate(10, TimeSpan.FromSeconds(1)));
        await Assert.That(((InputPath)Get(settings, "Source")!).FullPath).EndsWith("/srv/site/data/in.csv");
        await Assert.That(((Schedule)Get(settings, "When")!).Expression).IsEqualTo("*/30 * * * *");
        await Assert.That(Get(Get(settings, "Server")!, "Port")).IsEqualTo(8080);
        var mirrors = ((IEnumerable)Get(settings, "Mirrors")!).Cast<object>().ToArray();
        await Assert.That(mirrors.Select(mirror => $"{Get(mirror, "Host")}:{Get(mirror, "Port")}")).IsEquivalentTo(["one.example.com:80", "localhost:81"]);
    }

    [Test]
    public async Task Bind_NoKeys_KeepsTheDefaultsOfTheInitialisers()
    {
        using var project = new LoadedProject(EverythingProject.Create());
        var settings = project.Call(Scope + "EverythingSettingsBinder", "Bind", ConfigMap.Empty)!;
        await Assert.That(Show(Get(settings, "Country"))).IsEqualTo("us");
        await Assert.That(Show(Get(settings, "Count"))).IsEqualTo("10");
        await Assert.That(Show(Get(settings, "Colour"))).IsEqualTo("DarkGreen");
        await Assert.That(Show(Get(settings, "Wait"))).IsEqualTo("00:00:05");
        await Assert.That(Show(Get(settings, "Tags"))).IsEqualTo("a");
        await Assert.That(Show(Get(settings, "Code"))).IsEqualTo("");
    }

    [Test]
    public async Task Write_EveryFieldType_HandsEachFieldToTheWriterInOrder()
    {
        using var project = new LoadedProject(EverythingProject.Create());
        var record = Activator.CreateInstance(project.Type("Demo.Everything.Reading"))!;
        var writer = new RecordingWriter();
        project.Registry.Integrations.Single().OutputSchema.WriteObject(record, writer);
        await Golden.AssertAsync("Reading", writer.ToString());
    }

    [Test]
    public async Task Run_ThroughTheFramework_InjectsServicesAndDeliversRecords()
    {
        using var project = new LoadedProject(EverythingProject.Create());
        var root = Directory.CreateTempSubdirectory("ifw-generators-");
        try
        {
            var sources = ConfigurationSources.Open(root.FullName, processEnvironment: new Dictionary<string, string> { ["SERVER_KEY"] = "hush-hush" });
            await using var store = TelemetryStore.Open(Path.Combine(root.FullName, "telemetry.db"), TimeProvider.System);
            using var output = new MemoryStream();
            var runner = new BatchRunner(root.FullName, sources, store, NullLoggerFactory.Instance, TimeProvider.System) { StandardOutput = output };
            var result = await runner.RunAsync(new BatchOptions { Integrations = [.. project.Registry.Integrations] });

            await Assert.That(result.Runs.Single().ErrorMessage).IsNull();
            await Assert.That(result.Runs.Single().Status).IsEqualTo(RunStatus.Succeeded);
            await Assert.That(Encoding.UTF8.GetString(output.ToArray())).Contains("\"text\":\"example.com True True True True True 3\"");
        }
        finally
        {
            root.Delete(recursive: true);
        }
    }

    private static object? Get(object instance, string member) => instance.GetType().GetProperty(member)!.GetValue(instance);

    private static string Show(object? value) => value switch
    {
        null => "",
        string text => text,
        IEnumerable items => string.Join(',', items.Cast<object?>().Select(Show)),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };
}
