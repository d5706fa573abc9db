namespace Integrations.CustomerDirectory;

/// <summary>Tidies up what people type into a CRM.</summary>
internal static class ContactDetails
{
    private static readonly Dictionary<string, string> Countries = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Deutschland"] = "DE",
        ["Germany"] = "DE",
        ["Österreich"] = "AT",
        ["Austria"] = "AT",
        ["Schweiz"] = "CH",
        ["Switzerland"] = "CH",
        ["France"] = "FR",
        ["Frankreich"] = "FR",
        ["UK"] = "GB",
        ["United Kingdom"] = "GB",
        ["España"] = "ES",
        ["Spain"] = "ES",
        ["Polska"] = "PL",
        ["Poland"] = "PL",
    };

    /// <summary>First and last name, else the company, else <see langword="null"/>.</summary>
    public static string? Name(CrmCustomer customer)
    {
        var name = Text($"{Text(customer.FirstName)} {Text(customer.LastName)}");
        return name ?? Text(customer.Company);
    }

    /// <summary>The text without white space around it and without runs of blanks in it; <see langword="null"/> where nothing is left.</summary>
    public static string? Text(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        var lines = text.ReplaceLineEndings("\n").Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return string.Join('\n', lines.Select(line => string.Join(' ', line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))));
    }

    /// <summary>An e-mail address in lower case; <see langword="null"/> for what isn't one, such as "n/a".</summary>
    public static string? Email(string? text)
    {
        var email = Text(text)?.ToLowerInvariant();
        if (email is null || email.Contains(' '))
        {
            return null;
        }

        var at = email.IndexOf('@');
        return at > 0 && at == email.LastIndexOf('@') && email.LastIndexOf('.') is var dot && dot > at + 1 && dot < email.Length - 1 ? email : null;
    }

    /// <summary>The ISO code of a country that goes by its name; a code in capitals; anything else as it is.</summary>
    public static string? Country(string? text) =>
        Text(text) is not { } country ? null
        : Countries.TryGetValue(country, out var code) ? code
        : country.Length == 2 ? country.ToUpperInvariant()
        : country;
}
