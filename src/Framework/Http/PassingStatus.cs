namespace IntegrationFramework.Http;

/// <summary>The statuses of failures that pass.</summary>
internal static class PassingStatus
{
    /// <summary>Whether the same request may be answered later, since the service is busy or broken: 408, 425, 429 and 5xx.</summary>
    public static bool Is(int status) => status is 408 or 425 or 429 or >= 500;
}
