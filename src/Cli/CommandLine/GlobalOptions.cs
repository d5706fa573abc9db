namespace IntegrationFramework.Cli.CommandLine;

/// <summary>The options that every command has.</summary>
internal static class GlobalOptions
{
    public static readonly Parameter<string?> Root = Parameters.Text(
        "root", "FOLDER", "The folder to work in. By default IFW_ROOT, else the nearest folder with metadata.yaml and integrations/, else this one.");

    /// <summary>For the commands that read telemetry.</summary>
    public static readonly Parameter<bool> Sandbox = Parameters.Flag("sandbox", "Reads what runs in the sandbox left.");

    public static readonly Parameter<bool> Verbose = Parameters.Flag("verbose", "Says more: debug lines, and stack traces with errors.");
}
