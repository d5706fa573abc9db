namespace Framework.Tests.Configuration.Rules;

/// <summary>What is said about single settings, and where.</summary>
public class SettingRuleTests
{
    [Test]
    [Arguments("txt: a", "(2,3): error IFW0102: unknown key 'txt'; did you mean 'text'?")]
    [Arguments("list: 5", "(2,9): error IFW0104: 'list' takes a list, not '5'")]
    [Arguments("map: 5", "(2,8): error IFW0104: 'map' takes a map with the keys must, may, not '5'")]
    [Arguments("map: {}", "(2,3): error IFW0103: missing key 'must': add a text")]
    [Arguments("map: { mast: a }", "(2,10): error IFW0102: unknown key 'mast'; did you mean 'must'?")]
    [Arguments("map: { mast: a, must: b }", "(2,10): error IFW0102: unknown key 'mast'; did you mean 'must'?")]
    [Arguments("map:", "(2,3): error IFW0103: missing key 'must': add a text")]
    [Arguments("text: [a]", "(2,9): error IFW0104: 'text' takes a text, not a list")]
    [Arguments("flag: yes", "(2,9): error IFW0104: 'flag' takes true or false, not 'yes'; did you mean true?")]
    [Arguments("flag: off", "(2,9): error IFW0104: 'flag' takes true or false, not 'off'; did you mean false?")]
    [Arguments("flag: \"true\"", "(2,9): error IFW0104: 'flag' takes true or false, not the text 'true'; remove the quotes")]
    [Arguments("count: many", "(2,10): error IFW0104: 'count' takes a whole number from 1 to 100, not 'many'")]
    [Arguments("count: \"5\"", "(2,10): error IFW0104: 'count' takes a whole number from 1 to 100, not the text '5'; remove the quotes")]
    [Arguments("count: 5.0", "(2,10): error IFW0104: 'count' takes a whole number from 1 to 100, not '5.0'")]
    [Arguments("count: 0", "(2,10): error IFW0105: 'count' takes a whole number from 1 to 100, not '0'")]
    [Arguments("count: 101", "(2,10): error IFW0105: 'count' takes a whole number from 1 to 100, not '101'")]
    [Arguments("count: 99999999999999999999999999999999", "(2,10): error IFW0105: 'count' takes a whole number from 1 to 100, not '99999999999999999999999999999999'")]
    [Arguments("ratio: 1", "(2,10): error IFW0105: 'ratio' takes a number from 0 below 1, not '1'")]
    [Arguments("ratio: .nan", "(2,10): error IFW0105: 'ratio' takes a number from 0 below 1, not '.nan'")]
    [Arguments("price: .inf", "(2,10): error IFW0104: 'price' takes a number, not '.inf'")]
    [Arguments("price: 1e40", "(2,10): error IFW0105: 'price' takes a number, not '1e40'; it is too large, or has too many digits")]
    [Arguments("list: []", "(2,9): error IFW0105: 'list' takes 1 to 3 items, not 0")]
    [Arguments("list: [1, 2, 3, 4]", "(2,9): error IFW0105: 'list' takes 1 to 3 items, not 4")]
    [Arguments("list: [1, b]", "(2,13): error IFW0104: 'list[1]' takes a whole number, not 'b'")]
    [Arguments("dictionary: { a: b }", "(2,20): error IFW0104: 'dictionary.a' takes a whole number, not 'b'")]
    [Arguments("rows: { a: [[1], [2, b]] }", "(2,24): error IFW0104: 'rows.a[1][1]' takes a whole number, not 'b'")]
    [Arguments("tokens: { a: sesame }", "(2,16): error IFW0117: 'tokens.a' is a secret, which can't stand here: name an environment variable, \"${NAME}\", and put the value there")]
    [Arguments("filled: ''", "(2,11): error IFW0105: 'filled' takes a text, not an empty one")]
    [Arguments("filled: \"\\t \"", "(2,11): error IFW0105: 'filled' takes a text, not white space alone")]
    [Arguments("single: -1e39", "(2,11): error IFW0105: 'single' takes a number of single precision, from -3.4028235E+38 to 3.4028235E+38, not '-1e39'")]
    [Arguments("none: 5", "(2,9): error IFW0104: 'none' takes a map without keys, {}, not '5'")]
    [Arguments("short: a", "(2,10): error IFW0105: 'short' takes 2 to 4 characters, not 1")]
    [Arguments("short: abcde", "(2,10): error IFW0105: 'short' takes 2 to 4 characters, not 5")]
    [Arguments("country: uk", "(2,12): error IFW0107: 'country' takes one of us, gb, de, not 'uk'; did you mean 'us'?")]
    [Arguments("level: VeryHigh", "(2,10): error IFW0107: 'level' takes one of low, very_high, not 'VeryHigh'; did you mean 'very_high'?")]
    [Arguments("wait: 10", "(2,9): error IFW0108: 'wait' takes a duration such as 200ms, 10s or 1h30m up to 00:01:00, not '10'; write the unit behind it, such as s for seconds")]
    [Arguments("wait: 2m", "(2,9): error IFW0105: 'wait' takes a duration such as 200ms, 10s or 1h30m up to 00:01:00, not '2m'")]
    [Arguments("size: 4XB", "(2,9): error IFW0109: 'size' takes a size such as 64MB up to 1GB, not '4XB'")]
    [Arguments("size: 2GB", "(2,9): error IFW0105: 'size' takes a size such as 64MB up to 1GB, not '2GB'")]
    [Arguments("rate: 10", "(2,9): error IFW0110: 'rate' takes a rate such as 10/s or 100/m, not '10'")]
    [Arguments("cron: \"* * * *\"", "(2,9): error IFW0111: 'cron' takes a cron expression such as \"*/30 * * * *\", not '* * * *': it has 4 fields instead of five: minute, hour, day of month, month, day of week")]
    [Arguments("cron: \"0 0 30 2 *\"", "(2,9): error IFW0111: 'cron' takes a cron expression such as \"*/30 * * * *\", not '0 0 30 2 *': it never occurs, since no day of any year fits its day of month, month and day of week together")]
    [Arguments("cron: \"0 0 31 4,6,9,11 *\"", "(2,9): error IFW0111: 'cron' takes a cron expression such as \"*/30 * * * *\", not '0 0 31 4,6,9,11 *': it never occurs, since no day of any year fits its day of month, month and day of week together")]
    [Arguments("cron: \"0 0 31 2 * Europe/London\"", "(2,9): error IFW0111: 'cron' takes a cron expression such as \"*/30 * * * *\", not '0 0 31 2 * Europe/London': it never occurs, since no day of any year fits its day of month, month and day of week together")]
    [Arguments("cron: \"59 23 1 * MON#2\"", "(2,9): error IFW0111: 'cron' takes a cron expression such as \"*/30 * * * *\", not '59 23 1 * MON#2': it never occurs, since no day of any year fits its day of month, month and day of week together")]
    [Arguments("url: example.com", "(2,8): error IFW0112: 'url' takes an absolute URL such as https://example.com, not 'example.com'")]
    [Arguments("site: mailto:a@b.c", "(2,9): error IFW0112: 'site' takes an http, https or ftp URL, not 'mailto:a@b.c'")]
    [Arguments("day: 2026-02-30", "(2,8): error IFW0113: 'day' takes a date such as 2026-01-31 from 2020-01-01, not '2026-02-30'")]
    [Arguments("day: 2019-12-31", "(2,8): error IFW0105: 'day' takes a date such as 2026-01-31 from 2020-01-01, not '2019-12-31'")]
    [Arguments("at: 2026-01-31T08:00:00", "(2,7): error IFW0113: 'at' takes a time with its offset, such as 2026-01-31T08:00:00Z, not '2026-01-31T08:00:00'")]
    [Arguments("text: null", "(2,9): error IFW0114: 'text' can't be null: give a text, or leave the key out")]
    [Arguments("text:", "(2,3): error IFW0114: 'text' can't be null: give a text, or leave the key out")]
    [Arguments("map: ~", "(2,8): error IFW0114: 'map' can't be null: give a map with the keys must, may, or leave the key out")]
    [Arguments("list: [1, ~]", "(2,13): error IFW0114: 'list[1]' can't be null: give a whole number, or leave it out")]
    [Arguments("code: abc", "(2,9): error IFW0124: 'code' takes a text that matches [A-Z]{3}, not 'abc'")]
    [Arguments("code: ABCD", "(2,9): error IFW0124: 'code' takes a text that matches [A-Z]{3}, not 'ABCD'")]
    [Arguments("mail: nobody", "(2,9): error IFW0124: 'mail' takes an e-mail address such as team@example.com, not 'nobody'")]
    [Arguments("source: ''", "(2,11): error IFW0105: 'source' takes a path, not an empty text")]
    [Arguments("target: \"a\\0b\"", "(2,11): error IFW0104: 'target' takes a path, which can't hold the character U+0000")]
    [Arguments("old: a", "(2,3): warning IFW0118: 'old' is obsolete: use 'text'")]
    [Arguments("text: a\n  text: b", "(3,3): error IFW0106: duplicate key 'text'; the first is in line 2")]
    [Arguments("[a]: b", "(2,3): error IFW0104: a key is one word here, not a map or a list")]
    [Arguments("<<: { text: a }", "(2,3): error IFW0102: unknown key '<<'; YAML 1.2 has no merge keys")]
    public async Task Check_WrongSetting_SaysWhatIsNeeded(string setting, string expected)
    {
        await Assert.That(Rulebook.CheckSetting(setting)).IsEqualTo("c.yaml" + expected);
    }

    [Test]
    [Arguments("text: no")]
    [Arguments("text: 1.2")]
    [Arguments("text: true")]
    [Arguments("text: \"null\"")]
    [Arguments("maybe: null")]
    [Arguments("maybe:")]
    [Arguments("flag: False")]
    [Arguments("count: 0x10")]
    [Arguments("count: 0o17")]
    [Arguments("count: +7")]
    [Arguments("ratio: 5e-1")]
    [Arguments("ratio: 0")]
    [Arguments("price: -12.345")]
    [Arguments("level: very_high")]
    [Arguments("wait: 1m")]
    [Arguments("wait: \"1.5s\"")]
    [Arguments("size: 1024")]
    [Arguments("size: 0.5GB")]
    [Arguments("rate: 100/m")]
    [Arguments("rate: 3/10s")]
    [Arguments("url: https://example.com/a?b=c#d")]
    [Arguments("day: \"2026-01-31\"")]
    [Arguments("at: 2026-01-31T08:00:00.25+01:00")]
    [Arguments("cron: 0 6 * * MON-FRI Europe/London")]
    [Arguments("cron: 0 0 29 2 *")]
    [Arguments("cron: 0 0 29 2 MON")]
    [Arguments("cron: 0 0 30 2,4 *")]
    [Arguments("cron: 0 0 * 2 MON#5")]
    [Arguments("cron: 0 0 LW 2 *")]
    [Arguments("source: /var/data")]
    [Arguments("target: a/../b.yaml")]
    [Arguments("list: [1, 2, 3]")]
    [Arguments("dictionary: {}")]
    [Arguments("map: { must: a }")]
    [Arguments("code: ABC")]
    [Arguments("filled: ' a '")]
    [Arguments("single: 3.4e38")]
    [Arguments("single: -.inf")]
    [Arguments("none: {}")]
    [Arguments("mail: team@example.com")]
    public async Task Check_GoodSetting_SaysNothing(string setting)
    {
        await Assert.That(Rulebook.CheckSetting(setting)).IsEqualTo("");
    }

    [Test]
    public async Task Check_SeveralMistakes_SaysAllInTheOrderOfTheirPlaces()
    {
        await Assert.That(Rulebook.Check("enabeld: true\nsettings:\n  count: 0\n  flag: maybe\n  text: a\n  text: b\n")).IsEqualTo(
            """
            c.yaml(1,1): error IFW0102: unknown key 'enabeld'; did you mean 'enabled'?
            c.yaml(3,10): error IFW0105: 'count' takes a whole number from 1 to 100, not '0'
            c.yaml(4,9): error IFW0104: 'flag' takes true or false, not 'maybe'
            c.yaml(6,3): error IFW0106: duplicate key 'text'; the first is in line 5
            """);
    }
}
