using System.Reflection;
using IntegrationFramework.Configuration;
using IntegrationFramework.Registration;
using IntegrationFramework.Running;
using IntegrationFramework.Telemetry;
using Microsoft.Extensions.Logging.Abstractions;

namespace Cli.Tests.Support;

/// <summary>The host with integrations that behave badly.</summary>
public static class TestHost
{
    /// <summary>Its program, built with the tests.</summary>
    public static string Program { get; } = Path.GetFullPath(Path.Combine(
        AppContext.BaseDirectory, "..", "..", "TestHost", Ifw.Configuration, OperatingSystem.IsWindows() ? "testhost.exe" : "testhost"));

    private static readonly Lazy<System.Reflection.Assembly> Loaded = new(() => System.Reflection.Assembly.LoadFrom(Path.ChangeExtension(Program, ".dll")));

    /// <summary>Runs one of its integrations in this process, which is much faster than to start one.</summary>
    public static async Task<RunResult> RunHereAsync(TemporaryRoot root, string integration, params string[] sets)
    {
        var registry = (IntegrationRegistry)Loaded.Value.GetType("IntegrationFramework.Generated.HostRegistry", throwOnError: true)!
            .GetMethod("Create", BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)!.Invoke(null, null)!;
        registry.TryGet(integration, out var descriptor);
        await using var store = TelemetryStore.Open(root.Path("telemetry.db"), TimeProvider.System);
        var runner = new BatchRunner(
            root.Folder, ConfigurationSources.Open(root.Folder, sets, new Dictionary<string, string>()), store, NullLoggerFactory.Instance, TimeProvider.System);
        return (await runner.RunAsync(new BatchOptions { Integrations = [descriptor!] })).Runs.Single();
    }

    /// <summary>Runs it to its end.</summary>
    public static async Task<Outcome> RunAsync(TemporaryRoot root, Dictionary<string, string> environment, params string[] arguments)
    {
        using var running = Start(root, environment, arguments);
        return await running.EndAsync();
    }

    /// <summary>Runs it to its end.</summary>
    public static Task<Outcome> RunAsync(TemporaryRoot root, params string[] arguments) => RunAsync(root, [], arguments);

    /// <summary>Starts it.</summary>
    public static RunningProcess Start(TemporaryRoot root, Dictionary<string, string> environment, params string[] arguments) =>
        RunningProcess.Start(Program, root.Folder, environment, arguments);
}
