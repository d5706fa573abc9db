using System.Text;

namespace IntegrationFramework.FakeServices.Salesforce;

/// <summary>CSV as bulk jobs use it: any of six delimiters, LF or CRLF, quotes where they are needed.</summary>
/// <param name="Delimiter">Between two fields.</param>
/// <param name="LineEnding">Between two rows.</param>
internal sealed record BulkCsv(char Delimiter, string LineEnding)
{
    private static readonly Dictionary<string, char> Delimiters = new()
    {
        ["COMMA"] = ',',
        ["TAB"] = '\t',
        ["SEMICOLON"] = ';',
        ["PIPE"] = '|',
        ["CARET"] = '^',
        ["BACKQUOTE"] = '`',
    };

    /// <summary>The format by the names that a job has for it.</summary>
    public static BulkCsv From(string delimiter, string lineEnding) => new(
        Delimiters.TryGetValue(delimiter, out var character)
            ? character
            : throw SalesforceException.BadRequest("API_ERROR", $"Unknown columnDelimiter: {delimiter}"),
        lineEnding switch
        {
            "LF" => "\n",
            "CRLF" => "\r\n",
            _ => throw SalesforceException.BadRequest("API_ERROR", $"Unknown lineEnding: {lineEnding}"),
        });

    /// <summary>Rows as text. Results have quotes around every value, as Salesforce writes them.</summary>
    public string Write(IEnumerable<IReadOnlyList<string>> rows)
    {
        var text = new StringBuilder();
        foreach (var row in rows)
        {
            for (var i = 0; i < row.Count; i++)
            {
                _ = i > 0 ? text.Append(Delimiter) : text;
                text.Append('"').Append(row[i].Replace("\"", "\"\"", StringComparison.Ordinal)).Append('"');
            }

            text.Append(LineEnding);
        }

        return text.ToString();
    }

    /// <summary>The rows of a text, empty lines left out.</summary>
    public List<IReadOnlyList<string>> Read(string text)
    {
        var (rows, row, value, quoted) = (new List<IReadOnlyList<string>>(), new List<string>(), new StringBuilder(), false);
        for (var i = text.StartsWith('\uFEFF') ? 1 : 0; i < text.Length; i++)
        {
            var character = text[i];
            if (quoted)
            {
                if (character != '"')
                {
                    value.Append(character);
                }
                else if (i + 1 < text.Length && text[i + 1] == '"')
                {
                    value.Append(text[++i]);
                }
                else
                {
                    quoted = false;
                }
            }
            else if (character == '"' && value.Length == 0)
            {
                quoted = true;
            }
            else if (character == Delimiter)
            {
                EndValue();
            }
            else if (text.AsSpan(i).StartsWith(LineEnding))
            {
                i += LineEnding.Length - 1;
                EndRow();
            }
            else
            {
                value.Append(character);
            }
        }

        EndRow();
        return rows;

        void EndValue()
        {
            row.Add(value.ToString());
            value.Clear();
        }

        void EndRow()
        {
            if (row.Count > 0 || value.Length > 0)
            {
                EndValue();
                rows.Add(row);
                row = [];
            }
        }
    }
}
