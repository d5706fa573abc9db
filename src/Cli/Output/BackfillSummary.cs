using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using IntegrationFramework.Cli.Commands;
using IntegrationFramework.Running;
using IntegrationFramework.Security;
using IntegrationFramework.Telemetry;

namespace IntegrationFramework.Cli.Output;

/// <summary>What became of a backfill: a table of its windows, or one JSON object.</summary>
internal static class BackfillSummary
{
    private static readonly string[] Columns = ["from", "to", "status", "fetched", "delivered", "dropped", "dead", "seconds"];

    public static void Write(TextWriter output, BackfillOptions options, BackfillResult result, int windows, Redactor redactor)
    {
        if (options.Json)
        {
            WriteJson(output, options, result, redactor);
            return;
        }

        if (result.Runs.Count > 0)
        {
            WriteTable(output, result, redactor);
        }

        var counts = string.Create(CultureInfo.InvariantCulture, $"{result.DoneBefore + result.Succeeded} of {windows} windows of {options.Integration.Name} are done");
        output.WriteLine(
            options.DryRun ? $"{result.Succeeded.ToString(CultureInfo.InvariantCulture)} windows would be fetched well. Nothing was delivered: it was a dry run."
            : !result.IsComplete ? $"{counts}. The same command goes on with the first that isn't."
            : result.Runs.Count > 0 ? $"{counts}."
            : $"{counts}, all of them before: nothing was to be done. --restart begins anew.");
    }

    /// <summary>A window's border: a day where it is one.</summary>
    public static string Text(DateTimeOffset time) =>
        time.UtcDateTime.ToString(time.UtcDateTime.TimeOfDay == TimeSpan.Zero ? "yyyy-MM-dd" : "yyyy-MM-ddTHH:mm:ss.FFFZ", CultureInfo.InvariantCulture);

    private static void WriteTable(TextWriter output, BackfillResult result, Redactor redactor)
    {
        var rows = new TableRowWriter(output, Columns);
        foreach (var (window, run) in result.Runs)
        {
            var counters = run.Counters;
            rows.Write(
            [
                Text(window.From), Text(window.To), run.Status.ToText(), counters.Fetched, counters.Delivered, counters.Dropped, counters.Dead,
                Math.Round((decimal)run.Duration.TotalSeconds, 2) + 0.00m,
            ]);
        }

        rows.End();
        output.WriteLine();
        foreach (var (_, run) in result.Runs.Where(run => run.Run.ErrorMessage is not null))
        {
            output.WriteLine(Logging.ControlCharacters.Show(redactor.Redact(run.ErrorMessage!)));
            output.WriteLine();
        }
    }

    private static void WriteJson(TextWriter output, BackfillOptions options, BackfillResult result, Redactor redactor)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, Indented = true }))
        {
            json.WriteStartObject();
            json.WriteString("integration", options.Integration.Name);
            json.WriteString("from", options.From);
            json.WriteString("to", options.To);
            json.WriteNumber("window_seconds", (decimal)options.Window.TotalSeconds);
            json.WriteBoolean("dry_run", options.DryRun);
            json.WriteBoolean("success", result.IsComplete);
            json.WriteNumber("windows", result.Count);
            json.WriteNumber("done_before", result.DoneBefore);
            json.WriteStartArray("runs");
            foreach (var (window, run) in result.Runs)
            {
                WriteRun(json, window, run, redactor);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        output.WriteLine(Encoding.UTF8.GetString(buffer.WrittenSpan));
    }

    private static void WriteRun(Utf8JsonWriter json, BackfillWindow window, RunResult run, Redactor redactor)
    {
        json.WriteStartObject();
        json.WriteString("from", window.From);
        json.WriteString("to", window.To);
        RunSummary.WriteFields(json, run, redactor);
        json.WriteEndObject();
    }
}
