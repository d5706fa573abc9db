namespace Vendors.Tests.Http;

/// <summary>An HTTP client without any policy, for tests of what is above it.</summary>
internal static class Plain
{
    public static HttpClient Http { get; } = new();
}
