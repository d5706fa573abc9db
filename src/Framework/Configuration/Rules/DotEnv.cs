using System.Text;

namespace IntegrationFramework.Configuration.Rules;

/// <summary>A variable of an .env file.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Value">Its value, unquoted.</param>
public readonly record struct DotEnvVariable(string Name, string Value);

/// <summary>
/// Reads .env files: <c>NAME=value</c>, <c>export NAME=value</c>, comments, single quotes (as they are), double quotes (with
/// <c>\n \r \t \" \\ \$</c>), either over several lines. Nothing is expanded. Of two equal names the last counts, as in a shell.
/// </summary>
public static class DotEnv
{
    /// <summary>Reads a text; mistakes are reported with their places, and never with a value.</summary>
    public static IReadOnlyList<DotEnvVariable> Read(string file, string text, ICollection<ConfigDiagnostic> diagnostics)
    {
        var source = new YamlSource(file, text);
        var reader = new Reader(source, diagnostics);
        return reader.ReadAll();
    }

    private sealed class Reader(YamlSource source, ICollection<ConfigDiagnostic> diagnostics)
    {
        private readonly string _text = source.Text;
        private int _position;

        public List<DotEnvVariable> ReadAll()
        {
            var variables = new List<DotEnvVariable>();
            while (_position < _text.Length)
            {
                SkipBlanks();
                if (_position < _text.Length && !AtLineEnd() && _text[_position] != '#' && ReadVariable() is { } variable)
                {
                    variables.Add(variable);
                }

                SkipLine();
            }

            return variables;
        }

        private DotEnvVariable? ReadVariable()
        {
            var start = _position;
            var name = ReadName();
            if (name == "export" && SkipBlanks() > 0)
            {
                start = _position;
                name = ReadName();
            }

            SkipBlanks();
            if (_position >= _text.Length || _text[_position] != '=')
            {
                return Fail(start, "a line is NAME=value; there is no '=' after the name");
            }

            _position++;
            if (!VariableName.Is(name))
            {
                return Fail(start, "a name is letters, digits and '_', no digit first");
            }

            SkipBlanks();
            var value = _position < _text.Length && _text[_position] is '"' or '\'' ? ReadQuoted(_text[_position]) : ReadUnquoted();
            return value is null ? null : new DotEnvVariable(name, value);
        }

        private string ReadName()
        {
            var start = _position;
            while (_position < _text.Length && !AtLineEnd() && _text[_position] is not ('=' or ' ' or '\t'))
            {
                _position++;
            }

            return _text.Substring(start, _position - start);
        }

        private string ReadUnquoted()
        {
            var start = _position;
            while (_position < _text.Length && !AtLineEnd() && !(_text[_position] == '#' && (_position == start || _text[_position - 1] is ' ' or '\t')))
            {
                _position++;
            }

            return _text.Substring(start, _position - start).TrimEnd(' ', '\t');
        }

        private string? ReadQuoted(char quote)
        {
            var start = _position++;
            var value = new StringBuilder();
            while (_position < _text.Length && _text[_position] != quote)
            {
                var c = _text[_position++];
                if (c == '\\' && quote == '"' && _position < _text.Length)
                {
                    Unescape(value, _text[_position++]);
                }
                else if (c != '\r' || _position >= _text.Length || _text[_position] != '\n')
                {
                    value.Append(c);
                }
            }

            if (_position >= _text.Length)
            {
                // The quote was meant to end somewhere above: what follows its line is read again, as lines of its own.
                _position = start;
                Fail(start, $"the quote {quote} is not closed");
                return null;
            }

            var end = ++_position;
            SkipBlanks();
            if (_position < _text.Length && !AtLineEnd() && _text[_position] != '#')
            {
                Fail(end, "something stands after the closing quote");
                return null;
            }

            return value.ToString();
        }

        private static void Unescape(StringBuilder value, char c)
        {
            switch (c)
            {
                case 'n':
                    value.Append('\n');
                    break;
                case 'r':
                    value.Append('\r');
                    break;
                case 't':
                    value.Append('\t');
                    break;
                case '"' or '\\' or '$':
                    value.Append(c);
                    break;
                default:
                    value.Append('\\').Append(c);
                    break;
            }
        }

        private int SkipBlanks()
        {
            var start = _position;
            while (_position < _text.Length && _text[_position] is ' ' or '\t')
            {
                _position++;
            }

            return _position - start;
        }

        private void SkipLine()
        {
            while (_position < _text.Length && !AtLineEnd())
            {
                _position++;
            }

            while (_position < _text.Length && AtLineEnd())
            {
                _position++;
            }
        }

        private bool AtLineEnd() => _text[_position] is '\n' or '\r';

        private DotEnvVariable? Fail(int at, string message)
        {
            diagnostics.Add(source.Diagnostic(RuleIds.BadDotEnv, ConfigSeverity.Error, at, 1, message));
            return null;
        }
    }
}

/// <summary>The names of .env.example, which every <c>${NAME}</c> in a config.yaml has to be among.</summary>
public static class EnvironmentExample
{
    /// <summary>Reads the names; lines that aren't <c>NAME=value</c> are passed over.</summary>
    public static IReadOnlyCollection<string> ReadNames(string text)
    {
        var names = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var variable in DotEnv.Read(".env.example", text, []))
        {
            names.Add(variable.Name);
        }

        return names;
    }
}
