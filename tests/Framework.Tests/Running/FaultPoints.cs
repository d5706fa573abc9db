using System.Runtime.CompilerServices;

namespace Framework.Tests.Running;

/// <summary>Listens to the durable steps of what a test runs, and of no other test.</summary>
internal static class FaultPoints
{
    private static readonly AsyncLocal<Action<string>?> Listener = new();

    /// <summary>From here on in this flow, what is told of each step.</summary>
    public static void Listen(Action<string>? listener) => Listener.Value = listener;

    // Before anything looks whether somebody listens.
    [ModuleInitializer]
    internal static void Install() =>
        AppContext.SetData("IntegrationFramework.FaultPoints.Passed", (string step) => Listener.Value?.Invoke(step));
}
