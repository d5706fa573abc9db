namespace IntegrationFramework.Sinks;

/// <summary>How targets change with the records that go to them.</summary>
/// <param name="IsAllowed">Whether tables and files take the columns that they lack.</param>
/// <param name="Retyped">The fields that are of another type than in the last run that succeeded.</param>
internal sealed record Evolution(bool IsAllowed, IReadOnlySet<string> Retyped)
{
    /// <summary>Everything stays as it is.</summary>
    public static Evolution None { get; } = new(IsAllowed: false, new HashSet<string>());
}
