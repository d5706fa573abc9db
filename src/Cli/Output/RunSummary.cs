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

/// <summary>What became of a batch: a table, or one JSON object.</summary>
internal static class RunSummary
{
    private static readonly string[] Columns = ["integration", "status", "fetched", "delivered", "dropped", "dead", "seconds"];

    public static void Write(TextWriter output, BatchResult batch, RunOptions options, Redactor redactor)
    {
        if (options.Json)
        {
            WriteJson(output, batch, batch.IsSuccess, redactor);
        }
        else if (batch.Runs.Count > 0)
        {
            WriteTable(output, batch, options.Mode == RunMode.Sandbox ? " --sandbox" : "", redactor);
            output.WriteLine(options.DryRun ? " Nothing was delivered: it was a dry run." : "");
        }
    }

    private static void WriteTable(TextWriter output, BatchResult batch, string sandbox, Redactor redactor)
    {
        var rows = new TableRowWriter(output, Columns);
        foreach (var run in batch.Runs)
        {
            var counters = run.Counters;
            rows.Write(
            [
                run.Integration, run.Status.ToText(), counters.Fetched, counters.Delivered, counters.Dropped, counters.Dead, Math.Round((decimal)run.Duration.TotalSeconds, 2) + 0.00m,
            ]);
        }

        rows.End();
        foreach (var run in batch.Runs.Where(run => run.ErrorMessage is not null))
        {
            output.WriteLine();
            output.WriteLine(ErrorOf(run, redactor));
        }

        foreach (var run in batch.Runs.Where(run => run.DeadLetters > 0))
        {
            output.WriteLine();
            output.WriteLine($"{run.Integration}: {run.DeadLetters} of its records became dead letters: ifw dlq list{sandbox} --run {run.RunId}");
        }

        var good = batch.Runs.Count(run => run.Status.IsSuccess());
        output.WriteLine();
        output.Write(string.Create(CultureInfo.InvariantCulture, $"{good} of {batch.Runs.Count} succeeded in {batch.Duration.TotalSeconds:0.00} s."));
    }

    /// <summary>A run's error with the integration's name before it, which most have already.</summary>
    internal static string ErrorOf(RunResult run, Redactor redactor)
    {
        var message = Logging.ControlCharacters.Show(redactor.Redact(run.ErrorMessage!));
        return message.StartsWith(run.Integration + " ", StringComparison.Ordinal) ? message : $"{run.Integration}: {message}";
    }

    /// <summary>Writes the JSON object.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="batch">What ran.</param>
    /// <param name="isSuccess">Whether the command calls it well: to a replay, a letter that is kept is a failure.</param>
    /// <param name="redactor">Takes secrets out of the errors.</param>
    internal static void WriteJson(TextWriter output, BatchResult batch, bool isSuccess, Redactor redactor)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, Indented = true }))
        {
            json.WriteStartObject();
            json.WriteString("batch_id", batch.BatchId);
            json.WriteBoolean("success", isSuccess);
            json.WriteNumber("duration_seconds", Math.Round((decimal)batch.Duration.TotalSeconds, 3));
            json.WriteStartArray("runs");
            foreach (var run in batch.Runs)
            {
                WriteRun(json, run, redactor);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        output.WriteLine(Encoding.UTF8.GetString(buffer.WrittenSpan));
    }

    private static void WriteRun(Utf8JsonWriter json, RunResult run, Redactor redactor)
    {
        json.WriteStartObject();
        WriteFields(json, run, redactor);
        json.WriteEndObject();
    }

    /// <summary>What every command tells of a run, in the object that is open.</summary>
    internal static void WriteFields(Utf8JsonWriter json, RunResult run, Redactor redactor)
    {
        json.WriteString("run_id", run.RunId);
        json.WriteString("integration", run.Integration);
        json.WriteString("status", run.Status.ToText());
        json.WriteNumber("duration_seconds", Math.Round((decimal)run.Duration.TotalSeconds, 3));
        json.WriteNumber("attempts", run.Attempts);
        json.WriteNumber("records_fetched", run.Counters.Fetched);
        json.WriteNumber("records_delivered", run.Counters.Delivered);
        json.WriteNumber("records_dropped", run.Counters.Dropped);
        json.WriteNumber("records_dead", run.Counters.Dead);
        json.WriteNumber("bytes", run.Counters.Bytes);
        json.WriteString("error", run.ErrorMessage is null ? null : redactor.Redact(run.ErrorMessage));
    }
}
