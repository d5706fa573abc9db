using System.Globalization;

namespace IntegrationFramework.Records;

/// <summary>Half of a surrogate pair, as where a text was cut within an emoji. UTF-8 can't hold it, and encoders put U+FFFD in its place without a word.</summary>
internal static class UnpairedSurrogate
{
    /// <summary>What an encoder of UTF-8 puts in its place. To look for that afterwards costs next to nothing.</summary>
    public static ReadOnlySpan<byte> Replacement => "\ufffd"u8;

    /// <summary>Refuses a text that has one.</summary>
    /// <param name="name">The field that it is in.</param>
    /// <param name="text">The text.</param>
    /// <exception cref="InvalidOperationException">It has one.</exception>
    public static void Refuse(string name, ReadOnlySpan<char> text)
    {
        var at = text.IndexOfAnyInRange('\ud800', '\udfff');
        if (at >= 0)
        {
            RefuseFrom(name, text, at);
        }
    }

    private static void RefuseFrom(string name, ReadOnlySpan<char> text, int at)
    {
        for (; at < text.Length; at++)
        {
            if (!char.IsSurrogate(text[at]))
            {
                continue;
            }

            if (at + 1 < text.Length && char.IsSurrogatePair(text[at], text[at + 1]))
            {
                at++;
                continue;
            }

            throw new InvalidOperationException(string.Create(
                CultureInfo.InvariantCulture,
                $"'{name}' has half of a surrogate pair (U+{(int)text[at]:X4} at position {at + 1}), as where a text was cut within an emoji, and UTF-8 has no such thing. Mend the text in Postprocess."));
        }
    }
}
