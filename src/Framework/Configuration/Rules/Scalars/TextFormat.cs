namespace IntegrationFramework.Configuration.Rules;

/// <summary>Texts of a certain form: URIs, e-mail addresses, versions, tags, paths.</summary>
public static class TextFormat
{
    /// <summary>Reads an absolute URI, which begins with a scheme and holds no white space.</summary>
    public static bool TryUri(string text, out Uri? value)
    {
        value = null;
        var colon = text.IndexOf(':');
        if (colon < 2)
        {
            return false;
        }

        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (char.IsWhiteSpace(c) || char.IsControl(c) || (i < colon && !IsLetterOrDigit(c) && c is not ('+' or '-' or '.')))
            {
                return false;
            }
        }

        return Uri.TryCreate(text, UriKind.Absolute, out value)
            && !(value.Scheme is "http" or "https" or "ftp" && value.Host.Length == 0);
    }

    /// <summary>Whether a text is an http, https or ftp URL.</summary>
    public static bool IsUrl(string text) => TryUri(text, out var uri) && uri!.Scheme is "http" or "https" or "ftp";

    /// <summary>Whether a text is an e-mail address: one <c>@</c> with a name before and a domain behind it.</summary>
    public static bool IsEmail(string text)
    {
        var at = text.IndexOf('@');
        if (at < 1 || at == text.Length - 1 || at != text.LastIndexOf('@') || text.Length > 254)
        {
            return false;
        }

        foreach (var c in text)
        {
            if (char.IsWhiteSpace(c) || char.IsControl(c) || c is '<' or '>' or ',' or ';' or ':' or '(' or ')' or '"')
            {
                return false;
            }
        }

        var domain = text.Substring(at + 1);
        return domain[0] is not ('.' or '-') && domain[domain.Length - 1] is not ('.' or '-')
            && domain.IndexOf("..", StringComparison.Ordinal) < 0 && text[at - 1] != '.' && text[0] != '.';
    }

    /// <summary>Whether a text is a version by SemVer 2: <c>1.2.3</c>, <c>1.0.0-rc.1+build.5</c>.</summary>
    public static bool IsSemVer(string text)
    {
        var plus = text.IndexOf('+');
        if (plus >= 0 && !AreIdentifiers(text.Substring(plus + 1), numbersMayBeginWithZero: true))
        {
            return false;
        }

        var version = plus >= 0 ? text.Substring(0, plus) : text;
        var dash = version.IndexOf('-');
        if (dash >= 0 && !AreIdentifiers(version.Substring(dash + 1), numbersMayBeginWithZero: false))
        {
            return false;
        }

        var numbers = (dash >= 0 ? version.Substring(0, dash) : version).Split('.');
        return numbers.Length == 3 && Array.TrueForAll(numbers, n => IsDigits(n) && (n.Length == 1 || n[0] != '0'));
    }

    /// <summary>Whether a text is a tag: letters, digits and <c>- _ . / :</c>, a letter or digit first, at most 64 characters.</summary>
    public static bool IsTag(string text)
    {
        if (text.Length is 0 or > 64 || !IsLetterOrDigit(text[0]))
        {
            return false;
        }

        foreach (var c in text)
        {
            if (!IsLetterOrDigit(c) && c is not ('-' or '_' or '.' or '/' or ':'))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether a relative path stays inside the folder that it is relative to, whatever the operating system.</summary>
    public static bool StaysInside(string path)
    {
        if (path.Length == 0 || path[0] is '/' or '\\' || (path.Length > 1 && path[1] == ':'))
        {
            return false;
        }

        var depth = 0;
        foreach (var part in path.Split('/', '\\'))
        {
            depth += part is "" or "." ? 0 : part == ".." ? -1 : 1;
            if (depth < 0)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>A relative path without <c>.</c>, <c>..</c> and doubled slashes, to compare with another.</summary>
    internal static string NormalisePath(string path)
    {
        var parts = new List<string>();
        foreach (var part in path.Split('/', '\\'))
        {
            if (part == ".." && parts.Count > 0 && parts[parts.Count - 1] != "..")
            {
                parts.RemoveAt(parts.Count - 1);
            }
            else if (part is not ("" or "."))
            {
                parts.Add(part);
            }
        }

        return (path.Length > 0 && path[0] is '/' or '\\' ? "/" : "") + string.Join("/", parts);
    }

    private static bool AreIdentifiers(string text, bool numbersMayBeginWithZero)
    {
        foreach (var part in text.Split('.'))
        {
            if (part.Length == 0 || (!numbersMayBeginWithZero && part.Length > 1 && part[0] == '0' && IsDigits(part)))
            {
                return false;
            }

            foreach (var c in part)
            {
                if (!IsLetterOrDigit(c) && c != '-')
                {
                    return false;
                }
            }
        }

        return true;
    }

    private static bool IsDigits(string text)
    {
        foreach (var c in text)
        {
            if (c is not (>= '0' and <= '9'))
            {
                return false;
            }
        }

        return text.Length > 0;
    }

    private static bool IsLetterOrDigit(char c) => c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9');
}
