using YamlDotNet.Core;

namespace IntegrationFramework.Configuration.Rules;

/// <summary>Says what the parser found in words that tell how to mend it.</summary>
internal static class YamlErrorText
{
    private static readonly string[] Escapes = ["unknown escape character", "expected hexadecimal number", "invalid Unicode surrogates"];

    /// <summary>Parts of the parser's messages and what to say instead; the first that occurs counts.</summary>
    private static readonly (string Part, string Message)[] Known =
    [
        (" tab ", YamlScan.TabMessage),
        ("unexpected end of stream", "this quote is not closed"),
        ("unexpected document indicator", "this quote is not closed before '---' or '...'"),
        ("unknown escape character", "an unknown escape; in double quotes a backslash is written \\\\, or use single quotes"),
        ("expected hexadecimal number", "an escape needs more hexadecimal digits: \\x41, \\u0041, \\U00000041"),
        ("invalid Unicode surrogates", "half of a surrogate pair is not a character"),
        ("expected ',' or '}'", "a ',' or '}' is missing here"),
        ("expected ',' or ']'", "a ',' or ']' is missing here"),
        ("expected '-' indicator", "an item of a list begins with '- ', in the column of the items before it"),
        ("found invalid mapping", "a ':' can't stand here; put the text in quotes, or begin a new line with less indentation"),
        ("mapping values are not allowed", "a ':' can't stand here; put the text in quotes, or begin a new line"),
        ("block sequence entries are not allowed", "a list begins on a line of its own"),
        ("could not find expected ':'", "a ': ' is missing after this key"),
        ("did not find expected key", "a key is needed here; look at the indentation and at the quotes before it"),
        ("character that cannot start any token", "a text can't begin with this character; put it in quotes"),
        ("expected node content", "a value is needed here; a text that begins with this character stands in quotes"),
        ("wrong indentation", "a quoted text over several lines is indented further than its key"),
        ("anchor or alias", "'&' and '*' are followed by a name; put a text that begins with them in quotes"),
        ("more than one anchor", "a value has one anchor"),
        ("undefined tag handle", "a text that begins with '!' stands in quotes; tags mean nothing here"),
        ("scanning a tag", "a text that begins with '!' stands in quotes; tags mean nothing here"),
        ("comma at end of tag", "a text that begins with '!' stands in quotes; tags mean nothing here"),
        ("indentation indicator equal to 0", "after '|' or '>' stands an indentation from 1 to 9, or none"),
        ("scanning a directive", "a directive is %YAML with a version; a text that begins with '%' stands in quotes"),
        ("expected token", "an alias stands alone: it takes no anchor and no tag"),
        ("expected comment or line break", "nothing but '-', '+', a digit or a comment follows '|' or '>' on its line"),
        ("comment without", "a comment needs a space before '#'"),
        ("found invalid comment", "a comment needs a space before '#'"),
        ("extra spaces in first line", "the first lines of a block of text are indented further than its text"),
        ("more spaces in lines above", "the first lines of a block of text are indented further than its text"),
        ("invalid key indicator", "a '-' alone is no text; put it in quotes"),
        ("incompatible YAML document", "this version of YAML isn't known; YAML 1.2 is read here"),
        ("expected version number", "a %YAML directive is followed by a version such as 1.2"),
        ("TAG directive", "a %TAG directive can't be read; tags mean nothing here, remove it"),
        ("version directive", "a directive stands once, before '---'"),
        ("document start", "the document has ended above; look at the indentation, the quotes and the ':' of this line"),
        ("document end", "the document has ended above; look at the indentation and the brackets before this"),
        ("anchor before sequence", "an anchor stands before a value, not before '-'"),
    ];

    /// <summary>Whether the parser speaks of an escape, which it has come to where its error ends: the error begins at the quote.</summary>
    public static bool IsEscape(YamlException error) => Escapes.Any(part => error.Message.IndexOf(part, StringComparison.OrdinalIgnoreCase) >= 0);

    public static string From(Exception error)
    {
        if (error is YamlException)
        {
            foreach (var (part, message) in Known)
            {
                if (error.Message.IndexOf(part, StringComparison.OrdinalIgnoreCase) >= 0)
                {
                    return message;
                }
            }
        }

        // What the parser says is not repeated: it may quote the text, and the text may hold a secret.
        return "malformed YAML; look at the brackets, quotes and indentation here and before";
    }
}
