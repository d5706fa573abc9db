using System.Diagnostics.CodeAnalysis;

namespace IntegrationFramework.IO;

/// <summary>
/// The instants before and after each step that changes what is on the disk, where tests end the process to see that nothing is lost and
/// nothing doubled. A host that puts an <see cref="Action{T}"/> of string under <see cref="DataName"/> into <see cref="AppContext"/> before
/// anything else is told of each; where its switch is off, trimming leaves nothing of them.
/// </summary>
internal static class FaultPoint
{
    private const string DataName = "IntegrationFramework.FaultPoints.Passed";
    private static readonly Action<string>? Passed = AppContext.GetData(DataName) as Action<string>;

    /// <summary>Whether somebody listens.</summary>
    [FeatureSwitchDefinition("IntegrationFramework.FaultPoints")]
    public static bool IsEnabled { get; } = Passed is not null;

    /// <summary>A step begins.</summary>
    public static void Before(string step)
    {
        if (IsEnabled)
        {
            Passed!($"before {step}");
        }
    }

    /// <summary>A step is done.</summary>
    public static void After(string step)
    {
        if (IsEnabled)
        {
            Passed!($"after {step}");
        }
    }
}
