namespace Framework.Tests.Configuration.Rules;

/// <summary>A text that isn't YAML 1.2, and what is said about it.</summary>
public sealed record MalformedDocument(string Name, string Text, int Line, int Column, string Message, string Id = "IFW0101")
{
    public override string ToString() => Name;
}

/// <summary>One mistake each, of every kind that the specification of YAML 1.2 knows.</summary>
public static class MalformedDocuments
{
    private static readonly string LongKey = new('k', 1025);

    public static IEnumerable<MalformedDocument> All() =>
        [.. Tabs, .. Brackets, .. Quotes, .. Keys, .. Indentation, .. Blocks, .. Anchors, .. Documents, .. Characters, .. Circles];

    private static MalformedDocument[] Tabs =>
    [
        new("tab indents a key", "settings:\n\tcity: London", 2, 1, "a tab can't indent in YAML; use spaces"),
        new("tab indents below spaces", "settings:\n  options:\n  \tmode: fast", 3, 3, "a tab can't indent in YAML; use spaces"),
        new("tab indents the second key", "settings:\n  city: London\n\tcountry: gb", 3, 1, "a tab can't indent in YAML; use spaces"),
        new("tab indents a list item", "settings:\n  tags:\n\t- a", 3, 1, "a tab can't indent in YAML; use spaces"),
        new("tab between a dash and a map", "settings:\n  tags:\n  -\ta: b", 3, 4, "a tab can't indent in YAML; use spaces"),
        new("tab between a dash and a list", "settings:\n  tags:\n  -\t- a", 3, 4, "a tab can't indent in YAML; use spaces"),
        new("tab between a question mark and a list", "settings:\n  ?\t- a", 2, 4, "a tab can't indent in YAML; use spaces"),
        new("tab continues a plain text", "settings:\n  city: New\n\tYork", 3, 1, "a tab can't indent in YAML; use spaces"),
        new("tab continues a quoted text", "settings:\n  city: \"New\n\tYork\"", 3, 1, "a tab can't indent in YAML; use spaces"),
        new("tab begins a line of a flow map", "settings: {\n\tcity: London }", 2, 1, "a tab can't indent in YAML; use spaces"),
        new("tab indents a block of text", "settings:\n  city: |\n\tLondon", 3, 1, "a tab can't indent in YAML; use spaces"),
        new("tab after a key before a map", "settings:\tcity: London", 1, 15, "a ':' can't stand here; put the text in quotes, or begin a new line with less indentation"),
    ];

    private static MalformedDocument[] Brackets =>
    [
        new("flow map not closed", "settings: { city: London", 1, 25, "a ',' or '}' is missing here"),
        new("flow list not closed", "settings:\n  tags: [a, b", 2, 14, "a ',' or ']' is missing here"),
        new("flow list in a list not closed", "settings:\n  tags: [[a, b]", 2, 16, "a ',' or ']' is missing here"),
        new("flow list closed as a map", "settings:\n  tags: [a, b}", 2, 14, "a ',' or ']' is missing here"),
        new("flow map closed as a list", "settings: { city: London ]", 1, 26, "a ',' or '}' is missing here"),
        new("surplus bracket", "settings:\n  tags: [a]]", 2, 12, "a key is needed here; look at the indentation and at the quotes before it"),
        new("surplus brace", "settings: { city: London }}", 1, 27, "a key is needed here; look at the indentation and at the quotes before it"),
        new("bracket alone", "settings:\n  city: ]", 2, 9, "a value is needed here; a text that begins with this character stands in quotes"),
        new("double comma in a list", "settings:\n  tags: [a,, b]", 2, 12, "a value is needed here; a text that begins with this character stands in quotes"),
        new("comma first in a list", "settings:\n  tags: [, a]", 2, 10, "a value is needed here; a text that begins with this character stands in quotes"),
        new("two commas last in a list", "settings:\n  tags: [a, , ]", 2, 13, "a value is needed here; a text that begins with this character stands in quotes"),
        new("double comma in a map", "settings: { city: London,, country: gb }", 1, 26, "a value is needed here; a text that begins with this character stands in quotes"),
        new("comma alone in a map", "settings: {,}", 1, 12, "a value is needed here; a text that begins with this character stands in quotes"),
        new("missing comma in a map", "settings: { city: \"London\" country: gb }", 1, 28, "a ',' or '}' is missing here"),
        new("missing comma between quoted items", "settings:\n  tags: [\"a\" \"b\"]", 2, 14, "a ',' or ']' is missing here"),
        new("missing comma over lines", "settings: {\n  city: \"London\"\n  country: gb }", 3, 3, "a ',' or '}' is missing here"),
        new("flow list back at the margin", "settings:\n  tags: [a,\nb]", 2, 10, "malformed YAML; look at the brackets, quotes and indentation here and before"),
        new("text after a flow map", "settings: { city: London } now", 1, 28, "a key is needed here; look at the indentation and at the quotes before it"),
        new("key after a flow map", "settings: { city: London }enabled: true", 1, 34, "a ':' can't stand here; put the text in quotes, or begin a new line with less indentation"),
        new("dash in a flow list", "settings:\n  tags: [- a]", 2, 10, "a value is needed here; a text that begins with this character stands in quotes"),
        new("lone dash in a flow list", "settings:\n  tags: [-]", 2, 10, "a '-' alone is no text; put it in quotes"),
        new("comment sticking to a comma", "settings:\n  tags: [a,#first\n    b]", 2, 11, "a ',' or ']' is missing here"),
        new("comment sticking to a bracket", "settings:\n  tags: [a]#all", 2, 11, "a comment needs a space before '#'"),
        new("flow list over lines as a key", "[a\n]: b", 2, 2, "a ':' can't stand here; put the text in quotes, or begin a new line"),
        new("pair over two lines in a list", "settings:\n  tags: [a\n    : b]", 3, 5, "a ',' or ']' is missing here"),
        new("block text in a flow map", "settings: { city: | }", 1, 19, "a text can't begin with this character; put it in quotes"),
        new("folded text in a flow map", "settings: { city: > }", 1, 19, "a text can't begin with this character; put it in quotes"),
        new("document marker in a flow map", "settings: {\n---\n}", 2, 1, "a value is needed here; a text that begins with this character stands in quotes"),
    ];

    private static MalformedDocument[] Quotes =>
    [
        new("double quote not closed", "settings:\n  city: \"London", 2, 9, "this quote is not closed"),
        new("single quote not closed", "settings:\n  city: 'London", 2, 9, "this quote is not closed"),
        new("single quote in a single-quoted text", "settings:\n  city: 'King's Lynn'", 2, 15, "a key is needed here; look at the indentation and at the quotes before it"),
        new("text after a double-quoted text", "settings:\n  city: \"London\" now", 2, 18, "a key is needed here; look at the indentation and at the quotes before it"),
        new("text after a single-quoted text", "settings:\n  city: 'London'now", 2, 17, "a key is needed here; look at the indentation and at the quotes before it"),
        new("colon after a quoted text", "settings:\n  city: 'London': gb", 2, 17, "a ':' can't stand here; put the text in quotes, or begin a new line"),
        new("unknown escape", "settings:\n  city: \"a\\qb\"", 2, 11, "an unknown escape; in double quotes a backslash is written \\\\, or use single quotes"),
        new("escaped single quote", "settings:\n  city: \"King\\'s Lynn\"", 2, 14, "an unknown escape; in double quotes a backslash is written \\\\, or use single quotes"),
        new("short hexadecimal escape", "settings:\n  city: \"\\x4\"", 2, 10, "an escape needs more hexadecimal digits: \\x41, \\u0041, \\U00000041"),
        new("letters in a hexadecimal escape", "settings:\n  city: \"\\xZZ\"", 2, 10, "an escape needs more hexadecimal digits: \\x41, \\u0041, \\U00000041"),
        new("short unicode escape", "settings:\n  city: \"\\u12\"", 2, 10, "an escape needs more hexadecimal digits: \\x41, \\u0041, \\U00000041"),
        new("unicode escape beyond the last plane", "settings:\n  city: \"\\U00FFFFFF\"", 2, 9, "malformed YAML; look at the brackets, quotes and indentation here and before"),
        new("unknown escape behind good ones", "settings:\n  city: \"\\\\a\\n\\qb\"", 2, 15, "an unknown escape; in double quotes a backslash is written \\\\, or use single quotes"),
        new("unknown escape in a later line", "settings:\n  city: \"New\n    Y\\ork\"", 3, 6, "an unknown escape; in double quotes a backslash is written \\\\, or use single quotes"),
        new("unknown escape in a key", "\"ci\\qy\": a", 1, 4, "an unknown escape; in double quotes a backslash is written \\\\, or use single quotes"),
        new("half a surrogate pair", "settings:\n  city: \"\\uD800\"", 2, 10, "half of a surrogate pair is not a character"),
        new("quoted text back at the margin", "settings:\n  city: \"New\nYork\"", 2, 9, "a quoted text over several lines is indented further than its key"),
        new("document marker in a quoted text", "settings:\n  city: \"New\n---\n    York\"", 2, 9, "this quote is not closed before '---' or '...'"),
        new("document end in a quoted text", "settings:\n  city: 'New\n...\n    York'", 2, 9, "this quote is not closed before '---' or '...'"),
        new("quoted key over two lines", "\"enab\n led\": true", 2, 6, "the document has ended above; look at the indentation, the quotes and the ':' of this line"),
        new("comment sticking to a quoted text", "settings:\n  city: \"London\"#capital", 2, 17, "a comment needs a space before '#'"),
    ];

    private static MalformedDocument[] Keys =>
    [
        new("two colons in a line", "settings:\n  city: a: b", 2, 10, "a ':' can't stand here; put the text in quotes, or begin a new line with less indentation"),
        new("three keys in a line", "a: b: c: d", 1, 5, "a ':' can't stand here; put the text in quotes, or begin a new line with less indentation"),
        new("colon first", "settings:\n  city: : London", 2, 9, "a ':' can't stand here; put the text in quotes, or begin a new line"),
        new("colon after a flow list", "settings:\n  tags: [1, 2\nb: : c", 2, 10, "malformed YAML; look at the brackets, quotes and indentation here and before"),
        new("key missing", ": true", 1, 1, "a key is missing before ':'"),
        new("key missing below a key", "settings:\n  : London", 2, 4, "a key is missing before ':'"),
        new("key missing behind a question mark", "? \n: true", 1, 2, "a key is missing before ':'"),
        new("missing colon between keys", "enabled: true\nschedule\ntimeout: 5m", 2, 1, "a key is needed here; look at the indentation and at the quotes before it"),
        new("missing colon at the end", "enabled: true\nschedule", 2, 1, "a ': ' is missing after this key"),
        new("missing space after a colon", "enabled:true\ntimeout: 5m", 2, 8, "a ':' can't stand here; put the text in quotes, or begin a new line with less indentation"),
        new("plain key over two lines", "enabled\nnow: true", 2, 4, "a ':' can't stand here; put the text in quotes, or begin a new line with less indentation"),
        new("key of more than 1024 characters", "" + LongKey + ": true", 1, 1026, "the document has ended above; look at the indentation, the quotes and the ':' of this line"),
        new("value at its key's column", "settings:\nLondon", 2, 1, "a ': ' is missing after this key"),
    ];

    private static MalformedDocument[] Indentation =>
    [
        new("key too deep", "enabled: true\n  timeout: 5m", 2, 10, "a ':' can't stand here; put the text in quotes, or begin a new line with less indentation"),
        new("key too deep below a quoted text", "settings:\n  city: \"London\"\n   country: gb", 3, 4, "a key is needed here; look at the indentation and at the quotes before it"),
        new("key between two levels", "settings:\n    city: London\n  country: gb", 3, 3, "a key is needed here; look at the indentation and at the quotes before it"),
        new("key half out", "settings:\n  city: London\n country: gb", 3, 2, "a key is needed here; look at the indentation and at the quotes before it"),
        new("item half out", "settings:\n  tags:\n    - a\n   - b", 4, 4, "a key is needed here; look at the indentation and at the quotes before it"),
        new("item half in", "- a: 1\n - b: 2", 2, 2, "an item of a list begins with '- ', in the column of the items before it"),
        new("list on its key's line", "settings:\n  tags: - a", 2, 9, "a list begins on a line of its own"),
        new("list below a text", "settings: London\n- b", 2, 1, "a key is needed here; look at the indentation and at the quotes before it"),
        new("list below a map", "enabled: true\n- b", 2, 1, "a key is needed here; look at the indentation and at the quotes before it"),
        new("key below a list", "- a\nenabled: true", 2, 1, "an item of a list begins with '- ', in the column of the items before it"),
        new("text below a list", "- a\n- b\nmore", 3, 1, "a ': ' is missing after this key"),
        new("text below a map of lists", "settings:\n  tags:\n  - a\n  more", 4, 3, "a ': ' is missing after this key"),
        new("dash without space", "settings:\n  tags:\n  -a\n  - b", 4, 3, "a ': ' is missing after this key"),
        new("comment inside a text", "settings:\n  city: New\n#  comment\n    York", 4, 5, "a key is needed here; look at the indentation and at the quotes before it"),
        new("comment at the end of a line of a text", "settings:\n  city: New # comment\n    York", 3, 5, "a key is needed here; look at the indentation and at the quotes before it"),
    ];

    private static MalformedDocument[] Blocks =>
    [
        new("block with a letter", "settings:\n  city: |x\n    London", 2, 9, "nothing but '-', '+', a digit or a comment follows '|' or '>' on its line"),
        new("block indented by nothing", "settings:\n  city: |0\n    London", 2, 9, "after '|' or '>' stands an indentation from 1 to 9, or none"),
        new("block indented by ten", "settings:\n  city: |10\n    London", 2, 9, "nothing but '-', '+', a digit or a comment follows '|' or '>' on its line"),
        new("block kept and stripped", "settings:\n  city: |+-\n    London", 2, 9, "nothing but '-', '+', a digit or a comment follows '|' or '>' on its line"),
        new("block with text on its line", "settings:\n  city: > London\n    calling", 2, 9, "nothing but '-', '+', a digit or a comment follows '|' or '>' on its line"),
        new("block with a sticking comment", "settings:\n  city: |#c\n    London", 2, 9, "a comment needs a space before '#'"),
        new("block with a first line too deep", "settings:\n  city: |\n        \n    London", 4, 1, "the first lines of a block of text are indented further than its text"),
        new("block with a line too shallow", "settings:\n  city: |\n    New\n   York", 4, 4, "a key is needed here; look at the indentation and at the quotes before it"),
        new("block indented less than it says", "settings:\n  city: |4\n    London\n   calling", 3, 5, "a key is needed here; look at the indentation and at the quotes before it"),
    ];

    private static MalformedDocument[] Anchors =>
    [
        new("anchor without a name", "settings:\n  city: & London", 2, 9, "'&' and '*' are followed by a name; put a text that begins with them in quotes"),
        new("alias without a name", "settings:\n  city: * London", 2, 9, "'&' and '*' are followed by a name; put a text that begins with them in quotes"),
        new("alias without an anchor", "settings:\n  city: *london", 2, 9, "this alias has no anchor before it; a text that begins with '*' stands in quotes"),
        new("alias before its anchor", "settings:\n  city: *c\n  country: &c gb", 2, 9, "this alias has no anchor before it; a text that begins with '*' stands in quotes"),
        new("two anchors", "settings:\n  city: &a &b London", 2, 12, "a value has one anchor"),
        new("anchor on an alias", "settings:\n  city: &a London\n  country: &b *a", 3, 15, "an alias stands alone: it takes no anchor and no tag"),
        new("tag on an alias", "settings:\n  city: &a London\n  country: !!str *a", 3, 18, "an alias stands alone: it takes no anchor and no tag"),
        new("text after an alias", "settings:\n  city: &a London\n  country: *a b", 3, 15, "a key is needed here; look at the indentation and at the quotes before it"),
        new("anchor before a dash", "settings:\n  tags:\n    &a - b", 3, 5, "an anchor stands before a value, not before '-'"),
        new("anchor on a line of its own in a list", "settings:\n  tags:\n  - a\n  &b\n  - c", 4, 3, "a key is needed here; look at the indentation and at the quotes before it"),
        new("unknown tag", "settings:\n  city: !city London", 2, 9, "this tag means nothing here; remove it, or put a text that begins with '!' in quotes"),
        new("unknown tag on a map", "settings: !!set { city: London }", 1, 11, "this tag means nothing here; remove it, or put a text that begins with '!' in quotes"),
        new("binary tag", "settings:\n  city: !!binary TG9uZG9u", 2, 9, "this tag means nothing here; remove it, or put a text that begins with '!' in quotes"),
        new("undeclared tag handle", "settings:\n  city: !x!city London", 2, 9, "a text that begins with '!' stands in quotes; tags mean nothing here"),
        new("tag not closed", "settings:\n  city: !<tag:example.com London", 2, 9, "a text that begins with '!' stands in quotes; tags mean nothing here"),
        new("tag with braces", "settings:\n  city: !a{}b London", 2, 9, "a text that begins with '!' stands in quotes; tags mean nothing here"),
        new("tag sticking to a quoted text", "settings:\n  city: !!str\"London\"", 2, 9, "a text that begins with '!' stands in quotes; tags mean nothing here"),
        new("two tags", "settings:\n  city: !!str !!str London", 2, 15, "a key is needed here; look at the indentation and at the quotes before it"),
    ];

    private static MalformedDocument[] Documents =>
    [
        new("unknown version", "%YAML 2.0\n---\nenabled: true", 1, 1, "this version of YAML isn't known; YAML 1.2 is read here"),
        new("malformed version", "%YAML one\n---\nenabled: true", 1, 1, "a %YAML directive is followed by a version such as 1.2"),
        new("version without minor number", "%YAML 1.\n---\nenabled: true", 1, 1, "a %YAML directive is followed by a version such as 1.2"),
        new("two versions", "%YAML 1.2\n%YAML 1.2\n---\nenabled: true", 2, 1, "a directive stands once, before '---'"),
        new("words after a version", "%YAML 1.2 please\n---\nenabled: true", 1, 1, "a directive is %YAML with a version; a text that begins with '%' stands in quotes"),
        new("version without a document", "%YAML 1.2", 1, 10, "the document has ended above; look at the indentation, the quotes and the ':' of this line"),
        new("version without a marker", "%YAML 1.2\nenabled: true", 2, 8, "the document has ended above; look at the indentation, the quotes and the ':' of this line"),
        new("version after the keys", "enabled: true\n%YAML 1.2", 2, 1, "a directive stands once, before '---'"),
        new("one tag handle twice", "%TAG ! tag:a,2000:\n%TAG ! tag:b,2000:\n---\nenabled: true", 2, 1, "a %TAG directive can't be read; tags mean nothing here, remove it"),
        new("tag handle without a prefix", "%TAG !e!\n---\nenabled: true", 1, 1, "a %TAG directive can't be read; tags mean nothing here, remove it"),
        new("malformed tag handle", "%TAG e tag:e\n---\nenabled: true", 1, 1, "a text that begins with '!' stands in quotes; tags mean nothing here"),
        new("two documents", "enabled: true\n---\nenabled: false", 2, 1, "a file holds one document; remove '---' and what follows"),
        new("second document empty", "enabled: true\n---\n", 2, 1, "a file holds one document; remove '---' and what follows"),
        new("document after an end marker", "enabled: true\n...\nenabled: false", 3, 1, "a file holds one document; remove '---' and what follows"),
        new("words after an end marker", "enabled: true\n... and so on", 2, 1, "the document has ended above; look at the indentation, the quotes and the ':' of this line"),
        new("key on the marker's line", "--- enabled: true", 1, 12, "a ':' can't stand here; put the text in quotes, or begin a new line with less indentation"),
    ];

    private static MalformedDocument[] Characters =>
    [
        new("at sign first", "settings:\n  city: @London", 2, 9, "a text can't begin with this character; put it in quotes"),
        new("backtick first", "settings:\n  city: `London`", 2, 9, "a text can't begin with this character; put it in quotes"),
        new("percent sign first", "settings:\n  city: %London", 2, 9, "a text can't begin with this character; put it in quotes"),
        new("comma first", "settings:\n  city: , London", 2, 9, "a value is needed here; a text that begins with this character stands in quotes"),
        new("control character", "settings:\n  city: Lon\u0001don", 2, 12, "the character U+0001 is not allowed in YAML; remove it, or write \"\\u0001\" in double quotes"),
        new("null character", "settings:\n  city: Lon\u0000don", 2, 12, "the character U+0000 is not allowed in YAML; remove it, or write \"\\u0000\" in double quotes"),
        new("escape character", "# \u001b[31mred\nenabled: true", 1, 3, "the character U+001B is not allowed in YAML; remove it, or write \"\\u001B\" in double quotes"),
        new("delete character", "settings:\n  city: Lon\u007fdon", 2, 12, "the character U+007F is not allowed in YAML; remove it, or write \"\\u007F\" in double quotes"),
        new("control character of the upper half", "settings:\n  city: Lon\u0090don", 2, 12, "the character U+0090 is not allowed in YAML; remove it, or write \"\\u0090\" in double quotes"),
        new("byte order mark inside", "settings:\n  city: Lon\uFEFFdon", 2, 12, "the character U+FEFF is not allowed in YAML; remove it, or write \"\\uFEFF\" in double quotes"),
        new("no character", "settings:\n  city: Lon\uFFFEdon", 2, 12, "the character U+FFFE is not allowed in YAML; remove it, or write \"\\uFFFE\" in double quotes"),
        new("high surrogate alone", "settings:\n  city: Lon\uD83Ddon", 2, 12, "the character U+D83D is not allowed in YAML; remove it, or write \"\\uD83D\" in double quotes"),
        new("low surrogate alone", "settings:\n  city: Lon\uDE00don", 2, 12, "the character U+DE00 is not allowed in YAML; remove it, or write \"\\uDE00\" in double quotes"),
    ];

    private static MalformedDocument[] Circles =>
    [
        new("map inside itself", "settings: &s\n  options: *s", 2, 12, "this alias stands inside its own anchor", "IFW0123"),
        new("list inside itself", "settings:\n  tags: &t [*t]", 2, 13, "this alias stands inside its own anchor", "IFW0123"),
    ];
}
