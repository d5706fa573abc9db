using Generators.Tests.Support;

namespace Generators.Tests.Emitting;

/// <summary>What authors may write in records and settings, and what generated code has to go around: it compiles, without a warning.</summary>
public class AwkwardMemberTests
{
    private const string Fetch =
        "protected override IAsyncEnumerable<Item> FetchAsync(RunContext run, CancellationToken cancellationToken) => throw new NotSupportedException();";

    private const string Colour = "public enum Colour { Red, Green = 2, [Obsolete(\"gone\", true)] Infra = -3, [Obsolete(\"use Red\")] Rose = 7 }";

    private static TestRun Run(string types, string integration = "public sealed partial class Sample") => new TestProject()
        .Source("sample/Sample.cs", $"namespace Demo;\n{types}\n[Integration] {integration} : Integration<Item> {{ {Fetch} }}")
        .Yaml("sample/config.yaml", Samples.Config).Yaml("sample/metadata.yaml", Samples.Metadata).Run();

    private static async Task<string> Compiles(TestRun run)
    {
        await Expect.Diagnostics(run.Diagnostics);
        await Assert.That(run.CompilerMessages).IsEmpty();
        return run.Source("Demo.Types.g.cs");
    }

    [Test]
    [Arguments("ByteSize?")]
    [Arguments("List<ByteSize?>")]
    [Arguments("Dictionary<string, ByteSize?>")]
    [Arguments("DateTime?")]
    [Arguments("List<DateTime?>")]
    [Arguments("char?[]")]
    [Arguments("Dictionary<string, System.Guid?>")]
    [Arguments("float?")]
    [Arguments("ulong?")]
    [Arguments("Size?")]
    [Arguments("List<Size?>")]
    [Arguments("Point?")]
    public async Task NullableStruct_InARecord_IsReadAgain(string type)
    {
        var emitted = await Compiles(Run($"public sealed record Item({type} Value); public enum Size {{ Small }} public readonly record struct Point(int X);"));

        await Assert.That(emitted).Contains("Unreadable => null").And.Contains("ValueOrNull(");
    }

    [Test]
    public async Task EnumMember_ThatMayNotBeNamed_IsWrittenAndReadByItsNumber()
    {
        var emitted = await Compiles(Run($"public sealed record Item(Colour Value); {Colour}"));

        await Assert.That(emitted).Contains("unchecked((global::Demo.Colour)(-3)) => \"infra\",").And.Contains("\"infra\" => unchecked((global::Demo.Colour)(-3)),")
            .And.Contains("global::Demo.Colour.Rose => \"rose\",");
    }

    [Test]
    public async Task EnumMember_ThatMayNotBeNamed_CanStandInSettings()
    {
        var run = Samples.WithSettings("    public Colour Colour { get; init; } public List<Colour> All { get; init; } = [];", "  colour: infra\n  all: [rose, green]\n", more: Colour).Run();

        await Expect.Diagnostics(run.Diagnostics);
        await Assert.That(run.CompilerMessages.Where(message => !message.Contains("CS9113", StringComparison.Ordinal))).IsEmpty();
    }

    [Test]
    public async Task EnumMember_ThatIsAnotherNameOfAValue_IsReadByEitherAndWrittenByTheFirst()
    {
        var emitted = await Compiles(Run("public sealed record Item(Grade Value); public enum Grade { Low, Small = Low }"));

        await Assert.That(emitted).Contains("global::Demo.Grade.Low => \"low\",").And.Contains("\"low\" => global::Demo.Grade.Low,")
            .And.Contains("\"small\" => global::Demo.Grade.Small,").And.DoesNotContain("=> \"small\"");
    }

    [Test]
    [Arguments("[System.Diagnostics.CodeAnalysis.DisallowNull] public string? A { get; set; }")]
    [Arguments("[System.Diagnostics.CodeAnalysis.DisallowNull] public int? A { get; set; }")]
    [Arguments("[System.Diagnostics.CodeAnalysis.AllowNull] public string A { get => field ?? \"\"; set; } = \"\";")]
    [Arguments("[System.Diagnostics.CodeAnalysis.MaybeNull] public string A { get; set; } = \"\";")]
    [Arguments("[System.Diagnostics.CodeAnalysis.NotNull] public string? A { get => field ?? \"\"; set; }")]
    public async Task Member_WithAnAnnotation_Compiles(string member) => await Compiles(Run($"public sealed class Item {{ {member} }}"));

    [Test]
    [Arguments("public sealed class Item { [Obsolete(\"no\", true)] public Item() { } public Item(int a) => A = a; public int A { get; } }", null)]
    [Arguments("public sealed class Item { public Item() { } [Obsolete(\"no\", true)] public Item(int a) => A = a; public int A { get; set; } }", null)]
    [Arguments("public sealed class Item { [Obsolete(\"no\", true)] public Item() { } public int A { get; set; } }", "it has no constructor whose parameters are its members")]
    [Arguments("[method: Obsolete(\"no\", true)] public sealed class Item(int a) { public int A => a; }", "it has no constructor whose parameters are its members")]
    [Arguments("public sealed class Item { public Item(ref int a) => A = a; public int A { get; } }", "it has no constructor whose parameters are its members")]
    [Arguments("public sealed class Item { public Item(out int a) => A = a = 1; public int A { get; } }", "it has no constructor whose parameters are its members")]
    [Arguments("public sealed class Item { public Item(ref readonly int a) => A = a; public int A { get; } }", "it has no constructor whose parameters are its members")]
    [Arguments("public sealed class Item { public Item(in int a) => A = a; public int A { get; } }", null)]
    [Arguments("public sealed class Item { public int A { get; [Obsolete(\"no\", true)] set; } }", "its member 'A' can't be set")]
    [Arguments("public sealed class Item(int a) { public int A { get; [Obsolete(\"no\", true)] set; } = a; }", null)]
    public async Task Constructor_ThatCannotBeCalled_IsLeftAlone(string record, string? problem)
    {
        var emitted = await Compiles(Run(record));

        await Assert.That(emitted).Contains(problem is null ? "Unreadable => null" : $"Unreadable => \"{problem}\"");
    }

    [Test]
    public async Task Hidden_ByWhatIsIgnored_IsNotWritten()
    {
        var emitted = await Compiles(Run(
            "public abstract class Base { public int A { get; set; } public int B { get; set; } public int C { get; set; } }\n"
            + "public sealed class Item : Base { [System.Text.Json.Serialization.JsonIgnore] internal new string A => \"\"; private new string B => \"\"; public string D => B; }"));

        await Assert.That(emitted).DoesNotContain("\"a\"").And.Contains("\"b\", FieldKind.Integer");
    }

    [Test]
    public async Task Assembly_ThatCompliesWithTheCls_HasNoWarning()
    {
        var run = new TestProject().Property("IfwHost", "true")
            .Source("sample/Assembly.cs", "[assembly: CLSCompliant(true)]")
            .Source("sample/Sample.cs", "namespace Demo;\npublic sealed record Item(string Name, int Count);\npublic sealed record SampleSettings { public int Count { get; init; } }\n"
                + $"[Integration] public sealed partial class Sample(SampleSettings settings) : Integration<Item> {{ public int Count => settings.Count; {Fetch} }}")
            .Source("parcels/ParcelSink.cs", SinkProject.Parcels)
            .Yaml("sample/config.yaml", Samples.Config).Yaml("sample/metadata.yaml", Samples.Metadata).Run();

        await Expect.Diagnostics(run.Diagnostics);
        await Assert.That(run.CompilerMessages.Where(message => message.Contains(".g.cs", StringComparison.Ordinal))).IsEmpty();
    }
}
