namespace IntegrationFramework.FakeServices.Faults;

/// <summary>Which requests a fault is meant for.</summary>
/// <param name="Path">The path, with <c>*</c> for any characters, slashes too.</param>
public sealed record FaultMatch(string Path = "*")
{
    /// <summary>The method.</summary>
    /// <value>Any.</value>
    public string? Method { get; init; }

    /// <summary>What the decoded query has to contain, such as <c>page=3</c>.</summary>
    /// <value>Nothing.</value>
    public string? Query { get; init; }

    /// <summary>The first of the matching requests that is to fail, counted from when the fault was added.</summary>
    /// <value>1: the next one.</value>
    public int Nth { get; init; } = 1;

    /// <summary>A path alone.</summary>
    public static implicit operator FaultMatch(string path) => FromPath(path);

    /// <summary>A path alone.</summary>
    public static FaultMatch FromPath(string path) => new(path);

    internal bool Matches(HttpRequest request) =>
        Glob.Matches(Path, request.Path.Value ?? "/")
        && (Method is null || Method == request.Method)
        && (Query is null || Uri.UnescapeDataString(request.QueryString.Value ?? "").Contains(Query, StringComparison.Ordinal));
}
