using Generators.Tests.Support;
using Microsoft.CodeAnalysis;

namespace Generators.Tests.Diagnostics;

/// <summary>Mistakes in sinks of authors' own, and in the YAML that names them.</summary>
public class SinkDiagnosticsTests
{
    private const string Body = "{ protected override System.Threading.Tasks.Task DeliverAsync(DeliveryPage page, CancellationToken cancellationToken) => throw new NotSupportedException(); }";
    private const string Good = "deliver:\n  - parcels: { address: https://example.com, account: { key: \"${KEY}\" } }\n";

    [Test]
    [Arguments("[Sink(\"hook\")] public sealed class Hook<T> : Sink " + Body, "(3,36): IFW0003: Class 'Hook' is marked [Sink] but is generic; derive a class without type parameters from it and mark that")]
    [Arguments("[Sink(\"hook\")] public abstract class Hook : Sink;", "(3,38): IFW0004: Class 'Hook' is marked [Sink] but is abstract; remove 'abstract', or the attribute")]
    [Arguments("[Sink(\"hook\")] public sealed class Hook;", "(3,36): IFW0022: Class 'Hook' is marked [Sink] but doesn't derive from Sink; write 'Hook : Sink'")]
    [Arguments("[Sink(\"hook\")] public sealed class Hook(int count) : Sink " + Body, "(3,45): IFW0010: Nobody provides parameter 'count' of 'Hook': values as 'int' belong into the settings record")]
    [Arguments(
        "[Sink(\"hook\")] public sealed class Hook(Client client) : Sink " + Body + " [Provided] public sealed class Client(ClientOptions options); public sealed record ClientOptions;",
        "IFW0015: Parameter 'options' of 'Client' takes the options record 'ClientOptions': the sink has no settings; give it a settings record with a member of type 'ClientOptions'")]
    [Arguments("[Sink(\"hook\")] public sealed class Hook : Sink { private Hook() { } protected override System.Threading.Tasks.Task DeliverAsync(DeliveryPage page, CancellationToken cancellationToken) => throw new NotSupportedException(); }", "(3,36): IFW0016: 'Hook' has no public constructors; it needs exactly one, so that it's clear what to inject")]
    [Arguments("public static class Outer { [Sink(\"hook\")] private sealed class Hook : Sink " + Body + " }", "(3,65): IFW0021: 'Hook' can't be used here: it isn't accessible; make it public or internal")]
    [Arguments("[Sink(\"hook\")] public sealed class Hook(HookSettings settings) : Sink " + Body + " public sealed record HookSettings { public DateTime When { get; init; } }", "IFW0011: Settings member 'HookSettings.When' can't be bound: a 'DateTime' has no offset; use 'DateTimeOffset', or 'DateOnly'")]
    [Arguments("[Sink(\"Web Hook\")] public sealed class Hook : Sink " + Body, "(3,2): IFW0023: The sink's name 'Web Hook' isn't snake_case; write 'web_hook'")]
    [Arguments("[Sink(\"9\")] public sealed class Hook : Sink " + Body, "(3,2): IFW0023: The sink's name '9' isn't snake_case; write 'sink_9'")]
    [Arguments("[Sink(\"csv\")] public sealed class Hook : Sink " + Body, "(3,35): IFW0024: There are two sinks named 'csv', that of the framework and that of 'Demo.Hook'; rename one")]
    [Arguments("[Sink(\"hook\")] public sealed class One : Sink " + Body + " [Sink(\"hook\")] public sealed class Two : Sink " + Body, "IFW0024: There are two sinks named 'hook', that of 'Demo.One' and that of 'Demo.Two'; rename one")]
    public async Task Sink_Wrong_IsReportedAtItsPlace(string code, string expected)
    {
        var run = new TestProject().Source("hook/Hook.cs", "namespace Demo;\n" + code).Run();
        await Assert.That(run.Diagnostics.Count).IsEqualTo(1).Because(string.Join('\n', run.Diagnostics));
        await Assert.That(run.Diagnostics[0]).StartsWith("hook/Hook.cs(3,").And.EndsWith(expected);
    }

    [Test]
    public async Task Yaml_OfASinkInTheSameProject_IsCheckedAtItsPlace()
    {
        var run = SinkProject.Create().AddGreeting("deliver:\n  - parcels: { adress: https://example.com, size: 51 }\n  - parcel: {}\n").Run();
        await Expect.Diagnostics(
            run.Diagnostics,
            "greeting/config.yaml(2,5): IFW0103: missing key 'account' with 'key'",
            "greeting/config.yaml(2,16): IFW0102: unknown key 'adress'; did you mean 'address'?",
            "greeting/config.yaml(2,51): IFW0105: 'size' takes a whole number from 1 to 50, not '51'",
            "greeting/config.yaml(3,5): IFW0102: unknown key 'parcel'; did you mean 'parcels'?");
    }

    [Test]
    public async Task Yaml_OfASinkThatNobodyHas_NamesThoseThereAre()
    {
        var run = SinkProject.Create().AddGreeting("deliver:\n  - no_such_sink: {}\n").Run();
        await Expect.Diagnostics(
            run.Diagnostics, "greeting/config.yaml(2,5): IFW0102: unknown key 'no_such_sink'; known here: yaml, jsonl, csv, sqlite, stdout, parcels");
    }

    [Test]
    public async Task Yaml_OfASinkWhoseNameIsWrong_ListsTheNameItIsToHave()
    {
        var run = SinkProject.Create().Source("hook/Hook.cs", "namespace Demo;\n[Sink(\"Web Hook\")] public sealed class Hook : Sink " + Body)
            .AddGreeting("deliver:\n  - no_such_sink: {}\n").Run();
        await Expect.Diagnostics(
            run.Diagnostics,
            "greeting/config.yaml(2,5): IFW0102: unknown key 'no_such_sink'; known here: yaml, jsonl, csv, sqlite, stdout, parcels, web_hook",
            "hook/Hook.cs(3,2): IFW0023: The sink's name 'Web Hook' isn't snake_case; write 'web_hook'");
    }

    [Test]
    public async Task Yaml_OfASinkInAReferencedAssembly_IsCheckedByTheSameRules()
    {
        var vendor = Reference(SinkProject.Create().Run());
        var good = new TestProject().Reference(vendor).AddGreeting(Good).Run();
        await Expect.Diagnostics(good.Diagnostics);
        await Expect.Diagnostics(good.CompilerMessages);

        var bad = new TestProject().Reference(vendor).AddGreeting("deliver:\n  - parcels: { address: nowhere, account: { key: sesame }, size: 51 }\n").Run();
        await Assert.That(bad.Diagnostics.Select(diagnostic => diagnostic.Split(": ")[1])).IsEquivalentTo(["IFW0105", "IFW0112", "IFW0117"]);
    }

    [Test]
    public async Task Yaml_OfASinkThatCantBeRead_CallsNoKeyOfItUnknown()
    {
        var run = SinkProject.Create().AddGreeting("deliver:\n  - hook: { whatever: 1 }\n")
            .Source("hook/Hook.cs", "namespace Demo;\n[Sink(\"hook\")] public abstract class Hook : Sink;").Run();
        await Assert.That(run.Diagnostics.Select(diagnostic => diagnostic.Split(": ")[1])).IsEquivalentTo(["IFW0004"]);
    }

    [Test]
    public async Task Name_OfAReferencedSinkToo_IsReportedAtTheClass()
    {
        var vendor = Reference(SinkProject.Create().Run());
        var run = new TestProject().Reference(vendor).Source("Mine.cs", "namespace Demo;\n" + SinkProject.Bare("parcels", "Mine")).Run();
        await Expect.Diagnostics(run.Diagnostics, "Mine.cs(4,21): IFW0024: There are two sinks named 'parcels', that of 'Vendor.Parcels.ParcelSink' of 'Vendor' and that of 'Demo.Mine'; rename one");
    }

    [Test]
    public async Task Name_InTwoReferencedAssemblies_IsReportedWithoutAPlace()
    {
        var vendor = Reference(SinkProject.Create().Run());
        var other = Reference(new TestProject { AssemblyName = "Other" }.Property("RootNamespace", "Other").Source("Theirs.cs", "namespace Other;\n" + SinkProject.Bare("parcels", "Theirs")).Run());
        var run = new TestProject().Reference(vendor).Reference(other).AddGreeting(Samples.Config).Run();
        await Expect.Diagnostics(run.Diagnostics, "IFW0024: There are two sinks named 'parcels', that of 'Other.Theirs' of 'Other' and that of 'Vendor.Parcels.ParcelSink' of 'Vendor'; rename one");
    }

    [Test]
    public async Task Yaml_OfAnInternalSinkElsewhere_IsUnknown()
    {
        var other = Reference(new TestProject { AssemblyName = "Other" }.Property("RootNamespace", "Other")
            .Source("Theirs.cs", "namespace Other;\n" + SinkProject.Bare("theirs", "Theirs", "internal")).Run());
        var run = new TestProject().Reference(other).AddGreeting("deliver:\n  - theirs: {}\n").Run();
        await Assert.That(run.Diagnostics.Single()).StartsWith("greeting/config.yaml(2,5): IFW0102: unknown key 'theirs'");
    }

    private static PortableExecutableReference Reference(TestRun run)
    {
        using var stream = new MemoryStream();
        var result = run.Compilation.Emit(stream);
        return result.Success
            ? MetadataReference.CreateFromImage(stream.ToArray())
            : throw new InvalidOperationException(string.Join("\n", result.Diagnostics));
    }
}
