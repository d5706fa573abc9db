using System.Globalization;
using IntegrationFramework.Cli.CommandLine;
using IntegrationFramework.Cli.Output;
using IntegrationFramework.Telemetry;

namespace IntegrationFramework.Cli.Commands;

/// <summary><c>ifw query SQL</c>: read-only SQL over telemetry.</summary>
internal static class QueryCommand
{
    private static readonly Parameter<string?> Sql = Parameters.Text("SQL", "SQL", "A statement that reads, such as 'SELECT * FROM telemetry'.") with { Required = true };
    private static readonly Parameter<IReadOnlyList<string>> Param = Parameters.Texts("param", "NAME=VALUE", "A value for a placeholder such as @name.");
    private static readonly Parameter<string> Format = Parameters.Choice("format", RowWriter.Formats, "How to show the rows. In JSON a second column a is called a_2.");

    public static CommandDefinition Define() => new()
    {
        Options = [Param, Format, GlobalOptions.Sandbox, GlobalOptions.Root, GlobalOptions.Verbose],
        Arguments = [Sql],
        Invoke = static (values, environment) => new ValueTask<int>(ExecuteAsync(
            environment, environment.TelemetryFile(values.Get(GlobalOptions.Root), values.Get(GlobalOptions.Sandbox)), values.Get(Sql)!, values.Get(Param), values.Get(Format))),
    };

    /// <summary>Runs a statement and writes its rows.</summary>
    public static async Task<int> ExecuteAsync(
        CommandEnvironment environment, string telemetryFile, string sql, IReadOnlyList<string> parameters, string format)
    {
        var query = new SqlQuery(sql, ReadParameters(parameters));
        await using var telemetry = await TelemetryReader.OpenAsync(telemetryFile, environment.Time).ConfigureAwait(false);
        try
        {
            using var result = telemetry.Database.Query(query);
            if (result.Columns.Count == 0)
            {
                throw new UsageException("ifw query needs a statement that reads, such as 'SELECT * FROM telemetry': this one is empty, or gives no columns.");
            }

            var rows = RowWriter.Create(format, environment.Output, result.Columns);
            foreach (var row in result.Rows())
            {
                rows.Write(row);
                if (environment.IsOutputAbandoned())
                {
                    return ExitCode.Ok;
                }
            }

            rows.End();
            return ExitCode.Ok;
        }
        catch (SqlQueryException error) when (error.ErrorCode is SqliteError or SqliteReadOnly or SqliteCantOpen or NotOfSqlite or SqliteAuth)
        {
            throw new UsageException(error.ErrorCode switch
            {
                SqliteReadOnly or SqliteCantOpen or SqliteAuth => $"ifw query only reads telemetry.db: {error.Message}",
                NotOfSqlite when IsAboutParameters(error) => $"{error.Message} 'ifw query --help' explains --param.",
                _ => error.Message,
            });
        }
    }

    private static bool IsAboutParameters(SqlQueryException error) =>
        error.Message.StartsWith("The placeholder ", StringComparison.Ordinal) || error.Message.StartsWith("There is no placeholder ", StringComparison.Ordinal);

    private const int NotOfSqlite = 0;
    private const int SqliteError = 1;
    private const int SqliteReadOnly = 8;
    private const int SqliteCantOpen = 14;
    private const int SqliteAuth = 23;

    private static (string Name, object? Value)[] ReadParameters(IReadOnlyList<string> parameters)
    {
        var values = new List<(string, object?)>();
        foreach (var parameter in parameters)
        {
            var equals = parameter.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0)
            {
                throw new UsageException($"--param takes a name and a value, such as integration=hello_world, not '{parameter}'.");
            }

            values.Add((parameter[..equals], Typed(parameter[(equals + 1)..])));
        }

        return [.. values];
    }

    /// <summary>What is written as a number is one, so that LIMIT takes it; a number with leading zeros is a text, as in a postcode.</summary>
    private static object Typed(string text) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) && whole.ToString(CultureInfo.InvariantCulture) == text ? whole
        : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number.ToString(CultureInfo.InvariantCulture) == text
            && double.IsFinite(number) ? number
        : text;
}
