using System.Collections;
using IntegrationFramework.Configuration.Rules;
using IntegrationFramework.Running;

namespace IntegrationFramework.Configuration;

/// <summary>Where the layers of the configuration come from, besides what is compiled in.</summary>
public sealed record ConfigurationSources
{
    /// <summary>The variable that chooses the overlay <c>config.&lt;environment&gt;.yaml</c>.</summary>
    public const string EnvironmentVariable = "IFW_ENVIRONMENT";

    /// <summary>The folder that the host works in.</summary>
    public required string Root { get; init; }

    /// <summary>Which <c>config.&lt;environment&gt;.yaml</c> is laid over.</summary>
    /// <value><see langword="null"/> by default: none.</value>
    public string? Environment { get; init; }

    /// <summary>The process's environment variables, with those of <c>.env</c> where the environment lacks them.</summary>
    public IReadOnlyDictionary<string, string> Variables { get; init; } = new Dictionary<string, string>();

    /// <summary>What <c>--set</c> says: <c>name.settings.city=Paris</c>, the last one strongest.</summary>
    public IReadOnlyList<string> Sets { get; init; } = [];

    /// <summary>Whether what is loaded is run live, recorded, or run in the sandbox, with the variables and the paths of that.</summary>
    /// <value><see cref="RunMode.Live"/> by default.</value>
    public RunMode Mode { get; init; }

    /// <summary>Whether only the YAML of the source tree counts, as in the compiler: no environment, no <c>.env</c>, no overrides.</summary>
    public bool SourceTreeOnly { get; init; }

    /// <summary>What is wrong with the sources themselves: an <c>.env</c> that can't be read, a malformed environment name.</summary>
    public IReadOnlyList<ConfigDiagnostic> Diagnostics { get; init; } = [];

    /// <summary>Opens the sources of a root: the environment, <c>.env</c>, and what <c>--set</c> says.</summary>
    /// <param name="root">The folder that the host works in.</param>
    /// <param name="sets">What <c>--set</c> says.</param>
    /// <param name="processEnvironment">The environment variables; the process's own by default.</param>
    public static ConfigurationSources Open(
        string root, IReadOnlyList<string>? sets = null, IReadOnlyDictionary<string, string>? processEnvironment = null)
    {
        var diagnostics = new List<ConfigDiagnostic>();
        var variables = new Dictionary<string, string>(processEnvironment ?? ReadProcessEnvironment(), StringComparer.Ordinal);
        foreach (var variable in ReadDotEnv(root, diagnostics))
        {
            variables.TryAdd(variable.Key, variable.Value);
        }

        return new ConfigurationSources
        {
            Root = Path.GetFullPath(root),
            Environment = ReadEnvironmentName(variables, diagnostics),
            Variables = variables,
            Sets = sets ?? [],
            Diagnostics = diagnostics,
        };
    }

    /// <summary>Opens the YAML of a source tree alone, which is what the compiler sees.</summary>
    public static ConfigurationSources OpenSourceTree(string root) => new() { Root = Path.GetFullPath(root), SourceTreeOnly = true };

    /// <summary>The process's environment variables.</summary>
    public static IReadOnlyDictionary<string, string> ReadProcessEnvironment()
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (DictionaryEntry variable in System.Environment.GetEnvironmentVariables())
        {
            variables[(string)variable.Key] = (string?)variable.Value ?? "";
        }

        return variables;
    }

    private static Dictionary<string, string> ReadDotEnv(string root, List<ConfigDiagnostic> diagnostics)
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal);
        var file = TextFile.Read(Path.Combine(root, ".env"), ".env", RuleIds.BadDotEnv);
        if (file.Problem is not null)
        {
            diagnostics.Add(file.Problem);
        }

        if (file.Text is not null)
        {
            foreach (var variable in DotEnv.Read(".env", file.Text, diagnostics))
            {
                variables[variable.Name] = variable.Value;
            }
        }

        return variables;
    }

    private static string? ReadEnvironmentName(Dictionary<string, string> variables, List<ConfigDiagnostic> diagnostics)
    {
        if (!variables.TryGetValue(EnvironmentVariable, out var name) || name.Length == 0)
        {
            return null;
        }

        if (name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'))
        {
            return name;
        }

        diagnostics.Add(new ConfigDiagnostic(
            RuleIds.BadLayer, ConfigSeverity.Error, EnvironmentVariable, 0, 0, 1, 1, "the name of an environment is letters, digits, '-' and '_'"));
        return null;
    }
}
