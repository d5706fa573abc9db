using Generators.Tests.Support;
using IntegrationFramework.Records;

namespace Generators.Tests.Execution;

/// <summary>Makes records of their JSON again, as the replay of dead letters does.</summary>
public class ReadingTests
{
    /// <summary>Every member has another value than the one that its initialiser gives.</summary>
    private const string Json = """
        {"id":"id-2","text":"t","letter":"y","flag":false,"byte":255,"long":-9000000000,"unsigned_long":18446744073709551614,"single":1.5,
         "maybe_double":"NaN","price":1.10,"colour":"dark_green","maybe_colour":"red","guid":"0b52c4bb-6d3f-4b4b-8ed5-6f5b0f8e7a11","link":"/relative",
         "size":4096,"local":"2027-02-03T04:05:06+00:00","at":"2027-02-03T04:05:06-03:00","day":"2027-02-03","clock":"23:59:58.5","wait":"1.02:03:04",
         "bytes":"BAU=","tags":[null,"b"],"numbers":[null,2],"places":{"work":{"latitude":5,"longitude":6}},"lists":{"two":[2,3],"none":[]},
         "here":{"latitude":7,"longitude":8},"there":{"latitude":9,"longitude":10},"detail":{"note":"m"},"renamed!":7,"event":6}
        """;

    [Test]
    public async Task Read_EveryFieldType_MakesTheRecordThatWasWritten()
    {
        using var project = Project("");
        var schema = project.Registry.Integrations.Single().OutputSchema;
        await Assert.That(schema.Unreadable).IsNull();
        var writer = new RecordingWriter();
        schema.WriteObject(Read(schema, Json), writer);
        await Golden.AssertAsync("ReadingReadBack", writer.ToString());
    }

    [Test]
    [Arguments("\"byte\":255", "\"byte\":256", "the field 'byte' is something else where a number of the type Byte should be")]
    [Arguments("\"flag\":false,", "", "the field 'flag' is missing")]
    [Arguments("\"flag\":false", "\"flag\":null", "the field 'flag' is null where true or false should be")]
    [Arguments("\"day\":\"2027-02-03\"", "\"day\":\"soon\"", "the field 'day' is something else where a date should be")]
    [Arguments("\"colour\":\"dark_green\"", "\"colour\":\"loud\"", "the field 'colour' is something else where a Colour should be")]
    [Arguments("\"here\":{\"latitude\":7,", "\"here\":{", "the field 'latitude' is missing")]
    [Arguments("{\"id\"", "\"id\"", "it is no JSON")]
    public async Task Read_WhatDoesNotFit_NamesTheField(string good, string bad, string message)
    {
        using var project = Project("");
        var schema = project.Registry.Integrations.Single().OutputSchema;
        await Assert.That(() => Read(schema, Json.Replace(good, bad, StringComparison.Ordinal))).Throws<InvalidDataException>().WithMessageContaining(message);
    }

    [Test]
    public async Task Read_NullableFieldThatIsMissing_IsNull()
    {
        using var project = Project("");
        var schema = project.Registry.Integrations.Single().OutputSchema;
        var writer = new RecordingWriter();
        schema.WriteObject(Read(schema, Json.Replace("\"text\":\"t\",", "", StringComparison.Ordinal)), writer);
        await Assert.That(writer.ToString()).Contains("text=null\n");
    }

    [Test]
    [Arguments("[JsonIgnore] public Secret? Hidden { get; init; }", "its member 'Hidden' isn't written, and would be lost")]
    [Arguments("public string Kept { get; private set; } = \"\";", "its member 'Kept' can't be set")]
    [Arguments("public HashSet<string> Set { get; init; } = [];", "its member 'Set' is of a collection type that can be written but not made again; use a list, an array or a dictionary")]
    [Arguments("public Closed? Inner { get; init; }", "its member 'Inner' can't be read: it has no constructor whose parameters are its members")]
    public async Task Unreadable_TypeThatCannotBeMade_SaysWhy(string member, string reason)
    {
        using var project = Project(member);
        await Assert.That(project.Registry.Integrations.Single().OutputSchema.Unreadable).IsEqualTo(reason);
    }

    [Test]
    public async Task Read_PositionalRecord_GoesThroughItsConstructor()
    {
        using var project = new LoadedProject(new TestProject()
            .Source("shop/Shop.cs", """
                namespace Demo.Shop;
                [Integration]
                public sealed partial class Shop : Integration<Order>
                {
                    protected override async IAsyncEnumerable<Order> FetchAsync(
                        RunContext run, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
                    {
                        await System.Threading.Tasks.Task.Yield();
                        yield break;
                    }
                }
                public sealed record Order(int Number, IReadOnlyList<IReadOnlyList<string>> Lines, Order.Mood? Mind)
                {
                    public enum Mood { Good, VeryBad }
                    public required string Note { get; init; }
                    public int Twice => Number * 2;
                }
                """)
            .Yaml("shop/config.yaml", "deliver: [stdout: {}]\n")
            .Yaml("shop/metadata.yaml", "version: 1.0.0\ntags: [demo]\n"));
        var schema = project.Registry.Integrations.Single().OutputSchema;
        var order = Read(schema, """{"number":21,"lines":[["a","b"],[]],"mind":"very_bad","note":"n","twice":0}""");
        var writer = new RecordingWriter();
        schema.WriteObject(order, writer);
        await Assert.That(writer.ToString().ReplaceLineEndings(" ")).IsEqualTo(
            "number=21 lines=[ lines=[ lines=\"a\" lines=\"b\" ] lines=[ ] ] mind=\"very_bad\" note=\"n\" twice=42 ");
    }

    private static LoadedProject Project(string member) => new(EverythingProject.Create().Source("everything/Reading.cs", EverythingProject.Records
        .Replace("[JsonIgnore] public Secret? Secret { get; init; }", member, StringComparison.Ordinal)
        + "\npublic sealed class Closed\n{\n    public Closed(string seed) => Length = seed.Length;\n    public int Length { get; }\n}\n"));

    private static object Read(RecordSchema schema, string json) =>
        schema.GetType().GetMethod("Read", [typeof(RecordValue)])!.Invoke(
            schema, System.Reflection.BindingFlags.DoNotWrapExceptions, binder: null, [RecordValue.Parse(json)], culture: null)!;
}
