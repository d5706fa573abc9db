using System.Collections;

namespace IntegrationFramework.Cli.CommandLine;

/// <summary>The environment variables of this process.</summary>
internal static class ProcessEnvironment
{
    /// <summary>Copies them once, so that a command sees the same ones from beginning to end.</summary>
    public static IReadOnlyDictionary<string, string> Read()
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (DictionaryEntry variable in Environment.GetEnvironmentVariables())
        {
            variables[(string)variable.Key] = (string?)variable.Value ?? "";
        }

        return variables;
    }
}
