using IntegrationFramework.Configuration.Rules;
using IntegrationFramework.Generators.Diagnostics;

namespace IntegrationFramework.Generators.Model;

/// <summary>What was read from a class with <c>[Integration]</c>.</summary>
/// <param name="Model">What is emitted for it.</param>
/// <param name="Location">Where the class's name stands. Kept apart from the model, which an edit above the class must not change.</param>
/// <param name="Diagnostics">The mistakes in its C#.</param>
internal sealed record ParsedIntegration(IntegrationModel Model, LocationInfo Location, EquatableArray<DiagnosticInfo> Diagnostics);

/// <summary>All that is emitted for an integration and doesn't come from its YAML.</summary>
internal sealed record IntegrationModel
{
    public required TypeName Class { get; init; }

    /// <summary>The folder of the class's file, with forward slashes.</summary>
    public required string Directory { get; init; }

    /// <summary>Whether a descriptor can be emitted. If not, its mistakes say why.</summary>
    public required bool CanBuild { get; init; }

    public required bool IsPartial { get; init; }

    /// <summary>Whether the class and both of its record types are public.</summary>
    public required bool IsPublic { get; init; }

    /// <summary>Whether it goes on from a cursor.</summary>
    public required bool IsIncremental { get; init; }

    /// <summary>Whether it can be asked for a window of time.</summary>
    public required bool HasWindows { get; init; }

    /// <summary>Whether it leaves all delivery to the sinks of its config.yaml.</summary>
    public required bool DeliversToSinks { get; init; }

    public required string RawType { get; init; }

    public required string OutputType { get; init; }

    public required string RawSchema { get; init; }

    public required string OutputSchema { get; init; }

    /// <summary>The names of the output record's fields, for keys of tables.</summary>
    public required EquatableArray<string> OutputFields { get; init; }

    /// <summary>What the output record's fields hold, in the order of <see cref="OutputFields"/>, for checks.</summary>
    public required EquatableArray<string> OutputKinds { get; init; }

    /// <summary>The full name of the class that binds the settings; <see langword="null"/> where the integration has none.</summary>
    public required string? SettingsBinder { get; init; }

    public required MapSchema Settings { get; init; }

    /// <summary>Whether mistakes in the C# hide which settings there are, so that no key of theirs can be called unknown.</summary>
    public required bool HasUnreadSettings { get; init; }

    /// <summary>The keys of settings that mistakes in the C# hide, so that they can't be called unknown.</summary>
    public required EquatableArray<string> UnreadKeys { get; init; }

    public required FactoryModel Factory { get; init; }

    public required EquatableArray<SettingsTypeModel> SettingsTypes { get; init; }

    public required EquatableArray<RecordTypeModel> RecordTypes { get; init; }
}

/// <summary>How the constructor of an integration is called.</summary>
/// <param name="Services">Provided types, in the order in which they can be made.</param>
/// <param name="Arguments">The arguments of the integration's own constructor.</param>
internal sealed record FactoryModel(EquatableArray<ServiceModel> Services, EquatableArray<string> Arguments);

/// <summary>A provided type, made for an attempt of a run.</summary>
/// <param name="Local">The local that holds it.</param>
/// <param name="Type">The type, as written in C#.</param>
/// <param name="Arguments">The arguments of its constructor.</param>
/// <param name="IsDisposable">Whether it has to be disposed when the attempt ends.</param>
internal sealed record ServiceModel(string Local, string Type, EquatableArray<string> Arguments, bool IsDisposable);
