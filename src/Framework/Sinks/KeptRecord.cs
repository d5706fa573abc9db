using System.Text;

namespace IntegrationFramework.Sinks;

/// <summary>A record of which only its JSON is left, since a sink that had been given it refused it in the end.</summary>
/// <param name="Json">The record.</param>
internal sealed record KeptRecord(string Json)
{
    public static KeptRecord From(ReadOnlySpan<byte> json) => new(Encoding.UTF8.GetString(json));
}
