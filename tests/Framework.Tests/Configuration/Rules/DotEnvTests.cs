using IntegrationFramework.Configuration.Rules;

namespace Framework.Tests.Configuration.Rules;

public class DotEnvTests
{
    [Test]
    [Arguments("A=b", "b")]
    [Arguments("A = b ", "b")]
    [Arguments("export A=b", "b")]
    [Arguments("export\tA=b", "b")]
    [Arguments("A=", "")]
    [Arguments("A=b # comment", "b")]
    [Arguments("A=b#c", "b#c")]
    [Arguments("A=# comment", "")]
    [Arguments("A=b=c", "b=c")]
    [Arguments("A='b # $c \\n'", "b # $c \\n")]
    [Arguments("A=\"b # c\" # comment", "b # c")]
    [Arguments("A=\"b\\n\\tc\\\"\\\\\\$\\x\"", "b\n\tc\"\\$\\x")]
    [Arguments("A=\"-----BEGIN\r\nkey\r\n-----END\"", "-----BEGIN\nkey\n-----END")]
    [Arguments("A='two\nlines'", "two\nlines")]
    [Arguments("A=${B}", "${B}")]
    [Arguments("\uFEFFA=b", "b")]
    [Arguments("# x\r\n\r\n  A=b\r\n", "b")]
    [Arguments("A=a\nA=b", "b")]
    [Arguments("A=b \"c\"", "b \"c\"")]
    public async Task Read_GoodLine_GivesTheValue(string text, string expected)
    {
        var diagnostics = new List<ConfigDiagnostic>();

        var variables = DotEnv.Read(".env", text, diagnostics);

        await Assert.That(diagnostics).IsEmpty();
        await Assert.That(variables[^1]).IsEqualTo(new DotEnvVariable("A", expected));
    }

    [Test]
    [Arguments("hunter2", ".env(1,1): error IFW0304: a line is NAME=value; there is no '=' after the name")]
    [Arguments("A b=hunter2", ".env(1,1): error IFW0304: a line is NAME=value; there is no '=' after the name")]
    [Arguments("1A=hunter2", ".env(1,1): error IFW0304: a name is letters, digits and '_', no digit first")]
    [Arguments("=hunter2", ".env(1,1): error IFW0304: a name is letters, digits and '_', no digit first")]
    [Arguments("B=ok\nA=\"hunter2", ".env(2,3): error IFW0304: the quote \" is not closed")]
    [Arguments("A='hunter2' more", ".env(1,12): error IFW0304: something stands after the closing quote")]
    public async Task Read_BadLine_SaysWhereAndNeverAValue(string text, string expected)
    {
        var diagnostics = new List<ConfigDiagnostic>();

        DotEnv.Read(".env", text, diagnostics);

        await Assert.That(diagnostics.Single().ToString()).IsEqualTo(expected);
    }

    [Test]
    public async Task Read_QuoteNotClosed_ReadsTheLinesBelow()
    {
        var variables = DotEnv.Read(".env", "A=\"oops\nB=b\n", []);

        await Assert.That(variables).IsEquivalentTo([new DotEnvVariable("B", "b")]);
    }
}
