namespace IntegrationFramework.FakeServices.NewsApi;

/// <summary>NewsAPI refuses a request.</summary>
internal sealed class NewsException(int status, string code, string message) : Exception(message)
{
    public int Status { get; } = status;

    public string Code { get; } = code;

    public static NewsException Invalid(string message) => new(400, "parameterInvalid", message);

    public static NewsException Missing(string message) => new(400, "parametersMissing", message);
}
