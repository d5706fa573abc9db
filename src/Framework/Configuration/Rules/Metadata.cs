namespace IntegrationFramework.Configuration.Rules;

/// <summary>What metadata.yaml says, as it is written there.</summary>
public sealed record MetadataValues
{
    /// <summary>The integration's own version, SemVer.</summary>
    public required string Version { get; init; }

    /// <summary>Words to select by.</summary>
    public EquatableArray<string> Tags { get; init; }

    /// <summary>What it does.</summary>
    public string? Description { get; init; }

    /// <summary>The e-mail address of who owns it.</summary>
    public string? BusinessContact { get; init; }

    /// <summary>The e-mail address of who maintains it.</summary>
    public string? TechnicalContact { get; init; }

    /// <summary>When it was last changed: <c>2026-01-31</c>.</summary>
    public string? LastUpdated { get; init; }
}

/// <summary>Reads metadata.yaml.</summary>
public static class MetadataReader
{
    /// <summary>Reads what stands there; parts that break the rules are left out.</summary>
    /// <returns><see langword="null"/> where there is no valid version.</returns>
    public static MetadataValues? Read(YamlMap root)
    {
        var version = Text(root, "version");
        if (version is null || !TextFormat.IsSemVer(version))
        {
            return null;
        }

        var updated = Text(root, "last_updated");
        return new MetadataValues
        {
            Version = version,
            Tags = new EquatableArray<string>(Tags(root)),
            Description = Text(root, "description"),
            BusinessContact = Text(root, "business_contact"),
            TechnicalContact = Text(root, "technical_contact"),
            LastUpdated = updated is not null && DateFormat.TryDate(updated, out _) ? updated : null,
        };
    }

    private static string[] Tags(YamlMap root) => root["tags"] is YamlList list
        ? [.. list.Items.OfType<YamlScalar>().Select(tag => tag.Value).Where(TextFormat.IsTag)]
        : [];

    private static string? Text(YamlMap root, string key) => root[key] is YamlScalar { IsNull: false } scalar ? scalar.Value : null;
}
