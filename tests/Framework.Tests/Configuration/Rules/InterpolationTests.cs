using IntegrationFramework.Configuration.Rules;

namespace Framework.Tests.Configuration.Rules;

public class InterpolationTests
{
    private static readonly CheckOptions WithExample = new() { EnvironmentVariables = ["API_KEY", "HOST"] };

    [Test]
    [Arguments("text: ${", "(2,9): error IFW0115: 'text': '${' without '}'; write '$${' for the characters themselves")]
    [Arguments("text: \"ab ${A\"", "(2,13): error IFW0115: 'text': '${' without '}'; write '$${' for the characters themselves")]
    [Arguments("text: ${}", "(2,9): error IFW0115: 'text': '${}' names no variable")]
    [Arguments("text: ${1A}", "(2,9): error IFW0115: 'text': a variable's name is letters, digits and '_', no digit first; write '$${' for the characters themselves")]
    [Arguments("text: ${A:}", "(2,9): error IFW0115: 'text': after the ':' in '${NAME:' comes '-' and a default, or '?' and a message")]
    [Arguments("text: ${A:-${B}}", "(2,9): error IFW0115: 'text': a default can't hold another '${'")]
    [Arguments("text: ${APIKEY}", "(2,9): error IFW0116: the variable APIKEY is not in .env.example; did you mean API_KEY?")]
    [Arguments("text: http://${HOST}:${PORT}/", "(2,24): error IFW0116: the variable PORT is not in .env.example; add it there")]
    [Arguments("count: ${HOST:-many}", "(2,10): error IFW0104: 'count' takes a whole number from 1 to 100, not its default 'many'")]
    [Arguments("count: ${HOST:-0}", "(2,10): error IFW0105: 'count' takes a whole number from 1 to 100, not its default '0'")]
    [Arguments("token: hunter2", "(2,10): error IFW0117: 'token' is a secret, which can't stand here: name an environment variable, \"${NAME}\", and put the value there")]
    [Arguments("token: ${API_KEY:-hunter2}", "(2,10): error IFW0117: 'token' is a secret, which can't stand here: name an environment variable, \"${NAME}\", and put the value there")]
    [Arguments("token: $${hunter2}", "(2,10): error IFW0117: 'token' is a secret, which can't stand here: name an environment variable, \"${NAME}\", and put the value there")]
    [Arguments("token: 5", "(2,10): error IFW0117: 'token' is a secret, which can't stand here: name an environment variable, \"${NAME}\", and put the value there")]
    public async Task Check_WrongInterpolation_SaysWhatIsNeeded(string setting, string expected)
    {
        await Assert.That(Rulebook.CheckSetting(setting, WithExample)).IsEqualTo("c.yaml" + expected);
    }

    [Test]
    [Arguments("text: ${HOST}")]
    [Arguments("text: $HOST and $$ and $")]
    [Arguments("text: $${NOT_A_VARIABLE")]
    [Arguments("count: ${HOST}")]
    [Arguments("count: \"${HOST:-5}\"")]
    [Arguments("count: ${HOST:?set the number}")]
    [Arguments("token: ${API_KEY}")]
    [Arguments("token: Bearer ${API_KEY}")]
    [Arguments("token: ${API_KEY:-}")]
    [Arguments("url: https://${HOST:-example.com}/")]
    public async Task Check_GoodInterpolation_SaysNothing(string setting)
    {
        await Assert.That(Rulebook.CheckSetting(setting, WithExample)).IsEqualTo("");
    }

    [Test]
    public async Task Check_WithoutExample_AcceptsAnyVariable()
    {
        await Assert.That(Rulebook.CheckSetting("text: ${ANYTHING}")).IsEqualTo("");
    }

    [Test]
    public async Task Parse_AllForms_GivesTheirParts()
    {
        var parts = Interpolation.Parse("a${B}c${D:-e}${F:?g}$${h}").Parts;

        await Assert.That(parts.Select(p => $"{p.Text}|{p.Name}|{p.Default}|{p.Error}")).IsEquivalentTo(
            ["a|||", "|B||", "c|||", "|D|e|", "|F||g", "${h}|||"]);
    }

    [Test]
    public async Task ReadNames_Example_GivesEveryName()
    {
        var names = EnvironmentExample.ReadNames("# keys\nOPENWEATHERMAP_API_KEY=your_key\nexport NEWS_API_KEY=\n\nbroken line\nREPORT_ISSUES=false\n");

        await Assert.That(names).IsEquivalentTo(["OPENWEATHERMAP_API_KEY", "NEWS_API_KEY", "REPORT_ISSUES"]);
    }
}
