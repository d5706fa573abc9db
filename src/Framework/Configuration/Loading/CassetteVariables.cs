using IntegrationFramework.Configuration.Rules;
using IntegrationFramework.Http;
using IntegrationFramework.Registration;
using IntegrationFramework.Running;
using IntegrationFramework.Security;

namespace IntegrationFramework.Configuration;

/// <summary>The variables of an integration that is recorded or runs in the sandbox, so that it asks for the same there as it did live.</summary>
internal sealed class CassetteVariables
{
    /// <summary>Stands for a secret that isn't set. No word that a log could hold by chance: it is taken out wherever it turns up.</summary>
    public const string Placeholder = "sandbox-placeholder";

    private CassetteVariables(IReadOnlyDictionary<string, string> variables) => Variables = variables;

    /// <summary>What is filled in.</summary>
    public IReadOnlyDictionary<string, string> Variables { get; }

    /// <summary>In the sandbox: the cassette, where there is one.</summary>
    public Cassette? Cassette { get; private init; }

    /// <summary>While it is recorded: what the cassette keeps.</summary>
    public IReadOnlyDictionary<string, string?>? Recorded { get; private init; }

    public static CassetteVariables Of(ConfigurationSources sources, IntegrationDescriptor descriptor, VariableUse use, DiagnosticBag bag)
    {
        if (sources.Mode == RunMode.Record)
        {
            return new CassetteVariables(sources.Variables) { Recorded = Record(sources.Variables, use) };
        }

        var cassette = Read(sources, descriptor, bag);
        var variables = new Dictionary<string, string>(sources.Variables, StringComparer.Ordinal);
        foreach (var (name, value) in cassette?.Variables ?? new Dictionary<string, string?>())
        {
            if (value is null)
            {
                variables.Remove(name);
            }
            else if (value != Redactor.Mask)
            {
                variables[name] = value;
            }
            else if (!VariableFiller.IsSet(variables, name))
            {
                variables[name] = Placeholder;
            }
        }

        foreach (var name in use.Needed.Where(name => !VariableFiller.IsSet(variables, name)))
        {
            variables[name] = Placeholder;
        }

        return new CassetteVariables(variables) { Cassette = cassette };
    }

    /// <summary>Of secrets only whether they were set, since by that a client may choose how it signs in.</summary>
    private static Dictionary<string, string?> Record(IReadOnlyDictionary<string, string> variables, VariableUse use)
    {
        var recorded = use.Plain.ToDictionary(name => name, name => VariableFiller.IsSet(variables, name) ? variables[name] : null, StringComparer.Ordinal);
        foreach (var name in use.Secret)
        {
            recorded[name] = VariableFiller.IsSet(variables, name) ? Redactor.Mask : null;
        }

        return recorded;
    }

    /// <summary>The cassette that the sandbox plays; one that can't be read is an error of the configuration.</summary>
    public static Cassette? Read(ConfigurationSources sources, IntegrationDescriptor descriptor, DiagnosticBag bag)
    {
        if (sources.Mode != RunMode.Sandbox)
        {
            return null;
        }

        try
        {
            return CassetteFile.Read(CassetteFile.PathOf(sources.Root, descriptor.Folder));
        }
        catch (CassetteException error)
        {
            bag.Add(new ConfigDiagnostic(
                RuleIds.BadLayer, ConfigSeverity.Error, IntegrationFiles.Shown(descriptor, CassetteFile.Name), 0, 0, 1, 1, error.Message));
            return null;
        }
    }
}
