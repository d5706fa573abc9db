using IntegrationFramework.Configuration.Rules;

namespace Framework.Tests.Configuration.Rules;

/// <summary>What is said about the framework's own keys in config.yaml, and where.</summary>
public class FrameworkKeyTests
{
    private const string Good = """
        name: weather
        enabled: true
        schedule: "*/30 * * * *"
        timeout: 5m
        grace: 30s
        retry: { attempts: 3, delay: 2s, max_delay: 1m }
        concurrency: { group: open_weather_map, limit: 2 }
        http: { timeout: 10s, retries: 5, delay: 200ms, max_delay: 30s, rate_limit: 10/s, cache_ttl: 60m }
        page: { records: 1000, bytes: 4MB }
        postprocess: { workers: 4 }
        dead_letters: { limit: 100, share: 0.01 }
        memory_limit: 512MB
        checks:
          records:
            - not_null: [city]
            - unique: [city, observed_at]
            - range: { field: temperature, min: -100, max: 100 }
            - pattern: { field: city, matches: '^[A-Z]' }
          run:
            - volume: { min: 1, max: 1000, at_least: 0.5, at_most: 2, allow_empty: true, of_last: 7 }
            - freshness: { field: observed_at, within: 2d }
        contract: evolve
        deliver:
          - yaml: { path: weather_news.yaml }
          - sqlite: { path: warehouse.db, table: weather, key: [city, observed_at] }
          - jsonl: { path: a.jsonl, mode: append }
          - csv: { path: a.csv, mode: replace, formulas: escape }
          - stdout: {}
          - stdout:
        settings:
        """;

    [Test]
    public async Task Check_EveryKeyAsDocumented_SaysNothing()
    {
        await Assert.That(Rulebook.Check(Good)).IsEqualTo("");
    }

    [Test]
    [Arguments("name: Weather News", "(1,7): error IFW0124: 'name' takes a text that matches [a-z][a-z0-9]*(_[a-z0-9]+)*, not 'Weather News'")]
    [Arguments("timeout: 0s", "(1,10): error IFW0105: 'timeout' takes a duration such as 200ms, 10s or 1h30m above 0s to 20d, not '0s'")]
    [Arguments("grace: -1s", "(1,8): error IFW0105: 'grace' takes a duration such as 200ms, 10s or 1h30m from 0s to 20d, not '-1s'")]
    [Arguments("schedule: \"61 * * * *\"", "(1,11): error IFW0111: 'schedule' takes a cron expression such as \"*/30 * * * *\", not '61 * * * *': Minutes: Value must be a number between 0 and 59 (all inclusive)")]
    [Arguments("schedule: \"* * * * * Mars!\"", "(1,11): error IFW0111: 'schedule' takes a cron expression such as \"*/30 * * * *\", not '* * * * * Mars!': what follows the five fields isn't a time zone such as Europe/London")]
    [Arguments("retry: { attempts: 0 }", "(1,20): error IFW0105: 'attempts' takes a whole number from 1 to 100, not '0'")]
    [Arguments("retry: 3", "(1,8): error IFW0104: 'retry' takes a map with the keys attempts, delay, max_delay, not '3'")]
    [Arguments("concurrency: { group: a }", "(1,1): error IFW0103: missing key 'limit': add a whole number from 1 to 10000")]
    [Arguments("concurrency: { group: '', limit: 1 }", "(1,23): error IFW0105: 'group' takes at least 1 character, not 0")]
    [Arguments("http: { rate_limit: 10/x }", "(1,21): error IFW0110: 'rate_limit' takes a rate such as 10/s or 100/m, not '10/x'")]
    [Arguments("http: { max_response: 2GB }", "(1,23): error IFW0105: 'max_response' takes a size such as 64MB from 1KB to 1GB, not '2GB'")]
    [Arguments("page: { bytes: 12 }", "(1,16): error IFW0105: 'bytes' takes a size such as 64MB from 1KB to 1GB, not '12'")]
    [Arguments("postprocess: { workers: 0 }", "(1,25): error IFW0105: 'workers' takes a whole number from 1 to 256, not '0'")]
    [Arguments("dead_letters: { share: 1.5 }", "(1,24): error IFW0105: 'share' takes a number from 0 to 1, not '1.5'")]
    [Arguments("memory_limit: lots", "(1,15): error IFW0109: 'memory_limit' takes a size such as 64MB from 16MB, not 'lots'")]
    [Arguments("deliver: { yaml: { path: a } }", "(1,10): error IFW0104: 'deliver' takes a list, not a map")]
    [Arguments("deliver: [stdout]", "(1,11): error IFW0104: 'deliver[0]' takes a map with one of the keys yaml, jsonl, csv, sqlite, stdout, not 'stdout'")]
    [Arguments("deliver:\n  - ymal: { path: a }", "(2,5): error IFW0102: unknown key 'ymal'; did you mean 'yaml'?")]
    [Arguments("deliver:\n  - yaml: { path: a }\n    csv: { path: b }", "(3,5): error IFW0104: exactly one of yaml, jsonl, csv, sqlite, stdout stands here; begin another item with '- '")]
    [Arguments("deliver:\n  - {}", "(2,5): error IFW0104: exactly one of yaml, jsonl, csv, sqlite, stdout stands here; begin another item with '- '")]
    [Arguments("deliver:\n  - yaml: {}", "(2,5): error IFW0103: missing key 'path': add a path")]
    [Arguments("deliver:\n  - yaml:", "(2,5): error IFW0103: missing key 'path': add a path")]
    [Arguments("deliver:\n  - yaml: { path: a, mode: upsert }", "(2,28): error IFW0107: 'mode' takes one of replace, append, not 'upsert'")]
    [Arguments("deliver:\n  - csv: { path: a, formulas: drop }", "(2,31): error IFW0107: 'formulas' takes one of keep, escape, not 'drop'")]
    [Arguments("deliver:\n  - no_such_sink: { path: a }", "(2,5): error IFW0102: unknown key 'no_such_sink'; known here: yaml, jsonl, csv, sqlite, stdout")]
    [Arguments("deliver:\n  - jsonl: { path: a, formulas: keep }", "(2,23): error IFW0102: unknown key 'formulas'; known here: path, mode")]
    [Arguments("deliver:\n  - yaml: { path: ../a }", "(2,19): error IFW0119: 'path' takes a path inside output/, not '../a'; another place is for the server to say: in its own config.yaml, an overlay or --set")]
    [Arguments("deliver:\n  - yaml: { path: /tmp/a }", "(2,19): error IFW0119: 'path' takes a path inside output/, not '/tmp/a'; another place is for the server to say: in its own config.yaml, an overlay or --set")]
    [Arguments("deliver:\n  - yaml: { path: 'C:\\a' }", "(2,19): error IFW0119: 'path' takes a path inside output/, not 'C:\\a'; another place is for the server to say: in its own config.yaml, an overlay or --set")]
    [Arguments("deliver:\n  - yaml: { path: a/../../b }", "(2,19): error IFW0119: 'path' takes a path inside output/, not 'a/../../b'; another place is for the server to say: in its own config.yaml, an overlay or --set")]
    [Arguments("deliver:\n  - yaml: { path: a }\n  - csv: { path: ./b/../a }", "(3,18): error IFW0120: the sink of line 2 writes to this path too")]
    [Arguments("deliver:\n  - sqlite: { path: a, table: t }\n  - csv: { path: a }", "(3,18): error IFW0120: the sink of line 2 writes to this path too")]
    [Arguments("deliver:\n  - csv: { path: a }\n  - sqlite: { path: a, table: t }", "(3,21): error IFW0120: the sink of line 2 writes to this path too")]
    [Arguments("deliver:\n  - sqlite: { path: a, table: Greet }\n  - sqlite: { path: a, table: greet }", "(3,21): error IFW0120: the sink of line 2 writes to this path too")]
    [Arguments("deliver:\n  - sqlite: { path: a, table: t, mode: upsert }", "(2,40): error IFW0122: 'upsert' needs 'key': the columns that tell one record from another")]
    [Arguments("deliver:\n  - sqlite: { path: a, table: t, mode: upsert, key: [] }", "(2,40): error IFW0122: 'upsert' needs 'key': the columns that tell one record from another")]
    [Arguments("contract: freeze", "(1,11): error IFW0107: 'contract' takes one of fail, warn, evolve, not 'freeze'")]
    [Arguments("contract: { new_field: warn }", "(1,11): error IFW0104: 'contract' takes one of fail, warn, evolve, not a map")]
    [Arguments("contract:", "(1,1): error IFW0114: 'contract' can't be null: give one of fail, warn, evolve, or leave the key out")]
    [Arguments("contracts: warn", "(1,1): error IFW0102: unknown key 'contracts'; did you mean 'contract'?")]
    [Arguments("checks: [a]", "(1,9): error IFW0104: 'checks' takes a map with the keys records, run, not a list")]
    [Arguments("checks:\n  records:\n    - unique: []", "(3,15): error IFW0105: 'unique' takes at least 1 item, not 0")]
    [Arguments("checks:\n  records:\n    - uniqe: [a]", "(3,7): error IFW0102: unknown key 'uniqe'; did you mean 'unique'?")]
    [Arguments("checks:\n  records:\n    - range: { field: a, min: low }", "(3,31): error IFW0104: 'min' takes a number, not 'low'")]
    [Arguments("checks:\n  records:\n    - range: { field: a, min: 2, max: 1 }", "(3,39): error IFW0131: 'max' of 'range' is below its 'min', so that nothing could pass")]
    [Arguments("checks:\n  records:\n    - pattern: { field: a, matches: '(' }", "(3,37): error IFW0130: 'matches' takes a regular expression of .NET, not '('")]
    [Arguments("checks:\n  run:\n    - volume: {}", "(3,7): error IFW0131: 'volume' has no limit, so that everything would pass; give one of min, max, at_least, at_most")]
    [Arguments("checks:\n  run:\n    - volume: { at_least: 2, at_most: 1 }", "(3,39): error IFW0131: 'at_most' of 'volume' is below its 'at_least', so that nothing could pass")]
    [Arguments("checks:\n  run:\n    - freshness: { field: a, within: 0s }", "(3,38): error IFW0105: 'within' takes a duration such as 200ms, 10s or 1h30m above 0s, not '0s'")]
    [Arguments("settings: [a]", "(1,11): error IFW0104: 'settings' takes a map with the keys text, short, code, country, site, mail, maybe, flag, count, ratio, price, level, wait, size, rate, url, day, at, cron, source, target, token, filled, single, tokens, rows, none, list, dictionary, map, not a list")]
    public async Task Check_WrongKey_SaysWhatIsNeeded(string text, string expected)
    {
        await Assert.That(Rulebook.Check(text)).IsEqualTo("c.yaml" + expected);
    }

    [Test]
    [Arguments("{ path: a, table: t }", "{ path: a, table: u }")]
    [Arguments("{ path: a, table: Ä }", "{ path: a, table: ä }")]
    [Arguments("{ path: a, table: t }", "{ path: A, table: t }")]
    public async Task Check_TwoTables_SaysNothing(string first, string second)
    {
        await Assert.That(Rulebook.Check($"deliver:\n  - sqlite: {first}\n  - sqlite: {second}")).IsEqualTo("");
    }

    [Test]
    public async Task Check_OutputPathAnywhereInAnOverlay_SaysNothing()
    {
        await Assert.That(Rulebook.Check("deliver:\n  - yaml: { path: /tmp/a }", kind: ConfigFileKind.Overlay)).IsEqualTo("");
    }

    [Test]
    [Arguments("yaml: { path: a }", "(1,13): error IFW0121: this integration goes on from a cursor, and 'mode: replace' would lose what was delivered before; use append")]
    [Arguments("sqlite: { path: a, table: t, mode: replace }", "(1,48): error IFW0121: this integration goes on from a cursor, and 'mode: replace' would lose what was delivered before; use upsert or append")]
    public async Task Check_CursorWithReplace_IsAnError(string sink, string expected)
    {
        await Assert.That(Rulebook.Check($"deliver: [ {{{sink}}} ]", new CheckOptions { HasCursor = true })).IsEqualTo("c.yaml" + expected);
    }

    [Test]
    public async Task Check_CursorWithAppend_SaysNothing()
    {
        await Assert.That(Rulebook.Check("deliver: [ { yaml: { path: a, mode: append } }, { stdout: {} } ]", new CheckOptions { HasCursor = true })).IsEqualTo("");
    }

    [Test]
    public async Task Check_KeyColumnThatTheRecordLacks_IsAnError()
    {
        var options = new CheckOptions { OutputColumns = ["city", "observed_at"] };

        await Assert.That(Rulebook.Check("deliver:\n  - sqlite: { path: a, table: t, key: [citty] }", options))
            .IsEqualTo("c.yaml(2,40): error IFW0126: the record has no column 'citty'; did you mean 'city'?");
    }

    [Test]
    [Arguments("records", "not_null: [citty]", "(3,18): error IFW0128: the record has no field 'citty'; did you mean 'city'?")]
    [Arguments("records", "range: { field: city, max: 1 }", "(3,23): error IFW0129: 'range' is for numbers, and 'city' is text")]
    [Arguments("records", "pattern: { field: heat, matches: a }", "(3,25): error IFW0129: 'pattern' is for text, and 'heat' is a number")]
    [Arguments("records", "unique: [city, tags]", "(3,22): error IFW0129: 'unique' is for fields that hold one value, and 'tags' is a list")]
    [Arguments("run", "freshness: { field: heat, within: 1d }", "(3,27): error IFW0129: 'freshness' is for points in time and dates, and 'heat' is a number")]
    [Arguments("run", "freshness: { field: day, within: 1d }", "")]
    [Arguments("records", "not_null: [tags]", "")]
    [Arguments("records", "not_null: [\"${FIELD}\"]", "")]
    public async Task Check_CheckOfAField_HasToFitTheRecord(string list, string check, string expected)
    {
        var kinds = new Dictionary<string, string> { ["city"] = "String", ["heat"] = "Float", ["tags"] = "List", ["day"] = "Date" };

        await Assert.That(Rulebook.Check($"checks:\n  {list}:\n    - {check}", new CheckOptions { OutputKinds = kinds }))
            .IsEqualTo(expected.Length == 0 ? "" : "c.yaml" + expected);
    }

    [Test]
    public async Task Check_RequiredSettingsAreMissing_SaysSoAtTheStartOfTheFile()
    {
        var settings = new MapSchema(new KeySchema("city", new ValueSchema(ValueKind.String), Required: true));

        var file = ConfigRules.Check("c.yaml", "enabled: true", ConfigFileKind.Config, settings, CheckOptions.Default);
        var overlay = ConfigRules.Check("c.yaml", "enabled: true", ConfigFileKind.Overlay, settings, CheckOptions.Default);

        await Assert.That(file.Diagnostics.Single().ToString()).IsEqualTo("c.yaml(1,1): error IFW0103: missing key 'settings' with 'city'");
        await Assert.That(overlay.Diagnostics).IsEmpty();
    }

    [Test]
    [Arguments("- a", "(1,1): error IFW0104: the file is a map of keys and values, not a list; begin with 'key: value'")]
    [Arguments("enabled:true", "(1,1): error IFW0104: the file is a map of keys and values, not a text; a space is missing after ':'")]
    public async Task Check_FileThatIsNoMap_SaysWhatItIs(string text, string expected)
    {
        await Assert.That(Rulebook.Check(text)).IsEqualTo("c.yaml" + expected);
    }
}
