using Generators.Tests.Support;

namespace Generators.Tests.Diagnostics;

/// <summary>A default is judged as the same value in YAML is, and in the same words.</summary>
public class DefaultTests
{
    [Test]
    [Arguments("[RegularExpression(\"a|ab\")] public string Value { get; init; } = \"ab\";", "ab", "takes a text that matches a|ab, not 'ab'")]
    [Arguments("[RegularExpression(\"ab|a\")] public string Value { get; init; } = \"ab\";", "ab", null)]
    [Arguments("[RegularExpression(\"ab\")] public string Value { get; init; } = \"ab\\n\";", "\"ab\\n\"", "takes a text that matches ab, not 'ab '")]
    [Arguments("[AllowedValues(\"us\", \"gb\")] public string Value { get; init; } = Names.Usa;", "usa", "takes one of us, gb, not 'usa'; did you mean 'us'?")]
    [Arguments("[AllowedValues(\"us\", \"gb\")] public string Value { get; init; } = \"gb\";", "gb", null)]
    [Arguments("[Length(2, 3)] public string Value { get; init; } = \"\";", "''", "takes 2 to 3 characters, not 0")]
    [Arguments("[Url, MaxLength(5)] public string Value { get; init; } = \"nowhere\";", "nowhere", "takes at most 5 characters, not 7")]
    [Arguments("[AllowedValues(0.5)] public decimal Value { get; init; } = 0.50m;", "0.50", null)]
    [Arguments("[AllowedValues(0.5)] public double Value { get; init; } = 0.25;", "0.25", "takes one of 0.5, not '0.25'")]
    [Arguments("[Range(0, 0.1)] public float Value { get; init; } = 0.1f;", "0.1", null)]
    [Arguments("[Range(0.1f, 1f)] public float Value { get; init; } = 0.1f;", "0.1", null)]
    [Arguments("[Range(0.1f, 1f)] public float Value { get; init; } = 0.05f;", "0.05", "takes a number from 0.1 to 1, not '0.05'")]
    [Arguments("[Range(float.MinValue, float.MaxValue)] public float Value { get; init; } = float.MaxValue;", "3.4028235E+38", null)]
    [Arguments("[AllowedValues(0.1f)] public float Value { get; init; } = 0.1f;", "0.1", null)]
    [Arguments("[Range(0, 1)] public double Value { get; init; } = double.NaN;", ".nan", "takes a number from 0 to 1, not '.nan'")]
    [Arguments("[Range(0, 1)] public float Value { get; init; } = float.NegativeInfinity;", "-.inf", "takes a number from 0 to 1, not '-.inf'")]
    [Arguments("[Range(0, 1e300)] public double Value { get; init; } = 1e299;", "1e299", null)]
    [Arguments("[Range(typeof(long), \"0\", \"9007199254740992\")] public long Value { get; init; } = 9007199254740993;", "9007199254740993", "takes a whole number from 0 to 9007199254740992, not '9007199254740993'")]
    [Arguments("[Range(1, 5)] public int Value { get; init; } = 'a';", "97", "takes a whole number from 1 to 5, not '97'")]
    [Arguments("[Range(1, 5)] public int Value { get; init; } = default;", "0", "takes a whole number from 1 to 5, not '0'")]
    [Arguments("[Range(1, 5)] public int? Value { get; init; } = default;", "null", null)]
    [Arguments("[AllowedValues(true)] public bool Value { get; init; } = false;", "false", "takes one of true, not 'false'")]
    [Arguments("[AllowedValues(true)] public bool Value { get; init; }", "False", "takes one of true, not 'false'")]
    [Arguments("[AllowedValues(true)] public bool Value { get; init; } = true;", "True", null)]
    [Arguments("[AllowedValues(DayOfWeek.Monday, DayOfWeek.Friday)] public DayOfWeek Value { get; init; }", "sunday", "takes one of monday, friday, not 'sunday'; did you mean 'monday'?")]
    [Arguments("[AllowedValues(DayOfWeek.Monday)] public DayOfWeek Value { get; init; } = (DayOfWeek)9;", "9", "takes one of monday, not '9'")]
    [Arguments("[Range(typeof(TimeSpan), \"00:00:01\", \"01:00:00\")] public TimeSpan Value { get; init; }", "0s", "takes a duration such as 200ms, 10s or 1h30m from 00:00:01 to 01:00:00, not '0s'")]
    [Arguments("[Range(typeof(TimeSpan), \"00:00:01\", \"01:00:00\")] public TimeSpan Value { get; init; } = TimeSpan.Zero;", "0s", "takes a duration such as 200ms, 10s or 1h30m from 00:00:01 to 01:00:00, not '0s'")]
    [Arguments("[Range(typeof(TimeSpan), \"00:00:00\", \"01:00:00\")] public TimeSpan Value { get; init; } = default;", "0s", null)]
    [Arguments("[MinLength(2)] public List<string> Value { get; init; } = [\"a\"];", "[a]", "takes at least 2 items, not 1")]
    [Arguments("[Length(2, 2)] public Dictionary<string, int> Value { get; init; } = new();", "{}", "takes exactly 2 items, not 0")]
    public async Task Default_AndTheSameValueInYaml_AreJudgedAlike(string member, string yaml, string? problem)
    {
        var run = Samples.WithSettings("    " + member, $"  value: {yaml}\n", more: "public static class Names { public const string Usa = \"usa\"; }").Run();

        // The same value in other letters is the same value.
        var told = run.Diagnostics.Select(message => message[(message.LastIndexOf(" takes ", StringComparison.Ordinal) + 1)..].Replace("'False'", "'false'", StringComparison.Ordinal));
        await Assert.That(string.Join("\n", told)).IsEqualTo(problem is null ? "" : $"{problem}\n{problem}");
        await Assert.That(run.Diagnostics.Count(message => message.StartsWith("sample/SampleSettings.cs(5,", StringComparison.Ordinal))).IsEqualTo(problem is null ? 0 : 1);
    }
}
