using Generators.Tests.Support;

namespace Generators.Tests.Emitting;

/// <summary>Whatever authors call their types and members, what is emitted for them compiles, without a warning.</summary>
public class NameTests
{
    private const string Fetch =
        "protected override IAsyncEnumerable<Item> FetchAsync(RunContext run, CancellationToken cancellationToken) => throw new NotSupportedException();";

    [Test]
    [Arguments("enums of one name in two namespaces", "public sealed record Item(Demo.A.Status First, Demo.B.Status Second);", "public Demo.A.Status First { get; init; } public Demo.B.Status Second { get; init; }")]
    [Arguments("locals that meet", "public sealed record Item(int Record, int Writer, int Record2);", "public int Result { get; init; } public int ResultValue { get; init; } public int Result2 { get; init; } public int Map { get; init; } public int Item { get; init; }")]
    [Arguments("an underscore", "public sealed record Item(int _, int? __);", "public int _ { get; init; } public int value { get; init; }")]
    [Arguments("types called as those of the framework", "public sealed record Item(Map M, Key K, Value V, Record R); public sealed record Map(int A); public sealed record Key(int A); public sealed record Value(int A); public sealed record Record(int A);", "public int A { get; init; } public List<string> B { get; init; } = [];")]
    [Arguments("generic types over types of one name", "public sealed record Item(Page<Demo.A.Row> A, Page<Demo.B.Row> B, Page<int> C, Page<int?> D); public sealed record Page<T>(T Value);", "public int A { get; init; }")]
    [Arguments("annotations of type arguments", "public sealed record Item(Page<string> A, Page<string?> B); public sealed record Page<T>(T Value);", "public int A { get; init; }")]
    [Arguments("a nested type and one with an underscore", "public sealed record Item(A_B First, A.B Second); public sealed record A_B(int X); public static class A { public sealed record B(int Y); }", "public int A { get; init; }")]
    [Arguments("underscores where nested names are joined", "public sealed record Item(A._B First, A_.B Second); public static class A { public sealed record _B(int X); } public static class A_ { public sealed record B(int Y); }", "public int A { get; init; }")]
    [Arguments("a property and an enum that would give one member", "public sealed record Item(string Name, Field Kind, string NameSort, SortField Order, Kind Other); public enum Field { A } public enum SortField { B } public enum Kind { C }", "public Field Field { get; init; } public string Field2 { get; init; } = \"\";")]
    [Arguments("members that would be called as the class that is made for their type", "public sealed record Item(NameState State); public sealed record NameState(StateSchema State); public enum StateSchema { A }", "public SetLimits Limits { get; init; } = new(); public ParseMode Mode { get; init; } = new(); } public sealed record SetLimits { public int LimitsBinder { get; init; } } public enum ModeBinder { A } public sealed record ParseMode { public ModeBinder Mode { get; init; }")]
    [Arguments("members called as those that every schema has", "public sealed record Item(string? Instance, string? Write, string? Read, string? Unreadable, string? Fields, string? RecordType, string? Value, string? Text);", "public string? Schema { get; init; } public string? Bind { get; init; } public string? New { get; init; } public string? Target { get; init; }")]
    [Arguments("words that mean something in places", "public sealed record Item(int? And, int? Or, int? Not, int? When, int? Var, int? Await, int? Field, int? From, int? Where, int? Select, int? Scoped, int? Nameof, int? Global, List<int?>? With);", "public int? And { get; init; } public int? Or { get; init; } public int? Not { get; init; } public int? When { get; init; } public int? Var { get; init; } public int? Await { get; init; } public int? Field { get; init; } public int? From { get; init; } public int? Where { get; init; } public int? Scoped { get; init; } public int? Nameof { get; init; } public int? Global { get; init; } public int? Yield { get; init; } public int? Dynamic { get; init; }")]
    public async Task Names_ThatMeet_Compile(string why, string records, string settings)
    {
        var run = new TestProject()
            .Source("sample/Others.cs", "namespace Demo.A { public enum Status { One } public sealed record Row(int X); }\nnamespace Demo.B { public enum Status { Two } public sealed record Row(int Y); }")
            .Source("sample/Sample.cs", $"namespace Demo.Names;\n{records}\npublic sealed record SampleSettings {{ {settings} }}\n"
                + $"[Integration] public sealed partial class Sample(SampleSettings settings) : Integration<Item> {{ public string Text => settings.ToString(); {Fetch} }}")
            .Yaml("sample/config.yaml", Samples.Config).Yaml("sample/metadata.yaml", Samples.Metadata).Run();

        await Expect.Diagnostics(run.Diagnostics);
        await Assert.That(run.CompilerMessages).IsEmpty().Because(why);
    }

    [Test]
    [Arguments("Generated")]
    [Arguments("System")]
    [Arguments("IntegrationFramework")]
    [Arguments("String")]
    [Arguments("Task")]
    [Arguments("List")]
    [Arguments("Demo")]
    [Arguments("Type")]
    [Arguments("CompiledFile")]
    [Arguments("ConfigMap")]
    [Arguments("UnsafeAccessor")]
    [Arguments("IntegrationDescriptor")]
    [Arguments("SinkDescriptor")]
    [Arguments("RecordField")]
    [Arguments("FieldKind")]
    [Arguments("Configuration")]
    [Arguments("Registration")]
    public async Task Type_CalledAsWhatEmittedCodeNames_Compiles(string name)
    {
        // The author's own code has to say which is meant: the one beside it, or the one of that name elsewhere.
        var run = new TestProject()
            .Source("sample/Sample.cs", $$"""
                namespace Demo.Names
                {
                    public sealed record {{name}} { public global::System.TimeSpan Wait { get; init; } public global::System.Collections.Generic.List<string>? Tags { get; init; } public Mode Mode { get; init; } }
                    public enum Mode { A, B }
                    public sealed record Item(string Name, {{name}}? Other, Mode Mode);
                    public sealed record SampleSettings { public {{name}}? Own { get; init; } public Mode Mode { get; init; } }
                    [global::IntegrationFramework.Integration]
                    public sealed partial class Sample(SampleSettings settings, Client client) : global::IntegrationFramework.Integration<Item>
                    {
                        public string Text => settings.ToString() + client;
                        protected override global::System.Collections.Generic.IAsyncEnumerable<Item> FetchAsync(
                            global::IntegrationFramework.RunContext run, global::System.Threading.CancellationToken cancellationToken) => throw new global::System.NotSupportedException();
                    }
                    [global::IntegrationFramework.Provided] public sealed class Client;
                    [global::IntegrationFramework.Sink("hook")]
                    public sealed class Hook(HookSettings settings) : global::IntegrationFramework.Sink
                    {
                        public string Text => settings.ToString();
                        protected override global::System.Threading.Tasks.Task DeliverAsync(
                            global::IntegrationFramework.DeliveryPage page, global::System.Threading.CancellationToken cancellationToken) => throw new global::System.NotSupportedException();
                    }
                    public sealed record HookSettings { public Mode Mode { get; init; } }
                }
                """)
            .Yaml("sample/config.yaml", Samples.Config).Yaml("sample/metadata.yaml", Samples.Metadata).Run();

        await Expect.Diagnostics(run.Diagnostics);
        await Assert.That(run.CompilerMessages).IsEmpty();
    }

    [Test]
    [Arguments("Demo.Names", "Generated")]
    [Arguments("Demo.Generated", "Sample")]
    [Arguments("Demo.Generated", "Generated")]
    [Arguments("Demo.System", "System")]
    [Arguments("IntegrationFramework.Generated", "HostRegistry")]
    public async Task Integration_CalledAsWhatEmittedCodeNames_Compiles(string scope, string name)
    {
        var run = new TestProject()
            .Source("sample/Sample.cs", $"namespace {scope};\npublic sealed record Item(string Name);\n[Integration] public sealed partial class {name} : Integration<Item> {{ "
                + "protected override global::System.Collections.Generic.IAsyncEnumerable<Item> FetchAsync(RunContext run, global::System.Threading.CancellationToken cancellationToken) => throw new global::System.NotSupportedException(); }")
            .Yaml("sample/config.yaml", Samples.Config).Yaml("sample/metadata.yaml", Samples.Metadata).Run();

        await Expect.Diagnostics(run.Diagnostics);
        await Assert.That(run.CompilerMessages).IsEmpty();
    }

    [Test]
    [Arguments("Demo.Crm", "Demo.CRM", "Sample", "Sample")]
    [Arguments("Demo.Crm", "Demo.Crm", "Weather", "WEATHER")]
    [Arguments("Demo.@event", "Demo.@Namespace", "Sample", "Sample")]
    public async Task Names_ThatDifferInCaseOrAreKeywords_HaveFilesOfTheirOwn(string firstScope, string secondScope, string firstClass, string secondClass)
    {
        var run = new TestProject()
            .Source("first/First.cs", Samples.Minimal(firstClass, firstScope))
            .Source("second/Second.cs", Samples.Minimal(secondClass, secondScope).Replace(firstScope == secondScope ? "public sealed record Item(string Name);" : "\0", "", StringComparison.Ordinal))
            .Yaml("first/config.yaml", Samples.Config).Yaml("first/metadata.yaml", Samples.Metadata)
            .Yaml("second/config.yaml", Samples.Config).Yaml("second/metadata.yaml", Samples.Metadata).Run();

        await Assert.That(run.Result.Exception).IsNull();
        await Expect.Diagnostics(run.Diagnostics);
        await Assert.That(run.CompilerMessages).IsEmpty();
        await Assert.That(run.Source("Registry.g.cs")).Contains($"{firstClass}Registration").And.Contains($"{secondClass}Registration");
    }

    [Test]
    [Arguments("public int Descriptor => 1;")]
    [Arguments("public virtual int Descriptor => 1;")]
    [Arguments("private int Descriptor => 1; public int Other => Descriptor;")]
    public async Task Descriptor_OfABaseClass_IsHidden(string member)
    {
        var run = new TestProject()
            .Source(
                "sample/Sample.cs",
                "namespace Demo.Names;\npublic sealed record Item(string Name);\n"
                + $"public abstract class Base : Integration<Item> {{ {member} {Fetch} }}\n[Integration] public sealed partial class Sample : Base;")
            .Yaml("sample/config.yaml", Samples.Config).Yaml("sample/metadata.yaml", Samples.Metadata).Run();

        await Expect.Diagnostics(run.Diagnostics);
        await Assert.That(run.CompilerMessages).IsEmpty();
    }

    [Test]
    public async Task Sink_CalledAsAnIntegrationWithoutItsLastWord_HasAClassOfItsOwn()
    {
        var run = new TestProject()
            .Source("sample/ParcelSink.cs", Samples.Minimal("ParcelSink", "Demo.Names"))
            .Source("sinks/Parcel.cs", "namespace Demo.Names;\n" + SinkProject.Bare("parcel", "Parcel", "public"))
            .Yaml("sample/config.yaml", Samples.Config).Yaml("sample/metadata.yaml", Samples.Metadata).Run();

        await Expect.Diagnostics(run.Diagnostics);
        await Assert.That(run.CompilerMessages).IsEmpty();
    }

    [Test]
    public async Task Registry_OfAnAssemblyCalledIntegration_Compiles()
    {
        var project = new TestProject { AssemblyName = "Integration" }.AddMinimal("alpha");
        var run = project.Run();

        await Expect.Diagnostics(run.Diagnostics);
        await Assert.That(run.CompilerMessages).IsEmpty();
    }

    [Test]
    public async Task Schemas_OfAFriendAssembly_DoNotGetInTheWay()
    {
        const string shared = "namespace Demo.Shared;\npublic sealed record Item(string Name);";
        var records = new TestProject { AssemblyName = "Shared" }.Source("shared/Item.cs", shared).Compile().ToMetadataReference();
        var first = Samples.Project("first").Reference(records).Source("first/First.cs", Integration("First"))
            .Source("first/Friend.cs", "[assembly: System.Runtime.CompilerServices.InternalsVisibleTo(\"Second\")]").Run();
        var second = new TestProject { AssemblyName = "Second" }.Reference(records).Reference(first.Compilation.ToMetadataReference())
            .Source("second/Second.cs", Integration("Second")).Yaml("second/config.yaml", Samples.Config).Yaml("second/metadata.yaml", Samples.Metadata).Run();

        await Assert.That(first.CompilerMessages).IsEmpty();
        await Assert.That(second.CompilerMessages).IsEmpty();

        static string Integration(string name) =>
            $"using Demo.Shared;\nnamespace Demo.{name}s;\n[Integration] public sealed partial class {name} : Integration<Item> {{ {Fetch} }}";
    }
}
