using System.Text;
using IntegrationFramework.Configuration.Rules;

namespace Framework.Tests.Configuration.Rules;

public class FuzzTests
{
    private const string Good = """
        # A config with something of everything.
        enabled: true
        schedule: "*/30 * * * * Europe/London"
        retry: { attempts: 3, delay: 2s, max_delay: 1m }
        deliver:
          - yaml: &sink { path: weather.yaml }
          - sqlite: { path: warehouse.db, table: weather, key: [city, observed_at] }
        settings:
          text: |
            two
              lines
          short: 'it''s'
          list: [1, 2, 0x3]
          dictionary: { a: 1, "b\u0041": 2 }
          token: "${API_KEY:?ask the owner}"
          map: &map
            must: >-
              folded
              text
          url: https://${HOST:-example.com}/
          at: 2026-01-31T08:00:00.5+01:00
        """;

    private static readonly string[] Pieces =
    [
        ":", ": ", "- ", "\n", "\n  ", "\t", "[", "]", "{", "}", ",", "&a ", "*a", "!!str ", "!", "|", ">", "\"", "'", "#", " #", "? ", "%", "@", "`",
        "---\n", "...\n", "%YAML 1.2\n", "${", "}", "$${", ":-", ":?", "\\", "\\x", "\u0000", "\u0085", "\u2028", "\uFEFF", "\uD800", "\ud83d\ude00",
        "~", "null", "0x", "1e999", ".inf", "<<: ", "&map ", "*map", "*sink", "\r", "\r\n", "99999999999999999999999999999",
    ];

    [Test]
    public async Task Check_GoodDocument_HasNoMistakes()
    {
        await Assert.That(Rulebook.Check(Good)).IsEqualTo("");
    }

    [Test]
    [Arguments(1)]
    [Arguments(2)]
    [Arguments(3)]
    [Arguments(4)]
    public async Task Check_RandomMutations_NeverThrowAndStayInsideTheText(int seed)
    {
        var random = new Random(seed);
        var seen = new HashSet<string>();
        for (var i = 0; i < 2500; i++)
        {
            var text = Mutate(random);
            var kind = (ConfigFileKind)(i % 3);

            // An exception fails the test by itself; the text that made it is what one wants to know then.
            var file = Checked(text, kind);
            foreach (var diagnostic in file.Diagnostics)
            {
                seen.Add(diagnostic.Id);
                if (diagnostic.Start < 0 || diagnostic.Start + diagnostic.Length > text.Length || diagnostic.Line < 1 || diagnostic.Column < 1)
                {
                    Assert.Fail($"{diagnostic} is outside of: {text}");
                }
            }
        }

        // Mutations that all fail at the first character would prove nothing.
        await Assert.That(seen.Count).IsGreaterThan(12);
    }

    [Test]
    public async Task Read_RandomDotEnv_NeverThrows()
    {
        var random = new Random(5);
        string[] pieces = ["A", "=", "\"", "'", "\\", "\n", "\r\n", " ", "#", "export ", "1", "é", "\0"];
        var read = 0;
        for (var i = 0; i < 5000; i++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(30)).Select(_ => pieces[random.Next(pieces.Length)]));
            var diagnostics = new List<ConfigDiagnostic>();
            read += DotEnv.Read(".env", text, diagnostics).Count;
        }

        await Assert.That(read).IsGreaterThan(100);
    }

    private static CheckedFile Checked(string text, ConfigFileKind kind)
    {
        try
        {
            return ConfigRules.Check("c.yaml", text, kind, Rulebook.Settings, CheckOptions.Default);
        }
        catch (Exception error)
        {
            throw new InvalidOperationException($"The rules threw on: {text}", error);
        }
    }

    private static string Mutate(Random random)
    {
        var text = new StringBuilder(Good);
        for (var i = random.Next(1, 5); i > 0; i--)
        {
            var at = random.Next(text.Length);
            switch (random.Next(4))
            {
                case 0:
                    text.Remove(at, Math.Min(random.Next(1, 12), text.Length - at));
                    break;
                case 1:
                    text.Insert(at, Pieces[random.Next(Pieces.Length)]);
                    break;
                case 2:
                    text[at] = (char)random.Next(0, 0x100);
                    break;
                default:
                    var from = random.Next(text.Length);
                    text.Insert(at, text.ToString(from, Math.Min(random.Next(1, 40), text.Length - from)));
                    break;
            }
        }

        return text.ToString();
    }
}
