namespace IntegrationFramework.Running;

/// <summary>What is told about an error: the integration, the phase, the cause and what to do. The details are in the log.</summary>
internal static class ErrorText
{
    public static string Of(string integration, Phase phase, Exception error, string runId)
    {
        var cause = CauseOf(error);
        var place = phase == Phase.Start ? "could not be started" : $"failed in {phase.Name()}";
        return error is Sinks.SinkException or ServiceException or ReplayRefusedException or Checks.RunCheckException or Checks.UniqueFileException or Contracts.ContractException or Telemetry.TelemetryException
            ? $"{integration} {place}: {cause}"
            : $"{integration} {place}: {cause} {AdviceFor(error, runId)}";
    }

    /// <summary>The type's name, without a namespace that says nothing to an operator.</summary>
    public static string TypeOf(Exception error) => error.GetType().Name;

    private static string CauseOf(Exception error)
    {
        while (error is AggregateException { InnerExceptions: [var only] })
        {
            error = only;
        }

        if (error is OutOfMemoryException)
        {
            return "memory ran out.";
        }

        var message = error.Message.ReplaceLineEndings(" ").Trim();
        if (message.Length == 0)
        {
            message = TypeOf(error);
        }

        return message[^1] is '.' or '!' or '?' ? message : message + ".";
    }

    private static string AdviceFor(Exception error, string runId) => error switch
    {
        DeadLetterLimitException => $"Look at what they have in common (ifw dlq list --run {runId}), or raise dead_letters in config.yaml.",
        Configuration.ConfigurationException => "Correct the configuration; `ifw validate` shows all that is wrong with it.",
        OutOfMemoryException => "Yield records as they come instead of gathering them, make page.bytes smaller, or raise memory_limit.",
        _ => $"The details are in its log: ifw logs {runId}",
    };
}
