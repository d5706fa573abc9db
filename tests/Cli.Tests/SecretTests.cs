using System.Text;
using Cli.Tests.Support;

namespace Cli.Tests;

/// <summary>A secret is put in through every way that is supported, blurted out by an integration, and looked for everywhere.</summary>
public class SecretTests
{
    private const string Key = "s3cr+t/Value=&of the \"test\"";

    [Test]
    [Arguments("environment")]
    [Arguments("dotenv")]
    [Arguments("override")]
    public async Task Secret_HoweverItIsPutIn_AppearsNowhere(string way)
    {
        using var root = new TemporaryRoot();
        const string name = "secret_keeper";
        Dictionary<string, string> environment = way switch
        {
            "environment" => new() { ["SECRET_KEEPER_KEY"] = Key },
            "override" => new() { ["IFW__SECRET_KEEPER__SETTINGS__API_KEY"] = $"'{Key}'" },
            _ => [],
        };
        var inputs = new List<string>();
        if (way == "dotenv")
        {
            inputs.Add(root.Write(".env", $"SECRET_KEEPER_KEY='{Key}'\n"));
        }

        var seen = new StringBuilder();
        foreach (var arguments in Commands(name))
        {
            var outcome = await TestHost.RunAsync(root, environment, [.. arguments]);
            seen.Append(string.Join(' ', arguments)).Append('\n').Append(outcome).Append('\n');
        }

        var runs = await TelemetryRows.QueryAsync(root, $"SELECT status FROM runs WHERE integration = '{name}'");
        await Assert.That(runs.Count).IsEqualTo(4).Because(seen.ToString());
        await Assert.That(runs.Distinct()).IsEquivalentTo(["failed"]).Because(seen.ToString());
        await Assert.That(seen.ToString()).Contains("***");
        await ExpectNowhereAsync(seen.ToString(), "what the commands wrote", Key);
        foreach (var file in Directory.EnumerateFiles(root.Folder, "*", SearchOption.AllDirectories).Except(inputs))
        {
            await ExpectNowhereAsync(Encoding.Latin1.GetString(await File.ReadAllBytesAsync(file)), file, Key);
        }
    }

    [Test]
    [Arguments("config")]
    [Arguments("default")]
    [Arguments("set")]
    public async Task Secret_Literal_IsRefusedWithoutBeingShown(string way)
    {
        using var root = new TemporaryRoot();
        string[] sets = way == "set" ? [$"--set=secret_keeper.settings.api_key='{Key}'"] : [];
        if (way != "set")
        {
            var value = way == "default" ? $"${{SECRET_KEEPER_KEY:-{Key}}}" : Key;
            root.Write("integrations/secret_keeper/config.yaml", $"deliver:\n  - stdout: {{}}\nsettings:\n  api_key: '{value}'\n");
        }

        var validate = await TestHost.RunAsync(root, ["validate", "secret_keeper", .. sets]);
        var run = await TestHost.RunAsync(root, ["run", "secret_keeper", .. sets]);

        await Assert.That(validate.ExitCode).IsEqualTo(1).Because(validate.ToString());
        await Assert.That(run.ExitCode).IsEqualTo(1).Because(run.ToString());
        await ExpectNowhereAsync(validate.ToString() + run, "what the commands wrote", Key);
        await ExpectNowhereAsync(
            Encoding.Latin1.GetString(await File.ReadAllBytesAsync(root.Path("telemetry.db"))), "telemetry.db", Key);
    }

    private static IEnumerable<string[]> Commands(string name) =>
    [
        ["validate", name],
        ["run", name],
        ["run", name, "--verbose"],
        ["run", name, "--format", "json"],
        ["run", name, "--isolate"],
        ["list"],
        ["logs"],
        ["logs", "--verbose"],
        ["logs", "--format", "json"],
        ["report", "--format", "json"],
        ["report"],
        ["query", "SELECT * FROM runs"],
        ["query", "SELECT * FROM logs", "--format", "json"],
        ["query", "SELECT * FROM issues", "--format", "csv"],
        ["query", "SELECT * FROM dead_letters", "--format", "json"],
        ["query", "SELECT * FROM telemetry"],
    ];

    private static async Task ExpectNowhereAsync(string text, string where, string secret)
    {
        foreach (var form in Forms(secret))
        {
            var at = text.IndexOf(form, StringComparison.Ordinal);
            await Assert.That(at).IsEqualTo(-1)
                .Because($"{where} has the secret as '{form}': …{(at < 0 ? "" : text[Math.Max(0, at - 100)..Math.Min(text.Length, at + 100)])}…");
        }
    }

    private static IEnumerable<string> Forms(string secret)
    {
        yield return secret;
        yield return Uri.EscapeDataString(secret);
        yield return System.Net.WebUtility.UrlEncode(secret);
        yield return System.Text.Json.JsonEncodedText.Encode(secret).ToString();
        yield return System.Text.Json.JsonEncodedText.Encode(secret, System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping).ToString();

        // base64 of a longer text has one of three forms of the secret in its middle, depending on where it begins.
        for (var offset = 0; offset < 3; offset++)
        {
            var bytes = Encoding.UTF8.GetBytes(new string('x', offset) + secret);
            var middle = Convert.ToBase64String(bytes)[(offset == 0 ? 0 : 4)..^4];
            yield return middle;
            yield return middle.Replace('+', '-').Replace('/', '_');
        }
    }
}
