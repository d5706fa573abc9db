using IntegrationFramework.Configuration.Rules;
using IntegrationFramework.Generators.Diagnostics;
using IntegrationFramework.Generators.Model;

namespace IntegrationFramework.Generators.Yaml;

/// <summary>A class with the folder beside it.</summary>
internal sealed record IntegrationFolder(IntegrationModel Integration, Folder? Folder);

/// <summary>What the YAML of every integration may name.</summary>
internal sealed record KnownNames(EnvironmentVariables Variables, SinkCatalogue Sinks);

/// <summary>An integration whose YAML was read and checked.</summary>
internal sealed record CheckedIntegration(RegistrationModel Registration, EquatableArray<DiagnosticInfo> Diagnostics);
