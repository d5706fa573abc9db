namespace IntegrationFramework.Running;

/// <summary>Tells the errors of a single record from those that end the run.</summary>
internal static class RecordErrors
{
    public static bool IsOfRecord(Exception error, CancellationToken runToken) => error switch
    {
        DeadLetterLimitException or RunClosedException or OutOfMemoryException => false,
        OperationCanceledException => !runToken.IsCancellationRequested,
        _ => true,
    };
}

/// <summary>A run's code went on after the run was closed, and asked for something that only an open run may do.</summary>
internal sealed class RunClosedException(string integration)
    : InvalidOperationException($"The run of '{integration}' is closed: it did not end in time when it was told to stop. Nothing more is delivered.");
