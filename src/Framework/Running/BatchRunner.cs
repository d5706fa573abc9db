using System.Security.Cryptography;
using IntegrationFramework.Configuration;
using IntegrationFramework.Registration;
using IntegrationFramework.Support;
using IntegrationFramework.Telemetry;
using Microsoft.Extensions.Logging;

namespace IntegrationFramework.Running;

/// <summary>Runs integrations: one after the other, several at once, or each in a process of its own.</summary>
/// <param name="root">The folder that the host works in.</param>
/// <param name="sources">Where configuration comes from.</param>
/// <param name="store">Where runs are recorded. Its redactor learns the secrets of every integration before that runs.</param>
/// <param name="loggers">The host's loggers; what runs log goes to telemetry besides.</param>
/// <param name="time">The clock.</param>
/// <param name="observer">Is told how the batch goes on.</param>
public sealed partial class BatchRunner(
    string root, ConfigurationSources sources, TelemetryStore store, ILoggerFactory loggers, TimeProvider time, IBatchObserver? observer = null)
{
    private const int StartedTogether = 100;

    private readonly string _root = Path.GetFullPath(root);
    private readonly ILogger _logger = loggers.CreateLogger<BatchRunner>();

    /// <summary>What integrations' support managers share.</summary>
    /// <value>By default one that hands issues to nobody; they are counted and logged.</value>
    public SupportDesk Support
    {
        get => field ??= new SupportDesk(store, time, new LoggingTicketing(_logger), reportIssues: false);
        init;
    }

    /// <summary>Where the sink <c>stdout</c> writes.</summary>
    /// <value>Nowhere by default.</value>
    public Stream StandardOutput { get; init; } = Stream.Null;

    /// <summary>Numbers from 0 to 1 for the jitter of waits.</summary>
    internal Func<double> Random { get; init; } = static () => RandomNumberGenerator.GetInt32(int.MaxValue) / (double)int.MaxValue;

    /// <summary>Runs a batch. What goes wrong with a run is in its result, and ends no other; telemetry that can't be used lets no other begin.</summary>
    /// <param name="options">What to run, and how.</param>
    /// <param name="stop">Tells the batch to stop: nothing new starts, and what runs is cancelled and given its grace time.</param>
    /// <exception cref="TelemetryException">The batch's lock can't be taken.</exception>
    public async Task<BatchResult> RunAsync(BatchOptions options, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.Isolate && options.IsolatedCommand is null)
        {
            throw new ArgumentException("To isolate runs, the host has to say how a process for one is started (IsolatedCommand).", nameof(options));
        }

        if (options.Replay is not null && (options.Isolate || options.DryRun || options.Limit is not null))
        {
            throw new ArgumentException("Dead letters are replayed in this process, all that are selected, and for good.", nameof(options));
        }

        if (options.Mode == RunMode.Sandbox && store.Path != SandboxFolder.TelemetryFileOf(_root))
        {
            throw new ArgumentException($"The sandbox has a telemetry database of its own, '{SandboxFolder.TelemetryFileOf(_root)}', and not '{store.Path}'.", nameof(options));
        }

        if (options.Window is not null && (options.Isolate || options.Integrations.Any(integration => !integration.HasWindows)))
        {
            throw new ArgumentException("A window is for integrations that implement IWindowedSource, run in this process.", nameof(options));
        }

        options = options.Mode == RunMode.Live ? options : options with { FullRefresh = true };
        var started = time.GetTimestamp();
        var batchId = options.Isolated?.BatchId ?? RunIds.Create(time);
        var lockName = options.Isolated is { } isolated ? BatchLock.NameOf(batchId, isolated.RunId) : batchId;
        using var batchLock = BatchLock.Take(BatchLock.FolderOf(WorkFolder(options)), lockName);
        var results = new RunResult?[options.Integrations.Count];
        var services = ServicesFor(options, batchId);
        var batch = new RunningBatch(services, results, stop);
        var workers = Math.Clamp(options.Parallelism, 1, Math.Max(results.Length, 1));
        await StartAsync(batch, workers).ConfigureAwait(false);
        await FlushAsync(services.Telemetry).ConfigureAwait(false);
        return new BatchResult(batchId, [.. results.Select((result, i) => result ?? NotStarted(options.Integrations[i]))], time.GetElapsedTime(started))
        {
            IsTelemetryUnusable = services.Telemetry.IsUnusable,
        };
    }

    /// <summary>Lets the workers work until nothing is left.</summary>
    private async Task StartAsync(RunningBatch batch, int workers)
    {
        var working = new Task[workers];
        for (var i = 0; i < workers; i++)
        {
            working[i] = Task.Run(batch.WorkAsync, CancellationToken.None);
            if (i % StartedTogether == StartedTogether - 1)
            {
                // Thousands of runs can't be opened faster than they are recorded; those that wait for it only fill the memory. Where runs
                // end as fast as that, the workers that there are suffice.
                do
                {
                    await store.WhenWrittenAsync().ConfigureAwait(false);
                }
                while (batch.Opening >= StartedTogether);
            }
        }

        await Task.WhenAll(working).ConfigureAwait(false);
    }

    private BatchServices ServicesFor(BatchOptions options, string batchId) => new()
    {
        Root = _root,
        WorkFolder = WorkFolder(options),
        Configuration = new ConfigurationLoader(sources with { Mode = options.Mode }),
        Store = store,
        Loggers = loggers,
        Time = time,
        Support = Support,
        Sql = new SqlQueryManager(_root),
        StandardOutput = StandardOutput,
        Random = Random,
        Observer = observer,
        Options = options,
        BatchId = batchId,
    };

    private string WorkFolder(BatchOptions options) => options.Mode == RunMode.Sandbox ? SandboxFolder.Of(_root) : _root;

    private static RunResult NotStarted(IntegrationDescriptor descriptor) => new()
    {
        RunId = null,
        Integration = descriptor.Name,
        Status = RunStatus.Cancelled,
        ErrorMessage = $"{descriptor.Name} was not started, since the batch was ended before.",
    };

    private async Task FlushAsync(TelemetryHealth telemetry)
    {
        try
        {
            await store.FlushAsync(CancellationToken.None).ConfigureAwait(false);
        }
        catch (TelemetryException error) when (!telemetry.Tells(error))
        {
            // Told already, with the same reason.
        }
        catch (TelemetryException error)
        {
            LogNotFlushed(_logger, error);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Some log lines could not be kept in telemetry.")]
    private static partial void LogNotFlushed(ILogger logger, Exception error);
}
