using System.Globalization;
using IntegrationFramework.Cli.CommandLine;
using IntegrationFramework.Cli.Hosting;
using IntegrationFramework.Telemetry;

namespace IntegrationFramework.Cli.Commands;

/// <summary><c>ifw dlq drop</c>: gives dead letters up. They stay in telemetry, marked.</summary>
internal static class DeadLetterDrop
{
    public static async Task<int> ExecuteAsync(CommandEnvironment environment, TelemetryReader telemetry, DeadLetterSelection selection, bool isAgreed, bool asJson)
    {
        var count = await telemetry.CountDeadLettersAsync(selection).ConfigureAwait(false);
        if (count == 0)
        {
            environment.Tell("none of these dead letters is open or void, so nothing was dropped.");
            return Told(environment, 0, asJson);
        }

        if (selection.Ids is null && !isAgreed && !Asked(environment, $"Drop {Number(count)}? [y/N] "))
        {
            return ExitCode.Ok;
        }

        await using var store = HostTelemetry.Open(environment, telemetry.Database.Path);
        var dropped = await store.DropDeadLettersAsync(selection, environment.Time.GetUtcNow()).ConfigureAwait(false);
        return Told(environment, dropped, asJson);
    }

    private static int Told(CommandEnvironment environment, long dropped, bool asJson)
    {
        if (asJson)
        {
            environment.Output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{{\"dropped\":{dropped}}}"));
        }
        else if (dropped > 0)
        {
            environment.Output.WriteLine($"{Number(dropped)} {(dropped == 1 ? "was" : "were")} dropped.");
        }

        return ExitCode.Ok;
    }

    public static string Number(long count) => count == 1 ? "1 dead letter" : $"{count} dead letters";

    private static bool Asked(CommandEnvironment environment, string question) =>
        environment.Ask(question) is not { } answer
            ? throw new UsageException("ifw dlq drop of more than what it names needs --yes where nobody can be asked.")
            : answer.Trim() is "y" or "Y" or "yes";
}
