namespace Integrations.SalesImport;

internal static class HeaderName
{
    /// <summary>What is compared of a header: its letters and digits, in lower case. <c>Order-No.</c> and <c>order_no</c> are the same.</summary>
    public static string Normalize(string name) =>
        string.Concat(name.Where(char.IsLetterOrDigit).Select(char.ToLowerInvariant));
}
