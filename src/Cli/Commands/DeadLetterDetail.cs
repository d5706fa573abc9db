using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using IntegrationFramework.Cli.CommandLine;
using IntegrationFramework.Logging;
using IntegrationFramework.Telemetry;

namespace IntegrationFramework.Cli.Commands;

/// <summary><c>ifw dlq show</c>: all that is kept of dead letters.</summary>
internal static class DeadLetterDetail
{
    private static readonly JsonWriterOptions Indented = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, Indented = true };

    /// <summary>Makes sure that there are such letters.</summary>
    /// <exception cref="UsageException">There is none of such a number.</exception>
    public static void CheckIds(TelemetryReader telemetry, IEnumerable<long> ids)
    {
        foreach (var id in ids)
        {
            using var result = telemetry.Database.Query($"SELECT 1 FROM dead_letters WHERE id = {id}");
            if (!result.Rows().Any())
            {
                throw new UsageException($"There is no dead letter {id}. 'ifw dlq list' lists them.");
            }
        }
    }

    public static int Write(CommandEnvironment environment, TelemetryReader telemetry, IReadOnlyList<long> ids, bool asJson)
    {
        if (ids.Count == 0)
        {
            throw new UsageException("ifw dlq show needs the number of a dead letter; 'ifw dlq list' lists them.");
        }

        CheckIds(telemetry, ids);
        var shown = ids.Select(id => Show(telemetry, id, asJson));
        if (asJson && ids.Count > 1)
        {
            // Several are one document, too.
            environment.Output.WriteLine($"[{string.Join(",\n", shown)}]");
            return ExitCode.Ok;
        }

        foreach (var text in shown)
        {
            environment.Output.WriteLine(text);
        }

        return ExitCode.Ok;
    }

    private static string Show(TelemetryReader telemetry, long id, bool asJson)
    {
        using var result = telemetry.Database.Query(
            $"""
            SELECT id, status, created_at AS time, integration, run_id AS run, phase, attempt, error_type, error_message AS error,
                   replay_run_id AS last_replay, updated_at AS changed, replace(taken_by, char(10), ', ') AS delivered_to, is_redacted, payload
            FROM dead_letters WHERE id = {id}
            """);
        var row = result.Rows().Single();
        return asJson ? Json(result.Columns, row) : Text(result.Columns, row);
    }

    private static string Text(IReadOnlyList<string> columns, IReadOnlyList<object?> row)
    {
        var text = new StringBuilder();
        for (var i = 0; i < columns.Count - 1; i++)
        {
            if (columns[i] == "is_redacted")
            {
                text.Append((long)row[i]! == 0 ? "" : "secrets       were taken out of the payload\n");
            }
            else if (row[i] is { } value)
            {
                text.Append(columns[i].PadRight(14)).Append(Convert.ToString(value, CultureInfo.InvariantCulture)!.ReplaceLineEndings("\n" + new string(' ', 14))).Append('\n');
            }
        }

        text.Append("payload\n").Append(row[^1] is string payload ? Formatted(payload) : "(none)");
        return ControlCharacters.Show(text.ToString());
    }

    private static string Json(IReadOnlyList<string> columns, IReadOnlyList<object?> row)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Indented))
        {
            json.WriteStartObject();
            for (var i = 0; i < columns.Count; i++)
            {
                json.WritePropertyName(columns[i]);
                switch (row[i])
                {
                    case long flag when columns[i] == "is_redacted":
                        json.WriteBooleanValue(flag != 0);
                        break;
                    case long number:
                        json.WriteNumberValue(number);
                        break;
                    case string payload when columns[i] == "payload" && Parse(payload) is { } element:
                        element.WriteTo(json);
                        break;
                    case var value:
                        json.WriteStringValue(value as string);
                        break;
                }
            }

            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static string Formatted(string payload)
    {
        if (Parse(payload) is not { } element)
        {
            return payload;
        }

        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Indented))
        {
            element.WriteTo(json);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>The payload as JSON, if it is: a secret that was taken out of a number leaves something else.</summary>
    private static JsonElement? Parse(string payload)
    {
        try
        {
            return JsonElement.Parse(payload);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
