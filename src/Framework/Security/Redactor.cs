using System.Buffers;
using System.Text;

namespace IntegrationFramework.Security;

/// <summary>
/// Takes secret values out of everything that is shown or kept: logs, error messages, payloads of dead letters. A secret is
/// found as it is, in base64 (also in the middle of a longer text, as in <c>user:password</c>), URL-encoded and JSON-escaped.
/// </summary>
/// <remarks>Thread-safe. A host keeps one, and adds every integration's secrets to it before that integration runs.</remarks>
public sealed class Redactor
{
    /// <summary>What stands where a secret was.</summary>
    public const string Mask = "***";

    private readonly Lock _lock = new();
    private readonly HashSet<string> _secrets = new(StringComparer.Ordinal);
    private volatile Forms? _forms = Forms.None;

    /// <summary>Adds secrets; empty ones are left out.</summary>
    public void Add(IEnumerable<string> secrets)
    {
        lock (_lock)
        {
            foreach (var secret in secrets)
            {
                if (secret.Length > 0 && _secrets.Add(secret))
                {
                    _forms = null;
                }
            }
        }
    }

    /// <summary>Gives the text with every secret replaced by <see cref="Mask"/>; the same string where there is none in it.</summary>
    public string Redact(string text)
    {
        var forms = _forms ?? BuildForms();
        var at = forms.IndexIn(text);
        if (at < 0)
        {
            return text;
        }

        var result = new StringBuilder(text.Length);
        var rest = text.AsSpan();
        while (at >= 0)
        {
            result.Append(rest[..at]).Append(Mask);
            rest = rest[(at + forms.LengthAt(rest[at..]))..];
            at = forms.IndexIn(rest);
        }

        return result.Append(rest).ToString();
    }

    private Forms BuildForms()
    {
        lock (_lock)
        {
            return _forms ??= Forms.Of(_secrets);
        }
    }

    /// <summary>All the ways in which the secrets may be written, searched for in one pass.</summary>
    private sealed class Forms(SearchValues<string>? search, string[] longestFirst)
    {
        public static Forms None { get; } = new(null, []);

        public static Forms Of(IEnumerable<string> secrets)
        {
            var forms = secrets.SelectMany(SecretForms.Of).Distinct(StringComparer.Ordinal).OrderByDescending(form => form.Length).ToArray();
            return forms.Length == 0 ? None : new Forms(SearchValues.Create(forms, StringComparison.Ordinal), forms);
        }

        public int IndexIn(ReadOnlySpan<char> text) => search is null ? -1 : text.IndexOfAny(search);

        public int LengthAt(ReadOnlySpan<char> text)
        {
            foreach (var form in longestFirst)
            {
                if (text.StartsWith(form, StringComparison.Ordinal))
                {
                    return form.Length;
                }
            }

            // Can't be: the search has just found one of the forms here. Hiding a character is better than showing a secret.
            return 1;
        }
    }
}
