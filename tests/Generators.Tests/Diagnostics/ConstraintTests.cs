using Generators.Tests.Support;

namespace Generators.Tests.Diagnostics;

/// <summary>What attributes on settings members ask of the YAML. A member stands in line 5 of its file, its value in line 4 of config.yaml.</summary>
public class ConstraintTests
{
    private const string Base = "public abstract record Base { [Range(1, 5), AllowedValues(1, 2, 3)] public virtual int Count { get; init; } [Required] public virtual string? Name { get; init; } }";

    private static async Task Reports(TestRun run, string? expected)
    {
        await Expect.Diagnostics(run.Diagnostics, expected is null ? [] : [expected]);
        await Assert.That(run.CompilerMessages.Where(message => message.Contains(".g.cs", StringComparison.Ordinal))).IsEmpty();
    }

    [Test]
    [Arguments("public override int Count { get; init; } = 1;", "9", "sample/config.yaml(4,10): IFW0107: 'count' takes one of 1, 2, 3, not '9'")]
    [Arguments("[AllowedValues(1, 9)] public override int Count { get; init; } = 1;", "9", "sample/config.yaml(4,10): IFW0105: 'count' takes a whole number from 1 to 5, not '9'")]
    [Arguments("[AllowedValues(1, 9), Range(1, 10)] public override int Count { get; init; } = 1;", "9", null)]
    [Arguments("public override int Count { get; init; } = 4;", "1", "sample/Sample.cs(10,89): IFW0014: The default 4 of 'SampleSettings.Count' breaks its own constraint: it takes one of 1, 2, 3, not '4'")]
    public async Task Override_OfAMemberWithConstraints_HasThemToo(string member, string value, string? expected)
    {
        var run = new TestProject()
            .Source("sample/Sample.cs", $$"""
                namespace Demo.Sample;
                public sealed record Item(string Name);
                [Integration]
                public sealed partial class Sample(SampleSettings settings) : Integration<Item>
                {
                    public int Count => settings.Count;
                    protected override IAsyncEnumerable<Item> FetchAsync(RunContext run, CancellationToken cancellationToken) => throw new NotSupportedException();
                }
                public sealed record SampleSettings : Base { {{member}} public override string? Name { get; init; } }
                {{Base}}
                """)
            .Yaml("sample/config.yaml", $"deliver: [stdout: {{}}]\nsettings:\n  name: x\n  count: {value}\n").Yaml("sample/metadata.yaml", Samples.Metadata).Run();
        await Reports(run, expected);
    }

    [Test]
    [Arguments("[Required] public string? Name { get; init; }", "  name:\n", "(4,3): IFW0114: 'name' can't be null: give a text")]
    [Arguments("[Required] public string? Name { get; init; }", "  name: ''\n", "(4,9): IFW0105: 'name' takes a text, not an empty one")]
    [Arguments("[Required] public string Name { get; init; } = \"\";", "  name: ' '\n", "(4,9): IFW0105: 'name' takes a text, not white space alone")]
    [Arguments("[Required] public string? Name { get; init; }", "  {}\n", "(3,1): IFW0103: missing key 'name': add a text")]
    [Arguments("[Required(AllowEmptyStrings = true)] public string? Name { get; init; }", "  name: ''\n", null)]
    [Arguments("[Required(AllowEmptyStrings = true)] public string? Name { get; init; }", "  name: null\n", "(4,9): IFW0114: 'name' can't be null: give a text")]
    [Arguments("[Required] public int? Name { get; init; }", "  name: null\n", "(4,9): IFW0114: 'name' can't be null: give a whole number from -2147483648 to 2147483647")]
    [Arguments("[Required] public List<string>? Name { get; init; }", "  name: null\n", "(4,9): IFW0114: 'name' can't be null: give a list")]
    [Arguments("[Required] public List<string>? Name { get; init; }", "  name: []\n", null)]
    [Arguments("[Required, AllowedValues(null, \"a\")] public string? Name { get; init; }", "  name: a\n", null)]
    [Arguments("public required string Name { get; init; }", "  name: ''\n", null)]
    [Arguments("public required string? Name { get; init; }", "  name: null\n", null)]
    public async Task Required_AsAnAttribute_AsksForAValue(string member, string yaml, string? expected) =>
        await Reports(Samples.WithSettings("    " + member, yaml).Run(), expected is null ? null : "sample/config.yaml" + expected);

    [Test]
    [Arguments("[AllowedValues(DayOfWeek.Monday, DayOfWeek.Friday)] public required DayOfWeek Day { get; init; }", "friday", null)]
    [Arguments("[AllowedValues(DayOfWeek.Monday, null)] public DayOfWeek? Day { get; init; }", "monday", null)]
    [Arguments("[AllowedValues(DayOfWeek.Monday, DayOfWeek.Friday)] public required DayOfWeek Day { get; init; }", "sunday", "sample/config.yaml(4,8): IFW0107: 'day' takes one of monday, friday, not 'sunday'; did you mean 'monday'?")]
    [Arguments("[AllowedValues(DayOfWeek.Monday)] public DayOfWeek Day { get; init; } = DayOfWeek.Friday;", "monday", "sample/SampleSettings.cs(5,77): IFW0014: The default DayOfWeek.Friday of 'SampleSettings.Day' breaks its own constraint: it takes one of monday, not 'friday'")]
    [Arguments("[AllowedValues(DayOfWeek.Monday)] public DayOfWeek Day { get; init; }", "monday", "sample/SampleSettings.cs(5,56): IFW0014: The default 0 of 'SampleSettings.Day' breaks its own constraint: it takes one of monday, not 'sunday'; did you mean 'monday'?")]
    [Arguments("[AllowedValues(DayOfWeek.Monday)] public DayOfWeek Day { get; init; } = DayOfWeek.Monday;", "monday", null)]
    [Arguments("[AllowedValues(DateTimeKind.Utc)] public required DayOfWeek Day { get; init; }", "monday", "sample/SampleSettings.cs(5,6): IFW0013: [AllowedValues] doesn't fit 'SampleSettings.Day': its values aren't of the member's type")]
    [Arguments("[AllowedValues(1)] public required DayOfWeek Day { get; init; }", "monday", "sample/SampleSettings.cs(5,6): IFW0013: [AllowedValues] doesn't fit 'SampleSettings.Day': its values aren't of the member's type")]
    [Arguments("[AllowedValues((DayOfWeek)9)] public required DayOfWeek Day { get; init; }", "monday", "sample/SampleSettings.cs(5,6): IFW0013: [AllowedValues] doesn't fit 'SampleSettings.Day': its values aren't of the member's type")]
    public async Task AllowedValues_OfAnEnum_AreItsMembers(string member, string value, string? expected) =>
        await Reports(Samples.WithSettings("    " + member, $"  day: {value}\n").Run(), expected);

    [Test]
    [Arguments("public required Grade Grade { get; init; }", "low", null)]
    [Arguments("public required Grade Grade { get; init; }", "small", null)]
    [Arguments("public required Grade Grade { get; init; }", "smal", "takes one of low, small, http, high, not 'smal'; did you mean 'small'?")]
    [Arguments("[AllowedValues(Grade.Low)] public required Grade Grade { get; init; }", "small", null)]
    [Arguments("[AllowedValues(Grade.Small)] public required Grade Grade { get; init; }", "low", null)]
    [Arguments("[AllowedValues(Grade.Low)] public required Grade Grade { get; init; }", "high", "takes one of low, small, not 'high'")]
    [Arguments("[AllowedValues(Grade.Low)] public Grade Grade { get; init; } = Grade.Small;", "low", null)]
    public async Task Enum_WithTwoNamesForOneValue_TakesBoth(string member, string value, string? problem) => await Reports(
        Samples.WithSettings("    " + member, $"  grade: {value}\n", more: "public enum Grade { Low, Small = Low, HTTP, Http = HTTP, High }").Run(),
        problem is null ? null : "sample/config.yaml(4,10): IFW0107: 'grade' " + problem);

    [Test]
    [Arguments("public float Share { get; init; }", "1e39", "'share' takes a number of single precision, from -3.4028235E+38 to 3.4028235E+38, not '1e39'")]
    [Arguments("public float? Share { get; init; }", "-1e39", "'share' takes a number of single precision, from -3.4028235E+38 to 3.4028235E+38, not '-1e39'")]
    [Arguments("[Range(0, 1e300)] public float Share { get; init; }", "1e39", "'share' takes a number of single precision, from -3.4028235E+38 to 3.4028235E+38, not '1e39'")]
    [Arguments("public float Share { get; init; }", "3.4028235E+38", null)]
    [Arguments("public float Share { get; init; }", "-.inf", null)]
    [Arguments("public float Share { get; init; }", ".nan", null)]
    [Arguments("public double Share { get; init; }", "1e39", null)]
    public async Task Float_TooLargeForItsType_IsReported(string member, string value, string? problem) =>
        await Reports(Samples.WithSettings("    " + member, $"  share: {value}\n").Run(), problem is null ? null : "sample/config.yaml(4,10): IFW0105: " + problem);

    [Test]
    [Arguments("[MaxLength(-5)]", "[MaxLength] doesn't fit 'SampleSettings.Name': a length isn't negative")]
    [Arguments("[MaxLength(-1)]", null)]
    [Arguments("[MaxLength]", null)]
    [Arguments("[MinLength(-1)]", "[MinLength] doesn't fit 'SampleSettings.Name': a length isn't negative")]
    public async Task Length_BelowZero_IsReported(string attribute, string? problem) => await Reports(
        Samples.WithSettings($"    {attribute} public string Name {{ get; init; }} = \"\";", "  name: abc\n").Run(),
        problem is null ? null : "sample/SampleSettings.cs(5,6): IFW0013: " + problem);

    [Test]
    public async Task Map_WithoutKeys_IsNamedAsSuch() => await Reports(
        Samples.WithSettings("    public required Nothing Nothing { get; init; }", "  {}\n", more: "public sealed record Nothing;").Run(),
        "sample/config.yaml(3,1): IFW0103: missing key 'nothing': add a map without keys, {}");
}
