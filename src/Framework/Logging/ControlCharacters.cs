using System.Buffers;
using System.Text;

namespace IntegrationFramework.Logging;

/// <summary>Keeps text that comes from elsewhere from steering a terminal.</summary>
public static class ControlCharacters
{
    private static readonly SearchValues<char> Steering =
        SearchValues.Create([.. Enumerable.Range(0, 0xA0).Select(code => (char)code).Where(c => char.IsControl(c) && c is not ('\n' or '\r' or '\t'))]);

    /// <summary>Writes control characters, but for tabs and line breaks, as <c>\u001b</c>.</summary>
    public static string Show(string text)
    {
        if (text.AsSpan().IndexOfAny(Steering) < 0)
        {
            return text;
        }

        var shown = new StringBuilder(text.Length + 16);
        foreach (var c in text)
        {
            if (Steering.Contains(c))
            {
                shown.Append("\\u").Append(((int)c).ToString("x4", System.Globalization.CultureInfo.InvariantCulture));
            }
            else
            {
                shown.Append(c);
            }
        }

        return shown.ToString();
    }
}
