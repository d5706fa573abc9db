using YamlDotNet.Core;

namespace IntegrationFramework.Configuration.Rules;

/// <summary>Reads a text into a tree from the events of YamlDotNet's parser, and says what is wrong at its place.</summary>
internal static class YamlTreeReader
{
    /// <summary>How deep maps and lists may nest.</summary>
    public const int MaxDepth = 64;

    /// <summary>Reads the one document of a text.</summary>
    /// <returns>The root, an empty map for an empty document; <see langword="null"/> where the text isn't one YAML document.</returns>
    public static YamlNode? Read(YamlSource source, RuleIds ids, DiagnosticBag bag, CancellationToken cancellationToken)
    {
        if (YamlScan.FindForbiddenCharacter(source.Text) is var forbidden and >= 0)
        {
            bag.Error(ids.Syntax, source, forbidden, 1, YamlScan.DescribeForbidden(source.Text[forbidden]));
            return null;
        }

        var builder = new YamlTreeBuilder(source, ids, bag);
        var reached = 0;
        try
        {
            var parser = new Parser(new Scanner(new StringReader(source.Text), skipComments: true));
            while (parser.MoveNext())
            {
                cancellationToken.ThrowIfCancellationRequested();
                reached = Math.Max(reached, (int)parser.Current!.Start.Index);
                if (!builder.Accept(parser.Current))
                {
                    return null;
                }
            }
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            // Besides YamlException the parser lets InvalidOperationException and its like escape on malformed text.
            Report(source, ids, bag, error, reached, builder.TabZones);
            return null;
        }

        if (YamlScan.FindTabIndent(source, builder.TabZones) is var tab and >= 0)
        {
            bag.Error(ids.Syntax, source, tab, 1, YamlScan.TabMessage);
            return null;
        }

        return builder.Root ?? new YamlMap(source, 0, 0, []);
    }

    /// <summary>The last backslash up to an offset, or -1.</summary>
    private static int Backslash(string text, int offset) => text.LastIndexOf('\\', Math.Min(offset, text.Length - 1));

    private static void Report(
        YamlSource source, RuleIds ids, DiagnosticBag bag, Exception error, int reached, IReadOnlyList<TabZone> zones)
    {
        var position = reached;
        if (error is YamlException yaml)
        {
            // Some of the parser's exceptions carry no place and say 1,1: then what was reached before is nearer.
            position = Math.Max((int)yaml.Start.Index, reached);
            if (YamlErrorText.IsEscape(yaml))
            {
                position = Math.Max(position, Backslash(source.Text, (int)yaml.End.Index));
            }
        }

        // A tab that indents is behind most errors on the lines after it, and the parser speaks of other things. Where it speaks of
        // a tab, it means those of blank lines and comments too.
        var message = YamlErrorText.From(error);
        var tab = YamlScan.FindTabIndent(source, zones, evenWithoutContent: message == YamlScan.TabMessage);
        if (tab >= 0 && (source.Position(tab).Line <= source.Position(position).Line + 1 || message == YamlScan.TabMessage))
        {
            bag.Error(ids.Syntax, source, tab, 1, YamlScan.TabMessage);
            return;
        }

        bag.Error(ids.Syntax, source, position, 1, message);
    }
}
