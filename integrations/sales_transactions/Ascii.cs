using System.Text;

namespace Integrations.SalesTransactions;

internal static class Ascii
{
    /// <summary>A name in the lower-case ASCII letters of an e-mail address: accents are taken off, what isn't a letter is left out.</summary>
    public static string Fold(string name)
    {
        var folded = new StringBuilder(name.Length + 2);
        foreach (var character in name.ToLowerInvariant())
        {
            folded.Append(character switch
            {
                >= 'a' and <= 'z' => character.ToString(),
                'ä' => "ae",
                'ö' => "oe",
                'ü' => "ue",
                'ß' => "ss",
                'á' or 'à' or 'â' or 'ą' => "a",
                'é' or 'è' or 'ê' or 'ë' or 'ę' => "e",
                'í' or 'ì' or 'î' or 'ï' or 'ı' => "i",
                'ó' or 'ò' or 'ô' => "o",
                'ú' or 'ù' or 'û' => "u",
                'ç' or 'ć' => "c",
                'ñ' or 'ń' => "n",
                'ł' => "l",
                'ś' => "s",
                'ż' or 'ź' => "z",
                _ => "",
            });
        }

        return folded.ToString();
    }
}
