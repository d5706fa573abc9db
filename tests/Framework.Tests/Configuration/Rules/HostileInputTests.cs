using System.Diagnostics;
using System.Text;
using IntegrationFramework.Configuration.Rules;

namespace Framework.Tests.Configuration.Rules;

public class HostileInputTests
{
    private static readonly MapSchema Numbers = new(
        new KeySchema("numbers", new ValueSchema(ValueKind.List) { Item = new ValueSchema(ValueKind.Integer) }),
        new KeySchema("tree", new ValueSchema(ValueKind.Dictionary) { Item = new ValueSchema(ValueKind.String) { Nullable = true } }));

    private static readonly CheckOptions Unlimited = new() { MaxLength = int.MaxValue };

    [Test]
    public async Task Check_TenMegabytes_AreRefusedAtOnce()
    {
        var diagnostics = Check(Many(10_000_000), CheckOptions.Default);

        await Assert.That(diagnostics.Single().ToString()).StartsWith("c.yaml(1,1): error IFW0127: the file has 10,000,0");
    }

    [Test]
    public async Task Check_TenMegabytesWhereAllowed_TakesTenTimesTheMemoryOfOne()
    {
        Allocated(Many(1_000_000));
        var one = Allocated(Many(1_000_000));
        var ten = Allocated(Many(10_000_000));

        // Whatever copies what it has read before would take a hundred times as much.
        await Assert.That(ten).IsLessThan(one * 15);
    }

    [Test]
    public async Task Check_TextOfAHundredThousandVariables_TakesNoTimeToSpeakOf()
    {
        var text = "settings:\n  tree:\n    a: \"" + string.Concat(Enumerable.Repeat("${A} ", 200_000)) + "\"\n";
        var watch = Stopwatch.StartNew();

        var diagnostics = Check(text, new CheckOptions { EnvironmentVariables = [] });

        // Comparing the text once per variable took 22 s.
        await Assert.That(diagnostics.Count).IsEqualTo(1000);
        await Assert.That(watch.Elapsed).IsLessThan(TimeSpan.FromSeconds(5));
    }

    [Test]
    public async Task Check_BillionLaughs_IsStoppedAtTheAliasThatGoesTooFar()
    {
        var text = new StringBuilder("settings:\n  tree:\n    a: &a [lol, lol, lol, lol, lol, lol, lol, lol, lol]\n");
        for (var c = 'b'; c <= 'i'; c++)
        {
            text.Append($"    {c}: &{c} [{string.Join(", ", Enumerable.Repeat("*" + (char)(c - 1), 9))}]\n");
        }

        var diagnostic = Check(text.ToString(), CheckOptions.Default).Single(d => d.Id == "IFW0123");

        await Assert.That(diagnostic.Line).IsEqualTo(8);
        await Assert.That(diagnostic.Message).IsEqualTo("the aliases of this file stand for more than 100,000 nodes; write out what is meant");
    }

    [Test]
    [Arguments("[", "", 1)]
    [Arguments("{a: ", "", 4)]
    [Arguments("- ", "", 2)]
    public async Task Check_NestedTooDeep_IsStopped(string open, string close, int width)
    {
        var text = string.Concat(Enumerable.Repeat(open, 100_000)) + close;

        var diagnostic = Check(text, CheckOptions.Default).Single();

        await Assert.That(diagnostic.Id).IsEqualTo("IFW0127");
        await Assert.That(diagnostic.Message).IsEqualTo("nested deeper than 64 levels");
        await Assert.That(diagnostic.Column).IsEqualTo((64 * width) + 1);
    }

    [Test]
    public async Task Check_MoreMistakesThanAnybodyReads_StopsCounting()
    {
        var text = "settings:\n" + string.Concat(Enumerable.Range(0, 5000).Select(i => $"  wrong{i}: {i}\n"));

        await Assert.That(Check(text, CheckOptions.Default).Count).IsEqualTo(1000);
    }

    [Test]
    public async Task Check_PatternThatRunsWild_GivesUp()
    {
        var settings = new MapSchema(new KeySchema("text", new ValueSchema(ValueKind.String) { Pattern = "^(a+)+$" }));

        var file = ConfigRules.Check("c.yaml", $"settings:\n  text: {new string('a', 60)}!", ConfigFileKind.Config, settings, CheckOptions.Default);

        await Assert.That(file.Diagnostics.Single().ToString())
            .IsEqualTo("c.yaml(2,9): error IFW0124: 'text' can't be compared with ^(a+)+$ in reasonable time");
    }

    [Test]
    public async Task Check_ManyConfigs_TakeLittleMoreThanToParseThem()
    {
        const string text = "schedule: \"*/30 * * * *\"\ntimeout: 5m\nretry: { attempts: 3, delay: 2s }\ndeliver:\n  - yaml: { path: a.yaml }\n"
            + "settings:\n  text: London\n  count: 5\n  token: ${API_KEY}\n";
        var parse = TimeSpan.MaxValue;
        var check = TimeSpan.MaxValue;
        for (var round = 0; round < 6; round++)
        {
            parse = Shorter(parse, Repeat(() => Parse(text)));
            check = Shorter(check, Repeat(() => Rulebook.Check(text)));
        }

        // The parser is the larger part; the factor leaves room for a build without optimisation.
        await Assert.That(check).IsLessThan(parse * 8);

        static TimeSpan Shorter(TimeSpan a, TimeSpan b) => a < b ? a : b;
    }

    private static void Parse(string text)
    {
        var parser = new YamlDotNet.Core.Parser(new YamlDotNet.Core.Scanner(new StringReader(text), skipComments: true));
        while (parser.MoveNext())
        {
        }
    }

    private static TimeSpan Repeat(Action action)
    {
        var watch = Stopwatch.StartNew();
        for (var i = 0; i < 100; i++)
        {
            action();
        }

        return watch.Elapsed;
    }

    private static string Many(int length)
    {
        var text = new StringBuilder("settings:\n  numbers:\n", length + 20);
        while (text.Length < length)
        {
            text.Append("    - 12345\n");
        }

        return text.ToString();
    }

    private static long Allocated(string text)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var diagnostics = Check(text, Unlimited);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        return diagnostics.Count == 0 ? allocated : throw new InvalidOperationException(diagnostics[0].ToString());
    }

    private static IReadOnlyList<ConfigDiagnostic> Check(string text, CheckOptions options) =>
        ConfigRules.Check("c.yaml", text, ConfigFileKind.Config, Numbers, options).Diagnostics;
}
