namespace IntegrationFramework.IO;

/// <summary>A short sleep for threads that have nothing to await: they wait for another process, whose time no clock of ours can set.</summary>
internal static class Pause
{
#pragma warning disable RS0030 // The one place where a thread really sleeps.
    public static void For(TimeSpan duration) => Thread.Sleep(duration);
#pragma warning restore RS0030
}
