using System.Text;
using Generators.Tests.Support;

namespace Generators.Tests.Diagnostics;

/// <summary>Every mistake in the shape of an integration's C#, with its place and its words. Line 1 of a test's file is the usings.</summary>
public class CodeDiagnosticsTests
{
    private const string Body =
        "{ protected override IAsyncEnumerable<Item> FetchAsync(RunContext run, CancellationToken cancellationToken) => throw new NotSupportedException(); }";

    private static IReadOnlyList<string> Diagnose(string code) => new TestProject()
        .Source("sample/Sample.cs", "namespace Demo;\npublic sealed record Item(string Name);\n" + code)
        .Yaml("sample/config.yaml", Samples.Config).Yaml("sample/metadata.yaml", Samples.Metadata).Run().Diagnostics;

    [Test]
    [Arguments("[Integration] public sealed class Sample : Integration<Item> " + Body, "(4,35): IFW0001: Class 'Sample' is marked [Integration] but isn't partial; write 'partial class Sample'")]
    [Arguments(
        "public static partial class Outer { [Integration] public sealed partial class Sample : Integration<Item> " + Body + " }",
        "(4,79): IFW0002: Class 'Sample' is marked [Integration] but is nested in 'Outer'; move it out, into a namespace")]
    [Arguments(
        "[Integration] public sealed partial class Sample<T> : Integration<Item> " + Body,
        "(4,43): IFW0003: Class 'Sample' is marked [Integration] but is generic; derive a class without type parameters from it and mark that")]
    [Arguments("[Integration] public abstract partial class Sample : Integration<Item>;", "(4,45): IFW0004: Class 'Sample' is marked [Integration] but is abstract; remove 'abstract', or the attribute")]
    [Arguments("[Integration] public sealed partial class Sample;", "(4,43): IFW0005: Class 'Sample' is marked [Integration] but doesn't derive from Integration<TRaw, TOut>; write 'Sample : Integration<…>'")]
    [Arguments(
        "[Integration] public sealed partial class Sample : Integration<Item> { public Sample() { } public Sample(TimeProvider time) { } " + "protected override IAsyncEnumerable<Item> FetchAsync(RunContext run, CancellationToken cancellationToken) => throw new NotSupportedException(); }",
        "(4,43): IFW0016: 'Sample' has 2 public constructors; it needs exactly one, so that it's clear what to inject")]
    [Arguments(
        "[Integration] public sealed partial class Sample : Integration<Item> { private Sample() { } " + "protected override IAsyncEnumerable<Item> FetchAsync(RunContext run, CancellationToken cancellationToken) => throw new NotSupportedException(); }",
        "(4,43): IFW0016: 'Sample' has no public constructors; it needs exactly one, so that it's clear what to inject")]
    public async Task Shape_Wrong_IsReportedAtTheClass(string code, string expected)
    {
        await Expect.Diagnostics(Diagnose(code), "sample/Sample.cs" + expected);
    }

    [Test]
    public async Task Settings_HiddenByAnotherMistake_AreNotCalledUnknown()
    {
        const string Code = "[Integration] public abstract partial class Sample(SampleSettings settings, int count) : Integration<Item>;\n"
            + "public abstract record SampleSettings { public string City { get; init; } = \"\"; }";
        var diagnostics = new TestProject()
            .Source("sample/Sample.cs", "namespace Demo;\npublic sealed record Item(string Name);\n" + Code)
            .Yaml("sample/config.yaml", "retires: 3\nsettings:\n  city: London\n").Yaml("sample/metadata.yaml", Samples.Metadata).Run().Diagnostics;

        await Assert.That(diagnostics.Where(diagnostic => diagnostic.Contains("IFW0102", StringComparison.Ordinal)).Select(diagnostic => diagnostic.Split(':')[0]))
            .IsEquivalentTo(["sample/config.yaml(1,1)"]);
    }

    [Test]
    public async Task Shape_StaticClass_IsReportedAsStatic()
    {
        // A static class has no base class either, and the compiler says more.
        var diagnostics = Diagnose("[Integration] public static partial class Sample;");
        await Assert.That(diagnostics).Contains("sample/Sample.cs(4,43): IFW0004: Class 'Sample' is marked [Integration] but is static; remove 'static', or the attribute");
    }

    [Test]
    [Arguments("SampleSettings settings, Client client", "public sealed class Client;", "sample/Sample.cs(5,68): IFW0010: Nobody provides parameter 'client' of 'Sample': mark 'Client' with [Provided], or name it '…Settings' if it holds the settings")]
    [Arguments("SampleSettings settings, Lazy<string> thing", "", "sample/Sample.cs(5,74): IFW0010: Nobody provides parameter 'thing' of 'Sample': provide a class of your own for 'Lazy<string>' with [assembly: Provides<Lazy<string>, …>], or ask for one marked [Provided]")]
    [Arguments("SampleSettings settings, IDisposable thing", "", "sample/Sample.cs(5,73): IFW0010: Nobody provides parameter 'thing' of 'Sample': 'IDisposable' is an interface; ask for a class marked [Provided]")]
    [Arguments("SampleSettings settings, int count", "", "sample/Sample.cs(5,65): IFW0010: Nobody provides parameter 'count' of 'Sample': values as 'int' belong into the settings record")]
    [Arguments("SampleSettings settings, Client client", "[Provided] public sealed class Client(string url);", "sample/Sample.cs(9,46): IFW0010: Nobody provides parameter 'url' of 'Client': values as 'string' belong into the settings record")]
    [Arguments("SampleSettings settings, Client client", "[Provided] public abstract class Client;", "sample/Sample.cs(5,68): IFW0010: Nobody provides parameter 'client' of 'Sample': 'Client' is abstract")]
    [Arguments(
        "SampleSettings settings, Client client", "[Provided] public sealed class Client(ClientOptions options); public sealed record ClientOptions;",
        "sample/Sample.cs(9,53): IFW0015: Parameter 'options' of 'Client' takes the options record 'ClientOptions': 'SampleSettings' has no member of that type; add 'public required ClientOptions … { get; init; }'")]
    [Arguments(
        "Client client", "[Provided] public sealed class Client(ClientOptions options); public sealed record ClientOptions;",
        "sample/Sample.cs(9,53): IFW0015: Parameter 'options' of 'Client' takes the options record 'ClientOptions': the integration has no settings; give it a settings record with a member of type 'ClientOptions'")]
    [Arguments(
        "A a", "[Provided] public sealed class A(B b);\n[Provided] public sealed class B(A a);",
        "sample/Sample.cs(10,36): IFW0020: Provided types need each other in a circle: A → B → A; break it, for example by moving what both need into a third type")]
    [Arguments(
        "SampleSettings settings, Client client", "[Provided] public sealed class Client { public Client(TimeProvider a) { } public Client(int b) { } }",
        "sample/Sample.cs(9,32): IFW0016: 'Client' has 2 public constructors; it needs exactly one, so that it's clear what to inject")]
    public async Task Parameter_NotProvided_IsReportedAtTheParameter(string parameters, string more, string expected)
    {
        var run = Samples.WithSettings("    public int Count { get; init; }", parameters: parameters, more: more).Run();
        await Expect.Diagnostics(run.Diagnostics, expected);
    }

    [Test]
    [Arguments("public Opt A { get; init; } = new(); public Opt B { get; init; } = new();", "'SampleSettings' has 2 members of that type, 'A' and 'B'; it's unclear which is meant")]
    [Arguments("public Opt? A { get; init; }", "member 'A' of 'SampleSettings' may be null; make it required")]
    public async Task Options_TwoMembersOrOneThatMayBeNull_IsReported(string members, string problem)
    {
        var run = Samples.WithSettings(members, parameters: "SampleSettings settings, Client client", more: "[Provided] public sealed class Client(Opt options); public sealed record Opt;").Run();
        await Expect.Diagnostics(run.Diagnostics, "sample/Sample.cs(9,43): IFW0015: Parameter 'options' of 'Client' takes the options record 'Opt': " + problem);
    }

    [Test]
    [Arguments("[System.Text.Json.Serialization.JsonPropertyName(\"town\")] public required string City { get; init; }", "  town: London\n", 1)]
    [Arguments("[System.Text.Json.Serialization.JsonPropertyName(\"city\")] public required string City { get; init; }", "  city: London\n", 0)]
    [Arguments("[Range(1, 5, ErrorMessage = \"a few\")] public int City { get; init; } = 3;", "  city: 3\n", 1)]
    public async Task Settings_MemberWithAnAttributeThatDoesNothing_IsOneMistake(string member, string yaml, int count) =>
        await Assert.That(Samples.WithSettings("    " + member, yaml).Run().Diagnostics.Count).IsEqualTo(count);

    [Test]
    [Arguments("    public DateTime When { get; init; }", "(5,21): IFW0011: Settings member 'SampleSettings.When' can't be bound: a 'DateTime' has no offset; use 'DateTimeOffset', or 'DateOnly'")]
    [Arguments("    public Dictionary<int, string> Map { get; init; } = [];", "(5,36): IFW0011: Settings member 'SampleSettings.Map' can't be bound: the keys of 'System.Collections.Generic.Dictionary<int, string>' aren't strings")]
    [Arguments("    public SampleSettings? Self { get; init; }", "(5,28): IFW0011: Settings member 'SampleSettings.Self' can't be bound: 'SampleSettings' contains itself")]
    [Arguments("    public int ApiKey { get; init; } public int APIKey { get; init; }", "(5,49): IFW0011: Settings member 'SampleSettings.APIKey' can't be bound: its key 'api_key' is that of 'ApiKey' too; rename one")]
    [Arguments("    public Point Point { get; init; }", "(5,18): IFW0011: Settings member 'SampleSettings.Point' can't be bound: 'Demo.Sample.Point' is a struct; make it a class or a record class")]
    [Arguments("    public Pair Pair { get; init; } = new(1);", "IFW0021")]
    [Arguments("    [System.Text.Json.Serialization.JsonPropertyName(\"town\")] public string City { get; init; } = \"\";", "(5,6): IFW0011: Settings member 'SampleSettings.City' can't be bound: [JsonPropertyName] doesn't rename its key, which is 'city' as the member's name says; rename the member, and remove the attribute")]
    [Arguments("    [Microsoft.Extensions.Configuration.ConfigurationKeyName(\"town\")] public string City { get; init; } = \"\";", "(5,6): IFW0011: Settings member 'SampleSettings.City' can't be bound: [ConfigurationKeyName] doesn't rename its key, which is 'city' as the member's name says; rename the member, and remove the attribute")]
    [Arguments("    public List<string> Tags { get; } = [];", "(5,25): IFW0011: Settings member 'SampleSettings.Tags' can't be bound: it has no public setter; make it '{ get; init; }', or '=> …' where it's no setting")]
    [Arguments("    public string Name { get; private init; } = \"\";", "(5,19): IFW0011: Settings member 'SampleSettings.Name' can't be bound: it has no public setter; make it '{ get; init; }', or '=> …' where it's no setting")]
    [Arguments("    public Dictionary<string, int>? Map { get; private set; }", "(5,37): IFW0011: Settings member 'SampleSettings.Map' can't be bound: it has no public setter; make it '{ get; init; }', or '=> …' where it's no setting")]
    [Arguments("    public TimeSpan Wait { get; internal init; } = TimeSpan.Zero;", "(5,21): IFW0011: Settings member 'SampleSettings.Wait' can't be bound: it has no public setter; make it '{ get; init; }', or '=> …' where it's no setting")]
    [Arguments("    public Pair Pair { get; } = new(1);", "(5,17): IFW0011: Settings member 'SampleSettings.Pair' can't be bound: it has no public setter; make it '{ get; init; }', or '=> …' where it's no setting")]
    [Arguments("    [Range(1, 5)] public string Name { get; init; } = \"\";", "(5,6): IFW0013: [Range] doesn't fit 'SampleSettings.Name': it is for numbers and spans of time")]
    [Arguments("    [Range(5, 1)] public int Count { get; init; } = 3;", "(5,6): IFW0013: [Range] doesn't fit 'SampleSettings.Count': its minimum is greater than its maximum")]
    [Arguments("    [Range(typeof(TimeSpan), \"a\", \"b\")] public TimeSpan Wait { get; init; }", "(5,6): IFW0013: [Range] doesn't fit 'SampleSettings.Wait': its limits aren't spans of time; write [Range(typeof(TimeSpan), \"00:00:01\", \"00:00:10\")]")]
    [Arguments("    [Range(1, 10)] public TimeSpan Wait { get; init; }", "(5,6): IFW0013: [Range] doesn't fit 'SampleSettings.Wait': its limits aren't spans of time; write [Range(typeof(TimeSpan), \"00:00:01\", \"00:00:10\")]")]
    [Arguments("    [Range(typeof(int), \"1\", \"10\")] public TimeSpan? Wait { get; init; }", "(5,6): IFW0013: [Range] doesn't fit 'SampleSettings.Wait': its limits aren't spans of time; write [Range(typeof(TimeSpan), \"00:00:01\", \"00:00:10\")]")]
    [Arguments("    [Length(1, 5)] public int Count { get; init; }", "(5,6): IFW0013: [Length] doesn't fit 'SampleSettings.Count': it is for text, lists and dictionaries; for numbers use [Range]")]
    [Arguments("    [MaxLength(5)] public bool Flag { get; init; }", "(5,6): IFW0013: [MaxLength] doesn't fit 'SampleSettings.Flag': it is for text, lists and dictionaries")]
    [Arguments("    [StringLength(5)] public List<string> Tags { get; init; } = [];", "(5,6): IFW0013: [StringLength] doesn't fit 'SampleSettings.Tags': it is for text")]
    [Arguments("    [Url] public int Count { get; init; }", "(5,6): IFW0013: [Url] doesn't fit 'SampleSettings.Count': it is for text")]
    [Arguments("    [EmailAddress] public Uri? Mail { get; init; }", "(5,6): IFW0013: [EmailAddress] doesn't fit 'SampleSettings.Mail': it is for text")]
    [Arguments("    [AllowedValues(\"a\")] public int Count { get; init; }", "(5,6): IFW0013: [AllowedValues] doesn't fit 'SampleSettings.Count': its values aren't of the member's type")]
    [Arguments("    [RegularExpression(\"a\")] public int Count { get; init; }", "(5,6): IFW0013: [RegularExpression] doesn't fit 'SampleSettings.Count': it is for text")]
    [Arguments("    [CreditCard] public string Card { get; init; } = \"\";", "(5,6): IFW0013: [CreditCard] doesn't fit 'SampleSettings.Card': it isn't among the constraints that are checked: Range, Length, MinLength, MaxLength, StringLength, RegularExpression, AllowedValues, Url, EmailAddress, Required")]
    [Arguments("    [Range(1, 5, ErrorMessage = \"a few\")] public int Count { get; init; } = 3;", "(5,6): IFW0013: [Range] doesn't fit 'SampleSettings.Count': its ErrorMessage would never be shown, since messages say by themselves what a value must be; remove it")]
    [Arguments("    [Required(ErrorMessageResourceName = \"A\", ErrorMessageResourceType = typeof(Pair))] public string? Name { get; init; }", "(5,6): IFW0013: [Required] doesn't fit 'SampleSettings.Name': its ErrorMessageResourceName would never be shown, since messages say by themselves what a value must be; remove it")]
    [Arguments("    [Range(1, 5)] public int Count { get; init; } = 6;", "(5,53): IFW0014: The default 6 of 'SampleSettings.Count' breaks its own constraint: it takes a whole number from 1 to 5, not '6'")]
    [Arguments("    [Range(1, 5)] public int Count { get; init; } = -1;", "(5,53): IFW0014: The default -1 of 'SampleSettings.Count' breaks its own constraint: it takes a whole number from 1 to 5, not '-1'")]
    [Arguments("    [Range(0.5, 5, MinimumIsExclusive = true)] public double Share { get; init; } = 0.5;", "(5,85): IFW0014: The default 0.5 of 'SampleSettings.Share' breaks its own constraint: it takes a number above 0.5 to 5, not '0.5'")]
    [Arguments("    [Range(1, 5)] public int Count { get; init; }", "(5,30): IFW0014: The default 0 of 'SampleSettings.Count' breaks its own constraint: it takes a whole number from 1 to 5, not '0'")]
    [Arguments("    [Range(1, 5)] public int Count { get; init; } = default;", "(5,53): IFW0014: The default default of 'SampleSettings.Count' breaks its own constraint: it takes a whole number from 1 to 5, not '0'")]
    [Arguments("    [MinLength(1)] public List<string> Tags { get; init; } = [];", "(5,62): IFW0014: The default [] of 'SampleSettings.Tags' breaks its own constraint: it takes at least 1 item, not 0")]
    [Arguments("    [MaxLength(1)] public string[] Tags { get; init; } = [\"a\", \"b\"];", "(5,58): IFW0014: The default [\"a\", \"b\"] of 'SampleSettings.Tags' breaks its own constraint: it takes at most 1 item, not 2")]
    [Arguments("    [Length(1, 3)] public Dictionary<string, int> Map { get; init; } = new();", "(5,72): IFW0014: The default new() of 'SampleSettings.Map' breaks its own constraint: it takes 1 to 3 items, not 0")]
    [Arguments("    [MinLength(1)] public string Name { get; init; } = string.Empty;", "(5,56): IFW0014: The default string.Empty of 'SampleSettings.Name' breaks its own constraint: it takes at least 1 character, not 0")]
    [Arguments("    [Length(2, 3)] public string Code { get; init; } = \"abcd\";", "(5,56): IFW0014: The default \"abcd\" of 'SampleSettings.Code' breaks its own constraint: it takes 2 to 3 characters, not 4")]
    [Arguments("    [AllowedValues(\"us\", \"gb\")] public string Country { get; init; } = \"fr\";", "(5,72): IFW0014: The default \"fr\" of 'SampleSettings.Country' breaks its own constraint: it takes one of us, gb, not 'fr'")]
    [Arguments("    [RegularExpression(\"[a-z]+\")] public string Code { get; init; } = \"A1\";", "(5,71): IFW0014: The default \"A1\" of 'SampleSettings.Code' breaks its own constraint: it takes a text that matches [a-z]+, not 'A1'")]
    [Arguments("    [Url] public string Address { get; init; } = \"nowhere\";", "(5,50): IFW0014: The default \"nowhere\" of 'SampleSettings.Address' breaks its own constraint: it takes an http, https or ftp URL, not 'nowhere'")]
    [Arguments("    [EmailAddress] public string Mail { get; init; } = \"nobody\";", "(5,56): IFW0014: The default \"nobody\" of 'SampleSettings.Mail' breaks its own constraint: it takes an e-mail address such as team@example.com, not 'nobody'")]
    public async Task Settings_MemberThatCantBe_IsReportedAtItsPlace(string member, string expected)
    {
        var yaml = member.Contains("[Required", StringComparison.Ordinal) ? "  name: x\n" : "";
        var run = Samples.WithSettings(member, yaml, more: "public sealed record Pair(int A); public record struct Point;")
            .Source("Key.cs", "namespace Microsoft.Extensions.Configuration; public sealed class ConfigurationKeyNameAttribute(string name) : Attribute { public string Name => name; }").Run();
        var full = expected == "IFW0021"
            ? "sample/Sample.cs(9,22): IFW0021: 'Pair' can't be used here: it has no constructor without parameters; write its members as properties: 'public required string Name { get; init; }'"
            : "sample/SampleSettings.cs" + expected;
        await Expect.Diagnostics(run.Diagnostics, full);
    }

    [Test]
    public async Task Settings_PatternThatCantBeRead_IsReportedAtTheAttribute()
    {
        var run = Samples.WithSettings("    [RegularExpression(\"(\")] public string Code { get; init; } = \"\";").Run();
        await Assert.That(run.Diagnostics.Count).IsEqualTo(1);
        await Assert.That(run.Diagnostics[0]).StartsWith("sample/SampleSettings.cs(5,6): IFW0013: [RegularExpression] doesn't fit 'SampleSettings.Code': its pattern can't be read: ");
    }

    [Test]
    [Arguments("public sealed record SampleSettings<T>;", "SampleSettings<int> settings", "it is generic; derive a record without type parameters from it")]
    [Arguments("public abstract record SampleSettings;", "SampleSettings settings", "it is abstract, so that none can be made")]
    public async Task Settings_TypeThatCantBeMade_IsReportedAtTheType(string type, string parameters, string problem)
    {
        var diagnostics = Diagnose($"[Integration] public sealed partial class Sample({parameters}) : Integration<Item> {Body}\n{type}");
        var column = type.IndexOf("SampleSettings", StringComparison.Ordinal) + 1;
        await Expect.Diagnostics(diagnostics, $"sample/Sample.cs(5,{column}): IFW0021: 'SampleSettings' can't be used here: {problem}");
    }

    [Test]
    [Arguments("public Secret? Key { get; init; }", "(4,29): IFW0012: Record member 'Item.Key' can't be written: a secret is never delivered; leave it out, or mark it with [JsonIgnore]")]
    [Arguments("public object? Any { get; init; }", "(4,29): IFW0012: Record member 'Item.Any' can't be written: 'object' isn't among the types of fields; convert it, or mark the member with [JsonIgnore]")]
    [Arguments("public Item? Next { get; init; }", "(4,27): IFW0012: Record member 'Item.Next' can't be written: 'Item' contains itself")]
    [Arguments("public Dictionary<int, int>? Map { get; init; }", "(4,43): IFW0012: Record member 'Item.Map' can't be written: the keys of 'System.Collections.Generic.Dictionary<int, int>' aren't strings")]
    [Arguments("public int Id { get; init; } public int ID { get; init; }", "(4,54): IFW0012: Record member 'Item.ID' can't be written: its name 'id' is that of 'Id' too; rename one")]
    public async Task Record_MemberThatCantBeWritten_IsReportedAtTheMember(string member, string expected)
    {
        var run = new TestProject()
            .Source("sample/Sample.cs", $"namespace Demo;\npublic sealed record Item\n{{            {member} }}\n[Integration] public sealed partial class Sample : Integration<Item> {Body}")
            .Yaml("sample/config.yaml", Samples.Config).Yaml("sample/metadata.yaml", Samples.Metadata).Run();
        await Expect.Diagnostics(run.Diagnostics, "sample/Sample.cs" + expected);
    }

    [Test]
    public async Task Record_WithoutProperties_IsReportedAtTheType()
    {
        var diagnostics = Diagnose("public sealed class Nothing;\n[Integration] public sealed partial class Sample : Integration<Item, Nothing> " + Body);
        await Expect.Diagnostics(
            diagnostics,
            "sample/Sample.cs(4,21): IFW0021: 'Nothing' can't be used here: it has no public properties to write",
            "sample/Sample.cs(5,43): IFW0025: Class 'Sample' fetches 'Item' and delivers 'Nothing', but nothing turns the one into the other; override Postprocess or PostprocessAsync");
    }

    [Test]
    [Arguments("protected override System.Threading.Tasks.Task DeliverAsync(IAsyncEnumerable<Item> records, RunContext run, CancellationToken cancellationToken) => throw new NotSupportedException();", false)]
    [Arguments("", true)]
    public async Task Descriptor_SaysWhetherAllGoesToTheSinks(string member, bool expected)
    {
        var run = new TestProject()
            .Source("sample/Sample.cs", $"namespace Demo;\npublic sealed record Item(string Name);\n[Integration] public sealed partial class Sample : Integration<Item> {{ {member} {Body[1..]}")
            .Yaml("sample/config.yaml", Samples.Config).Yaml("sample/metadata.yaml", Samples.Metadata).Run();
        await Assert.That(run.CompilerMessages).IsEmpty();
        await Assert.That(run.Source("Demo.Sample.Integration.g.cs").Contains("DeliversToSinks = true", StringComparison.Ordinal)).IsEqualTo(expected);
    }

    [Test]
    [Arguments("Integration<Item, Other> ", "(5,43): IFW0025: Class 'Sample' fetches 'Item' and delivers 'Other', but nothing turns the one into the other; override Postprocess or PostprocessAsync")]
    [Arguments("Integration<Item, Base> ", "")]
    [Arguments("Integration<Item, Derived> ", "")]
    [Arguments("Between ", "")]
    public async Task Postprocess_OverriddenByNobody_IsReportedAtTheClass(string integration, string expected)
    {
        const string types = "public record Base(string Name); public sealed record Other(string Name); public record Item(string Name) : Base(Name); public sealed record Derived(string Name) : Item(Name); "
            + "public abstract class Between : Integration<Item, Other> { protected override Other Postprocess(Item raw, RunContext run) => new(raw.Name); }";
        var diagnostics = new TestProject()
            .Source("sample/Sample.cs", $"namespace Demo;\n\n{types}\n[Integration] public sealed partial class Sample : {integration}{Body}")
            .Yaml("sample/config.yaml", Samples.Config).Yaml("sample/metadata.yaml", Samples.Metadata).Run().Diagnostics;
        await Expect.Diagnostics(diagnostics, expected.Length == 0 ? [] : ["sample/Sample.cs" + expected]);
    }

    [Test]
    [Arguments("public sealed class Other { public string Name { get; set; } = \"\"; public int Count; }", "(4,79): IFW0012: Record member 'Other.Count' can't be written: it is a field; make it a property, or mark it with [JsonIgnore]")]
    [Arguments("public sealed record Other(Size Size); public enum Size { Small, SMALL }", "(4,33): IFW0012: Record member 'Other.Size' can't be written: the members 'Small' and 'SMALL' of 'Size' are both 'small'; rename one")]
    [Arguments("public sealed record Other(Token Token); public sealed class Token : List<Token>;", "(4,34): IFW0012: Record member 'Other.Token' can't be written: 'Token' contains itself, or is nested more than 32 deep")]
    [Arguments("public sealed record Other(Box<int> Box); public sealed record Box<T>(Box<Box<T>>? Next);", "(4,84): IFW0012: Record member 'Box.Next' can't be written: 'Box' contains itself")]
    [Arguments("public sealed record Other(string Name) { [Obsolete(\"gone\", true)] public int Old { get; init; } }", "(4,79): IFW0012: Record member 'Other.Old' can't be written: it is obsolete, so that reading it is an error; mark it with [JsonIgnore]")]
    [Arguments("file sealed record Other(string Name);", "(4,20): IFW0021: 'Other' can't be used here: it isn't accessible; make it public or internal")]
    public async Task Record_ThatCannotBeWritten_IsReportedAtItsMember(string record, string expected)
    {
        var diagnostics = Diagnose(record + "\n[Integration] public sealed partial class Sample : Integration<Item, Other> { "
            + "protected override Other? Postprocess(Item raw, RunContext run) => null;" + Body[1..]);
        await Expect.Diagnostics(diagnostics, "sample/Sample.cs" + expected);
    }

    [Test]
    [Arguments("", "{ public required string Key { get; init; }", "(4,95): IFW0021: 'Sample' can't be used here: nobody sets its required member 'Key'; take the value in the constructor")]
    [Arguments("", "{ public int Descriptor => 1;", "(4,83): IFW0021: 'Sample' can't be used here: 'Descriptor' is the member that is made for it; give its own another name")]
    [Arguments("(Retired retired)", "{ public Retired Retired => retired; ", "(6,72): IFW0021: 'Retired' can't be used here: its constructor is obsolete, so that calling it is an error")]
    [Arguments("(Renewed renewed)", "{ public Renewed Renewed => renewed; ", "")]
    [Arguments("", "{ [Obsolete(\"no\", true)] public Sample() { } ", "(4,102): IFW0021: 'Sample' can't be used here: its constructor is obsolete, so that calling it is an error")]
    [Arguments("(ref Client client)", "{ ", "(4,61): IFW0010: Nobody provides parameter 'client' of 'Sample': it is passed by reference; take it by value")]
    [Arguments("(Client client)", "{ public Client Client => client; ", "(5,64): IFW0021: 'Client' can't be used here: nobody sets its required member 'Key'; take the value in the constructor")]
    public async Task Class_ThatCannotBeMade_IsReportedAtItsMember(string parameters, string members, string expected)
    {
        var diagnostics = Diagnose($"[Integration] public sealed partial class Sample{parameters} : Integration<Item> {members}{Body[1..]}\n"
            + "[Provided] public sealed class Client { public required string Key { get; init; } }\n"
            + "[Provided] public sealed class Retired { [Obsolete(\"no\", true)] public Retired() { } }\n"
            + "[Provided] public sealed class Renewed { [Obsolete(\"no\", true)] public Renewed() { } public Renewed(TimeProvider time) { } }");
        await Expect.Diagnostics(diagnostics, expected.Length == 0 ? [] : ["sample/Sample.cs" + expected]);
    }

    [Test]
    [Arguments("[Integration] public sealed partial class Descriptor", "(4,43): IFW0021: 'Descriptor' can't be used here: 'Descriptor' is the member that is made for it, and can't be called as its class; rename the class")]
    [Arguments("[Integration, Obsolete(\"no\", true)] public sealed partial class Sample", "(4,65): IFW0021: 'Sample' can't be used here: it is obsolete, so that using it is an error; remove [Obsolete], or [Integration]")]
    public async Task Class_ThatCannotBeNamed_IsReportedAtItsName(string type, string expected) =>
        await Expect.Diagnostics(Diagnose($"{type} : Integration<Item> {Body}"), "sample/Sample.cs" + expected);

    [Test]
    [Arguments("\"red\"")]
    [Arguments("'r'")]
    [Arguments("1e40")]
    public async Task Default_OfAnEnumThatIsNoneOfItsValues_IsLeftToTheCompiler(string value)
    {
        var run = Samples.WithSettings($"    [AllowedValues(DayOfWeek.Monday)] public DayOfWeek Day {{ get; init; }} = {value};", "  day: monday\n").Run();

        await Assert.That(run.Result.Exception).IsNull();
        await Assert.That(run.CompilerMessages.Any(static message => message.Contains("error CS0029", StringComparison.Ordinal) || message.Contains("error CS0266", StringComparison.Ordinal))).IsTrue();
    }

    [Test]
    [Arguments("private readonly int _max = 10; [Range(1, 100)] public int Max { get => _max; init => _max = value; }")]
    [Arguments("[Range(1, 100)] public int Max { get => field == 0 ? 10 : field; init; }")]
    [Arguments("public SampleSettings() => Max = 5; [Range(1, 100)] public int Max { get; init; }")]
    [Arguments("[Range(1, 100)] public required int Max { get; init; }")]
    [Arguments("[Range(1, 100)] public int? Max { get; init; }")]
    [Arguments("public readonly int Version = 3; public int Max { get; init; }")]
    public async Task Default_ThatCannotBeSeen_IsNotJudged(string members)
    {
        var run = Samples.WithSettings("    " + members, "  max: 3\n").Run();
        await Expect.Diagnostics(run.Diagnostics);
    }

    [Test]
    [Arguments("public string Name => \"a\";")]
    [Arguments("public List<string> Tags => [];")]
    [Arguments("public string Name { get { return \"a\"; } }")]
    [Arguments("public SampleSettings() => Name = \"\"; public string Name { get; }")]
    [Arguments("public System.Text.RegularExpressions.Regex Pattern { get; } = new(\"a\");")]
    [Arguments("public Helper Helper { get; } = new();")]
    [Arguments("private List<string> Tags { get; } = [];")]
    [Arguments("public static List<string> Tags { get; } = [];")]
    public async Task Property_ThatIsNoSetting_IsLeftAlone(string member) =>
        await Expect.Diagnostics(Samples.WithSettings("    " + member, more: "public sealed class Helper;").Run().Diagnostics);

    [Test]
    public async Task Key_OfAMemberWithoutASetter_IsNotCalledUnknown()
    {
        var run = Samples.WithSettings("    public List<string> Tags { get; } = [];", "  tags: [a]\n").Run();
        await Assert.That(run.Diagnostics.Single()).StartsWith("sample/SampleSettings.cs(5,25): IFW0011: ");
    }

    [Test]
    public async Task Key_OfAMemberThatCannotBeBound_IsNotCalledUnknown()
    {
        var run = Samples.WithSettings("    public DateTime When { get; init; }\n    public string? Where { get; init; }", "  when: 2026-01-01\n  were: here\n").Run();
        await Assert.That(run.Diagnostics.Select(diagnostic => diagnostic.Split(": ")[0])).IsEquivalentTo(["sample/SampleSettings.cs(5,21)", "sample/config.yaml(5,3)"]);
    }

    [Test]
    [Arguments("name: other\n", "name: mine\n", "sample/config.test.yaml(1,7): IFW0107: the name is compiled in: it is 'other', in every environment")]
    [Arguments("name: other\n", "name: other\n", null)]
    [Arguments("", "name: sample\n", null)]
    [Arguments("name: \"${NAME:-other}\"\n", "", "sample/config.yaml(1,7): IFW0107: the name is compiled in, so that no variable can stand in it")]
    [Arguments("deliver:\n  - csv: { path: K\uFFFDln.csv }\n", "", "sample/config.yaml(2,19): IFW0101: here the file isn't UTF-8; save it as UTF-8, and write \"\\uFFFD\" where that sign itself is meant")]
    [Arguments("name: other\nnonsense: [\n", "name: other\n", "sample/config.yaml(3,1): IFW0101: a value is needed here; a text that begins with this character stands in quotes")]
    [Arguments("", "name: \"${N:-other}\"\n", "sample/config.test.yaml(1,7): IFW0107: the name is compiled in, so that no variable can stand in it")]
    public async Task Yaml_ThatOnlyTheCompilerCanJudge_IsReported(string config, string overlay, string? expected)
    {
        var diagnostics = Samples.Project("sample").Yaml("sample/config.yaml", config).Yaml("sample/config.test.yaml", overlay).Run().Diagnostics;
        await Expect.Diagnostics(diagnostics, expected is null ? [] : [expected]);
    }

    [Test]
    [Arguments("sample/config.yaml", "utf-16", "IFW0101")]
    [Arguments("sample/config.test.yaml", "utf-16BE", "IFW0101")]
    [Arguments("sample/metadata.yaml", "utf-16", "IFW0201")]
    [Arguments("sample/config.yaml", "utf-32", "IFW0101")]
    [Arguments("sample/config.yaml", "iso-8859-1", "IFW0101")]
    [Arguments("sample/config.yaml", "utf-8", null)]
    [Arguments("sample/metadata.yaml", "iso-8859-1", null)]
    public async Task Yaml_ThatTheProgramCouldNotDecode_IsReported(string path, string encoding, string? id)
    {
        var text = path.EndsWith("metadata.yaml", StringComparison.Ordinal) ? Samples.Metadata : Samples.Config + "# Köln\n";
        var run = Samples.Project("sample").Yaml(path, text, Encoding.GetEncoding(encoding)).Run();
        await Expect.Diagnostics(run.Diagnostics, id is null ? [] : [$"{path}(1,1): {id}: the file is saved as {encoding}; save it as UTF-8"]);
    }

    [Test]
    [Arguments("[Range(0, 999)] public byte Count { get; init; }", "300", "IFW0105: 'count' takes a whole number from 0 to 255, not '300'")]
    [Arguments("[Range(0, 99999999999)] public int Count { get; init; }", "3000000000", "IFW0105: 'count' takes a whole number from 0 to 2147483647, not '3000000000'")]
    [Arguments("[Range(-5, 5, MinimumIsExclusive = true)] public uint Count { get; init; }", "0", null)]
    [Arguments("[Range(0, ulong.MaxValue)] public ulong Count { get; init; }", "18446744073709551999", "IFW0105: 'count' takes a whole number from 0 to 18446744073709551615, not '18446744073709551999'")]
    [Arguments("[Range(0, ulong.MaxValue)] public ulong Count { get; init; }", "18446744073709551615", null)]
    [Arguments("[Range(0, long.MaxValue)] public long Count { get; init; }", "9223372036854775807", null)]
    [Arguments("[Range(long.MinValue, 5)] public long Count { get; init; }", "-9223372036854775809", "IFW0105: 'count' takes a whole number from -9223372036854775808 to 5, not '-9223372036854775809'")]
    [Arguments("[Range(0.5, 2.5)] public int Count { get; init; } = 1;", "3", "IFW0105: 'count' takes a whole number from 0.5 to 2.5, not '3'")]
    [Arguments("[Range(typeof(int), \" 1 \", \"5\")] public int Count { get; init; } = 1;", "0", "IFW0105: 'count' takes a whole number from 1 to 5, not '0'")]
    [Arguments("[Range(300, 999)] public byte Count { get; init; }", "1", "IFW0013: [Range] doesn't fit 'SampleSettings.Count': no byte is in it")]
    public async Task Range_WiderThanItsType_KeepsTheLimitsOfTheType(string member, string value, string? expected)
    {
        var run = Samples.WithSettings("    " + member, $"  count: {value}\n").Run();
        await Assert.That(run.Diagnostics.Select(diagnostic => diagnostic[(diagnostic.IndexOf(": ", StringComparison.Ordinal) + 2)..]))
            .IsEquivalentTo(expected is null ? Array.Empty<string>() : [expected]);
    }

    [Test]
    public async Task Mistakes_InEveryFile_AreReportedInOneRun()
    {
        var run = Samples.WithSettings("    public DateTime When { get; init; }", parameters: "SampleSettings settings, int count")
            .AddMinimal("other").Yaml("other/config.yaml", "wrong: 1\n").Yaml("other/metadata.yaml", "version: x\ntags: [a]\n").Run();
        await Assert.That(run.Diagnostics.Select(diagnostic => diagnostic.Split(": ")[1])).IsEquivalentTo(["IFW0102", "IFW0206", "IFW0010", "IFW0011"]);
    }
}
