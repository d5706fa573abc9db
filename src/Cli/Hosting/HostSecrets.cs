using IntegrationFramework.Configuration;
using IntegrationFramework.Registration;

namespace IntegrationFramework.Cli.Hosting;

/// <summary>The secrets of a host, for commands that show text which may hold one although they run nothing.</summary>
internal static class HostSecrets
{
    public static IEnumerable<string> Of(IntegrationRegistry registry, ConfigurationSources sources)
    {
        var loader = new ConfigurationLoader(sources);
        return registry.Integrations.SelectMany(descriptor => loader.Load(descriptor, toRun: false).Secrets);
    }
}
