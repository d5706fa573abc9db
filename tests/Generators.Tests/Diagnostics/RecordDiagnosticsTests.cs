using Generators.Tests.Support;

namespace Generators.Tests.Diagnostics;

/// <summary>Records that would lose something, or that generated code couldn't read. A test's record stands in line 3, the integration in line 4.</summary>
public class RecordDiagnosticsTests
{
    private static string Fetch(string type) =>
        $"protected override IAsyncEnumerable<{type}> FetchAsync(RunContext run, CancellationToken cancellationToken) => throw new NotSupportedException();";

    private static async Task Reports(string types, string output, string expected)
    {
        var run = new TestProject()
            .Source("sample/Sample.cs", $"namespace Demo;\n{types}\n[Integration] public sealed partial class Sample : Integration<Raw, {output}> {{ "
                + $"protected override {output} Postprocess(Raw raw, RunContext run) => throw new NotSupportedException(); {Fetch("Raw")} }}\npublic sealed record Raw(int Id);")
            .Yaml("sample/config.yaml", Samples.Config).Yaml("sample/metadata.yaml", Samples.Metadata).Run();
        await Expect.Diagnostics(run.Diagnostics, "sample/Sample.cs" + expected);
    }

    [Test]
    [Arguments("public sealed record Sub(int X);", "List<Sub>", "(4,43): IFW0021: 'List' can't be used here: ")]
    [Arguments("public sealed record Sub(int X);", "Dictionary<string, Sub>", "(4,43): IFW0021: 'Dictionary' can't be used here: ")]
    [Arguments("public sealed class Item : List<int>;", "Item", "(3,21): IFW0021: 'Item' can't be used here: ")]
    [Arguments("public sealed class Item : Dictionary<string, int> { public int Id { get; set; } }", "Item", "(3,21): IFW0021: 'Item' can't be used here: ")]
    [Arguments("public sealed class Item : System.Collections.ArrayList;", "Item", "(3,21): IFW0021: 'Item' can't be used here: ")]
    public async Task Record_ThatIsACollection_IsReported(string types, string output, string expected) => await Reports(
        types, output, expected + "a record isn't a collection, whose items would be lost; make it a class with a property that holds them");

    [Test]
    [Arguments("internal new string A => \"\";")]
    [Arguments("public new static int A => 1;")]
    [Arguments("public new void A() { }")]
    [Arguments("public new sealed class A;")]
    [Arguments("internal new int A;")]
    [Arguments("public new const int A = 1;")]
    public async Task Property_HiddenBySomethingElse_IsReportedThere(string member)
    {
        const string before = "public class Base { public int A { get; set; } } public sealed class Item : Base { public int B { get; set; } ";
        var column = before.Length + member.IndexOf(" A", StringComparison.Ordinal) + 2;
        await Reports(
            before + member + " }", "Item",
            $"(3,{column}): IFW0012: Record member 'Item.A' can't be written: it hides the property of 'Base', which would be lost; rename it, or mark it with [JsonIgnore]");
    }

    [Test]
    public async Task Property_HiddenByAField_IsReportedAsAField() => await Reports(
        "public class Base { public int A { get; set; } } public sealed class Item : Base { public int B { get; set; } public new int A; }", "Item",
        "(3,126): IFW0012: Record member 'Item.A' can't be written: it is a field; make it a property, or mark it with [JsonIgnore]");

    [Test]
    public async Task Property_WhoseGetterMayNotBeCalled_IsReported() => await Reports(
        "public sealed record Item { public int A { [Obsolete(\"no\", true)] get; set; } public int B { get; set; } }", "Item",
        "(3,40): IFW0012: Record member 'Item.A' can't be written: it is obsolete, so that reading it is an error; mark it with [JsonIgnore]");

    [Test]
    public async Task Record_OfEverLargerTypes_IsReportedOncePerMember() => await Reports(
        "public sealed record Item(Node<int> First); public sealed record Node<T>(T Value, Node<Node<T>>? Next);", "Item",
        "(3,76): IFW0012: Record member 'Node.Value' can't be written: 'Node' contains itself\n"
            + "sample/Sample.cs(3,98): IFW0012: Record member 'Node.Next' can't be written: 'Node' contains itself");

    [Test]
    [Arguments("[property: System.Text.Json.Serialization.JsonPropertyName(\"A\")] int First, int A", "its name 'a' differs from 'A', that of 'First', in upper and lower case alone, which SQLite doesn't tell apart; rename one")]
    [Arguments("int First, [property: System.Text.Json.Serialization.JsonPropertyName(\"\")] int A", "its name is empty; write one in [JsonPropertyName]")]
    [Arguments("int First, [property: System.Text.Json.Serialization.JsonPropertyName(\"first\")] int A", "its name 'first' is that of 'First' too; rename one")]
    public async Task Names_ThatTablesDoNotTellApart_AreReported(string members, string problem)
    {
        var record = $"public sealed record Item({members});";
        await Reports(record, "Item", $"(3,{record.Length - 2}): IFW0012: Record member 'Item.A' can't be written: {problem}");
    }

    [Test]
    [Arguments("public sealed record Item(Nested Nested); public sealed record Nested([property: System.Text.Json.Serialization.JsonPropertyName(\"A\")] int First, int A);", "")]
    [Arguments(
        "public sealed record Item([property: System.Text.Json.Serialization.JsonPropertyName(\"A\")] int First, int A);",
        "protected override System.Threading.Tasks.Task DeliverAsync(IAsyncEnumerable<Item> records, RunContext run, CancellationToken cancellationToken) => throw new NotSupportedException(); ")]
    public async Task Names_ThatNoTableHas_MayDifferInCaseAlone(string types, string member)
    {
        var run = new TestProject()
            .Source("sample/Sample.cs", $"namespace Demo;\n{types}\n[Integration] public sealed partial class Sample : Integration<Item> {{ {member}{Fetch("Item")} }}")
            .Yaml("sample/config.yaml", Samples.Config).Yaml("sample/metadata.yaml", Samples.Metadata).Run();
        await Expect.Diagnostics(run.Diagnostics);
        await Assert.That(run.CompilerMessages).IsEmpty();
    }
}
