using IntegrationFramework.Configuration.Rules;
using IntegrationFramework.Registration;

namespace IntegrationFramework.Configuration;

/// <summary>Checks everything about the configuration of all integrations that can be checked without running them.</summary>
public sealed class ConfigurationValidator
{
    private readonly ConfigurationSources _sources;
    private readonly IntegrationRegistry _registry;
    private readonly ConfigurationLoader _loader;

    /// <summary>Validates the integrations of a registry.</summary>
    public ConfigurationValidator(ConfigurationSources sources, IntegrationRegistry registry)
    {
        ArgumentNullException.ThrowIfNull(sources);
        ArgumentNullException.ThrowIfNull(registry);
        _sources = sources;
        _registry = registry;
        _loader = new ConfigurationLoader(sources);
    }

    /// <summary>Validates every integration by itself, then compares them with one another and with the file system.</summary>
    public ValidationReport Validate(ValidationOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new ValidationOptions();
        var cache = options.UseCache && !_sources.SourceTreeOnly ? ValidationCache.Open(_sources.Root) : null;
        var results = new List<(string Name, CachedValidation Result, bool FromCache)>();
        foreach (var descriptor in _registry.Integrations)
        {
            cancellationToken.ThrowIfCancellationRequested();
            results.Add(Validate(descriptor, cache, cancellationToken));
        }

        cache?.Keep(_registry.Names);
        cache?.Save();
        return Report(results, options);
    }

    /// <summary>Whether an integration is valid by itself, as far as it is known from an earlier validation of the same content.</summary>
    /// <returns><see langword="null"/> where the present content was never validated.</returns>
    public IReadOnlyDictionary<string, bool?> LookUp(IEnumerable<IntegrationDescriptor> integrations)
    {
        ArgumentNullException.ThrowIfNull(integrations);
        var cache = ValidationCache.Open(_sources.Root);
        return integrations.ToDictionary(
            descriptor => descriptor.Name,
            descriptor => cache.Find(descriptor.Name, ValidationKey.Of(descriptor, _sources, _loader)) is { } result && result.Facts.Paths.All(LeadsWhereItDid)
                ? result.Diagnostics.All(diagnostic => diagnostic.Severity != ConfigSeverity.Error)
                : (bool?)null,
            StringComparer.Ordinal);
    }

    /// <summary>
    /// What is said to no integration. Overrides of integrations that aren't there: by <c>--set</c> a mistake; a variable may be meant for
    /// another host. An environment that no integration has a file for, where there are files for others. YAML with a misspelled name.
    /// </summary>
    /// <exception cref="ConfigurationException">A folder of the root's integrations can't be listed.</exception>
    public IEnumerable<ConfigDiagnostic> StrayOverrides()
    {
        // In the source tree the compiler has missed what a misspelled file keeps from it.
        foreach (var stray in _sources.SourceTreeOnly ? [] : UnknownFiles.Find(_loader.Files, _registry.Integrations))
        {
            yield return stray;
        }

        if (_sources.Environment is { } environment && UnknownEnvironment(environment) is { } unknown)
        {
            yield return unknown;
        }

        foreach (var value in _loader.Overrides.All)
        {
            if (value.Integration.Length == 0)
            {
                yield return value.Error(value.Problem!);
            }
            else if (!_registry.Names.Contains(value.Integration))
            {
                yield return value.Error(
                    $"there is no integration '{value.Integration}'{Suggestion.Hint(value.Integration, _registry.Names).Replace("known here", "there are", StringComparison.Ordinal)}",
                    value.IsVariable ? ConfigSeverity.Warning : ConfigSeverity.Error);
            }
        }
    }

    /// <summary>What doesn't go together among integrations that are to run, also disabled ones: two on one path, two limits of one group.</summary>
    /// <returns>The errors, by the names of the integrations that have them.</returns>
    public static ILookup<string, ConfigDiagnostic> Conflicts(IEnumerable<(string Integration, LoadedConfiguration Loaded)> integrations) =>
        CrossIntegrationRules.Check([.. integrations.Select(static one => (one.Integration, one.Loaded.Facts with { IsEnabled = true }))])
            .ToLookup(static found => found.Integration, static found => found.Diagnostic);

    private ConfigDiagnostic? UnknownEnvironment(string name)
    {
        const string prefix = "config.";
        const string suffix = ".yaml";
        List<string> known;
        try
        {
            known = [.. _registry.Integrations.SelectMany(_loader.Files.Overlays).Distinct(StringComparer.Ordinal).Select(file => file[prefix.Length..^suffix.Length])];
        }
        catch (ConfigurationException)
        {
            // What a folder holds that can't be listed is not known; what is needed of it is read all the same.
            return null;
        }

        return known.Count == 0 || known.Contains(name, StringComparer.Ordinal) ? null : new ConfigDiagnostic(
            RuleIds.BadLayer, ConfigSeverity.Warning, ConfigurationSources.EnvironmentVariable, 0, 0, 1, 1,
            $"no integration has a {prefix}{name}{suffix}{Suggestion.Hint(name, known)}");
    }

    private (string Name, CachedValidation Result, bool FromCache) Validate(
        IntegrationDescriptor descriptor, ValidationCache? cache, CancellationToken cancellationToken)
    {
        var key = cache is null ? "" : ValidationKey.Of(descriptor, _sources, _loader);
        if (cache?.Find(descriptor.Name, key) is { } kept && kept.Facts.Paths.All(LeadsWhereItDid))
        {
            return (descriptor.Name, kept, true);
        }

        var loaded = _loader.Load(descriptor, toRun: false, cancellationToken);
        var result = new CachedValidation(loaded.Diagnostics, loaded.Facts);
        cache?.Put(descriptor.Name, key, result);
        return (descriptor.Name, result, false);
    }

    /// <summary>Links aren't part of the content that a result is kept by.</summary>
    private static bool LeadsWhereItDid(ConfiguredPath path) => !path.IsOutput || path.RealPath == RealPath.OrWritten(path.FullPath);

    private ValidationReport Report(List<(string Name, CachedValidation Result, bool FromCache)> results, ValidationOptions options)
    {
        var between = CrossIntegrationRules.Check([.. results.Select(r => (r.Name, r.Result.Facts))]).ToLookup(found => found.Integration, found => found.Diagnostic);
        var integrations = new List<IntegrationValidation>();
        foreach (var (name, result, fromCache) in results)
        {
            if (options.Names.Count > 0 && !options.Names.Contains(name))
            {
                continue;
            }

            var onDisk = _sources.SourceTreeOnly ? [] : FileSystemCheck.Check(result.Facts, _sources.Root);
            integrations.Add(new IntegrationValidation(name, Judge(result.Diagnostics.Concat(between[name]).Concat(onDisk), options), fromCache));
        }

        return new ValidationReport(Judge(General(), options), integrations);
    }

    private IEnumerable<ConfigDiagnostic> General() =>
        (_loader.ExampleProblem is { } problem ? _sources.Diagnostics.Append(problem) : _sources.Diagnostics).Concat(StrayOverrides());

    private static List<ConfigDiagnostic> Judge(IEnumerable<ConfigDiagnostic> diagnostics, ValidationOptions options) =>
        [.. diagnostics.Select(diagnostic => options.Strict ? diagnostic with { Severity = ConfigSeverity.Error } : diagnostic)];
}
