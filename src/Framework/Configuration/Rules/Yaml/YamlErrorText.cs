namespace IntegrationFramework.Configuration.Rules;

/// <summary>Says in the words of this project what the parser found.</summary>
internal static class YamlErrorText
{
    public static string From(Exception error)
    {
        var text = error is YamlDotNet.Core.YamlException ? error.Message : "the text can't be read here";
        var end = text.IndexOf("): ", StringComparison.Ordinal);
        if (text.StartsWith("(Line:", StringComparison.Ordinal) && end > 0)
        {
            text = text.Substring(end + 3);
        }

        text = text.TrimEnd('.', ' ', '\r', '\n');
        return text.Length == 0 ? "malformed YAML" : "malformed YAML: " + char.ToLowerInvariant(text[0]) + text.Substring(1);
    }
}
