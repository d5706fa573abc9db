using System.Reflection;

namespace IntegrationFramework.Cli.CommandLine;

/// <summary>The version that the root's metadata.yaml gave to the build.</summary>
internal static class ProgramVersion
{
    /// <summary>SemVer.</summary>
    public static string Text { get; } =
        typeof(ProgramVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0.0.0";
}
