// A host of a user's own: runs all that its packages bring, in the folder it is given.
using IntegrationFramework.Configuration;
using IntegrationFramework.Generated;
using IntegrationFramework.Running;
using IntegrationFramework.Telemetry;
using Microsoft.Extensions.Logging.Abstractions;

var root = args[0];
await using var store = TelemetryStore.Open(Path.Combine(root, "telemetry.db"), TimeProvider.System);
var runner = new BatchRunner(root, ConfigurationSources.Open(root), store, NullLoggerFactory.Instance, TimeProvider.System);
var batch = await runner.RunAsync(new BatchOptions { Integrations = [.. HostRegistry.Create().Integrations] });
foreach (var run in batch.Runs)
{
    Console.WriteLine($"{run.Integration} {run.Status} {run.ErrorMessage}");
}

return batch.IsSuccess ? 0 : 1;
