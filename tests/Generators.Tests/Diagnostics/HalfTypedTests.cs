extern alias generators;

using generators::IntegrationFramework.Generators.Diagnostics;
using generators::IntegrationFramework.Generators.Parsing;
using Generators.Tests.Support;

namespace Generators.Tests.Diagnostics;

/// <summary>Attributes as they stand while they're being typed, or as nobody would expect them: the generator goes on, and says nothing that the compiler says.</summary>
public class HalfTypedTests
{
    private const string Wrong = "(5,6): IFW0013: ";

    [Test]
    [Arguments("[Range(1)] public int Value { get; init; }")]
    [Arguments("[Range(1, xx)] public int Value { get; init; }")]
    [Arguments("[Range(1, )] public int Value { get; init; }")]
    [Arguments("[Range] public int Value { get; init; }")]
    [Arguments("[Range(\"1\", \"2\")] public int Value { get; init; }")]
    [Arguments("[Range(typeof(xx), \"1\", \"2\")] public int Value { get; init; }")]
    [Arguments("[Range(1, 5, MinimumIsExclusive = new[] { true })] public int Value { get; init; } = 1;")]
    [Arguments("[Range(new[] { 1 }, 2)] public int Value { get; init; }")]
    [Arguments("[Length] public string Value { get; init; } = \"\";")]
    [Arguments("[Length(new[] { 1 }, 2)] public string Value { get; init; } = \"\";")]
    [Arguments("[MinLength] public string Value { get; init; } = \"\";")]
    [Arguments("[MinLength(\"1\")] public string Value { get; init; } = \"\";")]
    [Arguments("[MaxLength(new[] { 1 })] public string Value { get; init; } = \"\";")]
    [Arguments("[StringLength(5, MinimumLength = new[] { 1 })] public string Value { get; init; } = \"\";")]
    [Arguments("[StringLength] public string Value { get; init; } = \"\";")]
    [Arguments("[RegularExpression] public string Value { get; init; } = \"\";")]
    [Arguments("[RegularExpression(5)] public string Value { get; init; } = \"\";")]
    [Arguments("[RegularExpression(new[] { \"a\" })] public string Value { get; init; } = \"\";")]
    [Arguments("[AllowedValues(xx)] public string Value { get; init; } = \"\";")]
    [Arguments("[AllowedValues(\"a\", xx)] public string Value { get; init; } = \"\";")]
    [Arguments("[AllowedValues(new[] { xx })] public string Value { get; init; } = \"\";")]
    [Arguments("[AllowedValues(\"a\", Name = 1)] public string Value { get; init; } = \"a\";")]
    [Arguments("[Url(1)] public string Value { get; init; } = \"https://example.com\";")]
    [Arguments("[EmailAddress(1)] public string Value { get; init; } = \"a@example.com\";")]
    [Arguments("[Required(AllowEmptyStrings = new[] { true })] public string Value { get; init; } = \"\";")]
    [Arguments("[Required(1)] public string Value { get; init; } = \"\";")]
    [Arguments("[Obsolete(new[] { \"no\" })] public string Value { get; init; } = \"\";")]
    [Arguments("[Obsolete(\"no\", new[] { true })] public string Value { get; init; } = \"\";")]
    [Arguments("[Range(typeof(TimeSpan), \"00:00:01\", \"00:00:10\")] public TimeSpan Value { get; init; } = new(xx);")]
    [Arguments("[Range(typeof(TimeSpan), \"00:00:01\", \"00:00:10\")] public TimeSpan Value { get; init; } = new(1, 2, 3, 4, 5, 6, 7, 8);")]
    [Arguments("[Range(typeof(TimeSpan), \"00:00:01\", \"00:00:10\")] public TimeSpan Value { get; init; } = TimeSpan.FromMinutes(1, weeks: 2);")]
    [Arguments("[Range(typeof(TimeSpan), \"00:00:01\", \"00:00:10\")] public TimeSpan Value { get; init; } = -;")]
    [Arguments("[MinLength(1)] public Dictionary<string, int> Value { get; init; } = new(xx) { [yy] = 1 };")]
    [Arguments("[MinLength(1)] public Dictionary<string, int> Value { get; init; } = new() { [] = 1, [1] = 2 };")]
    [Arguments("[MinLength(1)] public string[] Value { get; init; } = new string[xx];")]
    [Arguments("[MinLength(1)] public List<string> Value { get; init; } = new List<string>(xx;")]
    [Arguments("[Url] public Uri Value { get; init; } = new(xx, UriKind.Absolute);")]
    [Arguments("[Rnage(1, 2)] public string Value { get; init; } = \"\";")]
    [Arguments("[System.Text.Json.Serialization.JsonPropertyName] public string Value { get; init; } = \"\";")]
    public async Task Attribute_ThatTheCompilerReports_IsLeftToIt(string member)
    {
        // Where a value is asked for it's there, so that nothing is said of the YAML.
        var run = Samples.WithSettings("    " + member, member.Contains("[Required", StringComparison.Ordinal) ? "  value: x\n" : "").Run();

        await Assert.That(run.Result.Exception).IsNull();
        await Expect.Diagnostics(run.Diagnostics);
        await Assert.That(run.CompilerMessages.Any(static message => message.Contains("error CS", StringComparison.Ordinal))).IsTrue();
    }

    [Test]
    [Arguments("[AllowedValues(null)] public string? Value { get; init; }", "[AllowedValues] doesn't fit 'SampleSettings.Value': it has no values; write those that the member may have")]
    [Arguments("[AllowedValues] public string? Value { get; init; }", "[AllowedValues] doesn't fit 'SampleSettings.Value': it has no values; write those that the member may have")]
    [Arguments("[AllowedValues([null])] public string? Value { get; init; }", "[AllowedValues] doesn't fit 'SampleSettings.Value': it has no values; write those that the member may have")]
    [Arguments("[AllowedValues(new[] { \"a\" }, \"b\")] public string Value { get; init; } = \"b\";", "[AllowedValues] doesn't fit 'SampleSettings.Value': its values aren't of the member's type")]
    [Arguments("[AllowedValues(new[] { 1, 2 })] public int Value { get; init; } = 1;", "[AllowedValues] doesn't fit 'SampleSettings.Value': its values aren't of the member's type")]
    [Arguments("[AllowedValues('a', 'b')] public int Value { get; init; } = 97;", "[AllowedValues] doesn't fit 'SampleSettings.Value': its values aren't of the member's type")]
    [Arguments("[AllowedValues('a', 'b')] public string Value { get; init; } = \"a\";", "[AllowedValues] doesn't fit 'SampleSettings.Value': its values aren't of the member's type")]
    [Arguments("[AllowedValues(typeof(int))] public int Value { get; init; }", "[AllowedValues] doesn't fit 'SampleSettings.Value': its values aren't of the member's type")]
    [Arguments("[RegularExpression(null)] public string Value { get; init; } = \"\";", "[RegularExpression] doesn't fit 'SampleSettings.Value': it has no pattern")]
    [Arguments("[RegularExpression(\"\")] public string Value { get; init; } = \"\";", "[RegularExpression] doesn't fit 'SampleSettings.Value': it has no pattern")]
    [Arguments("[Range(typeof(int), null, \"5\")] public int Value { get; init; }", "[Range] doesn't fit 'SampleSettings.Value': its limits aren't numbers")]
    [Arguments("[Range(null, null, null)] public TimeSpan Value { get; init; }", "[Range] doesn't fit 'SampleSettings.Value': its limits aren't spans of time; write [Range(typeof(TimeSpan), \"00:00:01\", \"00:00:10\")]")]
    [Arguments("[Range(double.NaN, 5)] public double Value { get; init; }", "[Range] doesn't fit 'SampleSettings.Value': its limits aren't numbers")]
    [Arguments("[Range(5, 5, MaximumIsExclusive = true)] public int Value { get; init; } = 5;", "[Range] doesn't fit 'SampleSettings.Value': no int is in it")]
    [Arguments("[DeniedValues(null)] public string? Value { get; init; }", "[DeniedValues] doesn't fit 'SampleSettings.Value': it isn't among the constraints that are checked: Range, Length, MinLength, MaxLength, StringLength, RegularExpression, AllowedValues, Url, EmailAddress, Required")]
    public async Task Constraint_ThatMakesNoSense_IsReportedAtTheAttribute(string member, string expected) =>
        await Expect.Diagnostics(Samples.WithSettings("    " + member).Run().Diagnostics, "sample/SampleSettings.cs" + Wrong + expected);

    [Test]
    public async Task Values_InAnArray_AreThoseOfTheList()
    {
        var run = Samples.WithSettings("    [AllowedValues(new[] { \"a\", \"b\" })] public string Value { get; init; } = \"a\";", "  value: c\n").Run();
        await Expect.Diagnostics(run.Diagnostics, "sample/config.yaml(4,10): IFW0107: 'value' takes one of a, b, not 'c'; did you mean 'a'?");
    }

    [Test]
    [Arguments("[MinLength(3), Length(1, 5)] public string Value { get; init; } = \"abc\";", "ab", "sample/config.yaml(4,10): IFW0105: 'value' takes 3 to 5 characters, not 2")]
    [Arguments("[Length(1, 5), MaxLength(9)] public string Value { get; init; } = \"abc\";", "abcdef", "sample/config.yaml(4,10): IFW0105: 'value' takes 1 to 5 characters, not 6")]
    [Arguments("[MinLength(5), MaxLength(3)] public string Value { get; init; } = \"abcde\";", "abcde", "sample/SampleSettings.cs(5,20): IFW0013: [MaxLength] doesn't fit 'SampleSettings.Value': with the member's other constraints it leaves no length")]
    public async Task Lengths_OfSeveralAttributes_AllHold(string member, string value, string expected) =>
        await Expect.Diagnostics(Samples.WithSettings("    " + member, $"  value: {value}\n").Run().Diagnostics, expected);

    [Test]
    [Arguments("[Sink]", null)]
    [Arguments("[Sink(1)]", null)]
    [Arguments("[Sink(new[] { \"hook\" })]", null)]
    [Arguments("[Sink(null)]", "hook/Hook.cs(3,2): IFW0023: The sink's name '' isn't snake_case; write 'sink_1'")]
    public async Task Sink_WithoutAName_TakesNothingElseAway(string attribute, string? expected)
    {
        var run = Samples.Project("alpha").Source("hook/Hook.cs", $$"""
            namespace Demo;
            {{attribute}} public sealed class Hook : Sink { protected override System.Threading.Tasks.Task DeliverAsync(DeliveryPage page, CancellationToken cancellationToken) => throw new NotSupportedException(); }
            """).Run();

        await Expect.Diagnostics(run.Diagnostics, expected is null ? [] : [expected]);
        await Assert.That(run.Source("Registry.g.cs")).Contains("AlphaRegistration.Name,");
    }

    [Test]
    public async Task Record_WithAHalfTypedName_IsWrittenByItsOwn()
    {
        var run = new TestProject().Source("alpha/Alpha.cs", Samples.Minimal("Alpha", "Demo.Alpha").Replace(
            "Item(string Name)", "Item([property: System.Text.Json.Serialization.JsonPropertyName(new[] { \"a\" })] string Name)", StringComparison.Ordinal))
            .Yaml("alpha/config.yaml", Samples.Config).Yaml("alpha/metadata.yaml", Samples.Metadata).Run();
        await Expect.Diagnostics(run.Diagnostics);
    }

    [Test]
    public async Task Class_ThatItsParserCannotRead_IsReportedAndLeavesTheOthers()
    {
        var compilation = Samples.Project("alpha").Compile();
        var type = compilation.GetTypeByMetadataName("Demo.Alpha.Alpha")!;
        var place = LocationInfo.From(type, compilation)!;
        var context = new ParseContext(compilation, place, CancellationToken.None);

        var read = ClassGuard.Read(type, context, place, static () => throw new InvalidOperationException("Defect."), static () => "nothing");

        await Assert.That(read).IsEqualTo("nothing");
        await Expect.Diagnostics(
            [.. context.Diagnostics.Select(static diagnostic => TestRun.Format(diagnostic.ToDiagnostic()))],
            "alpha/Alpha.cs(5,29): IFW0021: 'Alpha' can't be used here: the generator can't read it: Defect.");
        await Assert.That(() => ClassGuard.Read<string>(type, context, place, static () => throw new OperationCanceledException(), static () => "nothing"))
            .Throws<OperationCanceledException>();
    }
}
