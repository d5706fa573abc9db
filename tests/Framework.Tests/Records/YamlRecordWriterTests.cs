using System.Text;
using Framework.Tests.Running;
using IntegrationFramework.Records;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Framework.Tests.Records;

public class YamlRecordWriterTests
{
    private static string Write<T>(RecordSchema<T> schema, params IEnumerable<T> records)
        where T : class
    {
        using var output = new RecordBuffer();
        var writer = new YamlRecordWriter(output);
        foreach (var record in records)
        {
            writer.WriteEntry(schema, record);
        }

        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    private static YamlSequenceNode Parse(string yaml)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(yaml));
        return (YamlSequenceNode)stream.Documents.Single().RootNode;
    }

    [Test]
    public async Task WriteEntry_EveryKindOfField_ReadsLikeYamlThatAPersonWrote()
    {
        var record = new Everything { Children = [new Everything { Tags = [], Rates = [], Matrix = [[7]] }] };
        await Assert.That(Write(Everything.Schema, record)).IsEqualTo(
            """
            - text: text
              flag: true
              whole: -42
              real: 1.5
              money: 12.30
              day: 2026-01-31
              moment: 2026-01-31T12:30:00.25+02:00
              span: "01:02:03"
              nested: null
              tags:
                - a
                - "no"
              rates:
                EUR: 1.0
                x y: 0.25
              matrix:
                - - 1
                  - 2
                - []
              children:
                - text: text
                  flag: true
                  whole: -42
                  real: 1.5
                  money: 12.30
                  day: 2026-01-31
                  moment: 2026-01-31T12:30:00.25+02:00
                  span: "01:02:03"
                  nested: null
                  tags: []
                  rates: {}
                  matrix:
                    - - 7
                  children: []

            """);
    }

    [Test]
    [Arguments("plain text", "plain text")]
    [Arguments("ünïcödé 😀 /path?x=1&y", "ünïcödé 😀 /path?x=1&y")]
    [Arguments("no", "\"no\"")]
    [Arguments("TRUE", "\"TRUE\"")]
    [Arguments("null", "\"null\"")]
    [Arguments("~", "\"~\"")]
    [Arguments("", "\"\"")]
    [Arguments("1.0", "\"1.0\"")]
    [Arguments("0x1F", "\"0x1F\"")]
    [Arguments("1e3", "\"1e3\"")]
    [Arguments(".5", "\".5\"")]
    [Arguments("+12", "\"+12\"")]
    [Arguments("12:30", "\"12:30\"")]
    [Arguments("2026-01-31", "\"2026-01-31\"")]
    [Arguments("2026-01-31T10:00:00Z", "\"2026-01-31T10:00:00Z\"")]
    [Arguments("1_000", "\"1_000\"")]
    [Arguments("3 apples", "3 apples")]
    [Arguments("- dash", "\"- dash\"")]
    [Arguments("key: value", "\"key: value\"")]
    [Arguments("trailing:", "\"trailing:\"")]
    [Arguments("a:b", "a:b")]
    [Arguments("a #comment", "\"a #comment\"")]
    [Arguments("a#b", "a#b")]
    [Arguments(" lead", "\" lead\"")]
    [Arguments("trail ", "\"trail \"")]
    [Arguments("@at", "\"@at\"")]
    [Arguments("`tick", "\"`tick\"")]
    [Arguments("%percent", "\"%percent\"")]
    [Arguments("say \"hi\"", "say \"hi\"")]
    [Arguments("\"quoted\"", "\"\\\"quoted\\\"\"")]
    [Arguments("back\\slash", "back\\slash")]
    [Arguments("tab\there", "\"tab\\there\"")]
    [Arguments("bell\u0007", "\"bell\\u0007\"")]
    [Arguments("line\u2028sep", "\"line\\u2028sep\"")]
    [Arguments("cr\rlf", "\"cr\\rlf\"")]
    [Arguments("a\nb", "|-\n    a\n    b")]
    [Arguments("a\nb\n", "|\n    a\n    b")]
    [Arguments("a\n\n", "|+\n    a\n")]
    [Arguments(" a\nb", "\" a\\nb\"")]
    [Arguments("a\r\nb", "\"a\\r\\nb\"")]
    public async Task WriteEntry_Text_IsQuotedOnlyWhereItHasToBe(string text, string expected)
    {
        var yaml = Write(Item.Schema, new Item(1, text));
        await Assert.That(yaml).IsEqualTo($"- id: 1\n  name: {expected}\n");
    }

    [Test]
    public async Task WriteEntry_AnyText_ComesBackTheSame()
    {
        var random = new Random(20260131);
        const string alphabet = "ab01-:#'\"\\ \n\t\r,.[]{}&*!|>%@`~?=<ñ€\u0007\u0085\u00a0\u2028\ufeff😀yesnoTFeE+_";
        var texts = Enumerable.Range(0, 20_000).Select(_ => new string([.. Enumerable.Range(0, random.Next(0, 9)).SelectMany(_ => Rune(alphabet, random))])).ToList();
        var nodes = Parse(Write(Item.Schema, texts.Select((text, i) => new Item(i, text))));
        for (var i = 0; i < texts.Count; i++)
        {
            var scalar = (YamlScalarNode)nodes[i]["name"];
            await Assert.That(scalar.Value).IsEqualTo(texts[i]);
            if (scalar.Style == ScalarStyle.Plain)
            {
                await Assert.That(IsOtherThanText(scalar.Value!)).IsFalse();
            }
        }
    }

    [Test]
    public async Task WriteEntry_StrangeKeys_ComeBackTheSame()
    {
        string[] keys = ["", "no", "a: b", "- x", "?", "line\nbreak", new string('k', 3000), "#", "~", "1", "{", "tab\t"];
        var yaml = Write(Everything.Schema, new Everything { Rates = keys.ToDictionary(key => key, key => (double)key.Length) });
        var rates = (YamlMappingNode)Parse(yaml)[0]["rates"];
        await Assert.That(rates.Children.Keys.Select(key => ((YamlScalarNode)key).Value!)).IsEquivalentTo(keys);
        await Assert.That(rates.Children.Values.Select(value => ((YamlScalarNode)value).Value!)).IsEquivalentTo(keys.Select(key => $"{key.Length}.0"));
    }

    [Test]
    [Arguments(double.NaN, ".nan")]
    [Arguments(double.PositiveInfinity, ".inf")]
    [Arguments(double.NegativeInfinity, "-.inf")]
    [Arguments(5.0, "5.0")]
    [Arguments(-0.0, "-0.0")]
    [Arguments(1e300, "1E+300")]
    [Arguments(0.1, "0.1")]
    public async Task WriteEntry_FloatingPointNumber_StaysOne(double value, string expected)
    {
        await Assert.That(Write(Everything.Schema, new Everything { Real = value })).Contains($"  real: {expected}\n");
    }

    private static IEnumerable<char> Rune(string alphabet, Random random)
    {
        var i = random.Next(alphabet.Length);
        if (char.IsLowSurrogate(alphabet[i]))
        {
            i--;
        }

        yield return alphabet[i];
        if (char.IsHighSurrogate(alphabet[i]))
        {
            yield return alphabet[i + 1];
        }
    }

    private static bool IsOtherThanText(string plain) =>
        plain is "" or "~" or "null" or "true" or "false" or "yes" or "no" or "y" or "n"
        || double.TryParse(plain, System.Globalization.NumberStyles.Float, System.Globalization.CultureInfo.InvariantCulture, out _);
}
