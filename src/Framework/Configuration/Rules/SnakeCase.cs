using System.Text;

namespace IntegrationFramework.Configuration.Rules;

/// <summary>How a C# name is written in YAML.</summary>
public static class SnakeCase
{
    /// <summary>Turns <c>OpenWeatherMap</c> into <c>open_weather_map</c> and <c>APIKey</c> into <c>api_key</c>.</summary>
    public static string From(string pascal)
    {
        var text = new StringBuilder(pascal.Length + 8);
        for (var i = 0; i < pascal.Length; i++)
        {
            var c = pascal[i];
            var begins = char.IsUpper(c) && i > 0 && pascal[i - 1] != '_'
                && (!char.IsUpper(pascal[i - 1]) || (i + 1 < pascal.Length && char.IsLower(pascal[i + 1])));
            if (begins)
            {
                text.Append('_');
            }

            text.Append(char.ToLowerInvariant(c));
        }

        return text.ToString();
    }

    /// <summary>Whether a name is snake_case: lower-case words and digits, joined by single underscores, a letter first.</summary>
    public static bool Is(string name)
    {
        if (name.Length == 0 || name[0] is not (>= 'a' and <= 'z') || name[name.Length - 1] == '_')
        {
            return false;
        }

        for (var i = 1; i < name.Length; i++)
        {
            var c = name[i];
            if (c is not ((>= 'a' and <= 'z') or (>= '0' and <= '9')) && !(c == '_' && name[i - 1] != '_'))
            {
                return false;
            }
        }

        return true;
    }
}
