namespace IntegrationFramework.Configuration.Rules;

/// <summary>Shortens what a message quotes, so that a line stays a line.</summary>
internal static class Excerpt
{
    private const int Length = 60;

    public static string Of(string text)
    {
        var cut = text.Length > Length ? text.Substring(0, char.IsHighSurrogate(text[Length - 1]) ? Length - 1 : Length) + "…" : text;
        for (var i = 0; i < cut.Length; i++)
        {
            if (char.IsControl(cut[i]) || cut[i] is '\u2028' or '\u2029')
            {
                var chars = cut.ToCharArray();
                for (var j = i; j < chars.Length; j++)
                {
                    chars[j] = char.IsControl(chars[j]) || chars[j] is '\u2028' or '\u2029' ? ' ' : chars[j];
                }

                return new string(chars);
            }
        }

        return cut;
    }
}
