using System.Globalization;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace IntegrationFramework.Configuration.Rules;

/// <summary>Builds the tree, event by event, with the anchors, duplicates and depth that the parser doesn't look at.</summary>
internal sealed class YamlTreeBuilder(YamlSource source, RuleIds ids, DiagnosticBag bag)
{
    /// <summary>How many nodes all aliases together may stand for.</summary>
    public const int MaxAliasedNodes = 100_000;

    private readonly Stack<Frame> _open = new();
    private readonly Dictionary<string, (YamlNode Node, long Weight)> _anchors = new(StringComparer.Ordinal);
    private readonly List<TabZone> _tabZones = [];
    private int _documents;
    private int _flowDepth;
    private int _flowStart;
    private long _aliased;

    /// <summary>The document's root, once it is complete.</summary>
    public YamlNode? Root { get; private set; }

    /// <summary>Where tabs may stand at the start of a line, behind enough spaces: in scalars of several lines and in flow collections.</summary>
    public IReadOnlyList<TabZone> TabZones => _tabZones;

    /// <summary>Takes the next event.</summary>
    /// <returns>Whether reading can go on.</returns>
    public bool Accept(ParsingEvent next) => next switch
    {
        DocumentStart start => ++_documents == 1 || Fail(ids.Syntax, start, "a file holds one document; remove '---' and what follows"),
        Scalar scalar => AcceptScalar(scalar),
        MappingStart map => Open(map, isMap: true, map.Style == MappingStyle.Flow),
        SequenceStart list => Open(list, isMap: false, list.Style == SequenceStyle.Flow),
        MappingEnd or SequenceEnd => Close(next),
        AnchorAlias alias => AcceptAlias(alias),
        _ => true,
    };

    private bool AcceptScalar(Scalar scalar)
    {
        var isPlain = scalar.Style == ScalarStyle.Plain;
        if (!scalar.Tag.IsEmpty)
        {
            switch (scalar.Tag.IsNonSpecific ? "!" : scalar.Tag.Value)
            {
                case "!" or "tag:yaml.org,2002:str":
                    isPlain = false;
                    break;
                case "tag:yaml.org,2002:int" or "tag:yaml.org,2002:float" or "tag:yaml.org,2002:bool" or "tag:yaml.org,2002:null":
                    isPlain = true;
                    break;
                default:
                    return FailTag(scalar);
            }
        }

        var (start, length) = Span(scalar);
        if (_flowDepth == 0 && scalar.Start.Line != scalar.End.Line)
        {
            _tabZones.Add(new TabZone(start, start + length, BlockIndent + 1));
        }

        var node = new YamlScalar(source, start, length, scalar.Value, isPlain);
        Remember(scalar.Anchor, node, 1);
        return Attach(node, 1);
    }

    private bool AcceptAlias(AnchorAlias alias)
    {
        var name = alias.Value.Value;
        if (_open.Any(frame => frame.Anchor == name))
        {
            return Fail(ids.AliasBomb, alias, "this alias stands inside its own anchor");
        }

        if (!_anchors.TryGetValue(name, out var anchor))
        {
            return Fail(ids.Syntax, alias, "this alias has no anchor before it; a text that begins with '*' stands in quotes");
        }

        _aliased += anchor.Weight;
        if (_aliased > MaxAliasedNodes)
        {
            return Fail(ids.AliasBomb, alias, string.Format(
                CultureInfo.InvariantCulture, "the aliases of this file stand for more than {0:N0} nodes; write out what is meant", MaxAliasedNodes));
        }

        return Attach(anchor.Node, anchor.Weight);
    }

    private bool Open(NodeEvent start, bool isMap, bool isFlow)
    {
        if (_open.Count >= YamlTreeReader.MaxDepth)
        {
            return Fail(ids.TooLarge, start, $"nested deeper than {YamlTreeReader.MaxDepth} levels");
        }

        if (!start.Tag.IsEmpty && !start.Tag.IsNonSpecific && start.Tag.Value != (isMap ? "tag:yaml.org,2002:map" : "tag:yaml.org,2002:seq"))
        {
            return FailTag(start);
        }

        var offset = (int)start.Start.Index;
        if (!isFlow && offset > 0 && offset <= source.Text.Length && source.Text[offset - 1] == '\t')
        {
            return Fail(ids.Syntax, offset - 1, 1, YamlScan.TabMessage);
        }

        if (isFlow && _flowDepth++ == 0)
        {
            _flowStart = offset;
        }

        _open.Push(new Frame(isMap, isFlow, offset, start.Anchor.IsEmpty ? null : start.Anchor.Value));
        return true;
    }

    private bool Close(ParsingEvent end)
    {
        var frame = _open.Pop();
        var stop = Math.Max(frame.Start, Math.Min((int)end.End.Index, source.Text.Length));
        if (frame.IsFlow && --_flowDepth == 0)
        {
            _tabZones.Add(new TabZone(_flowStart, stop, BlockIndent + 1));
        }

        YamlNode node = frame.IsMap
            ? new YamlMap(source, frame.Start, stop - frame.Start, frame.Entries)
            : new YamlList(source, frame.Start, stop - frame.Start, frame.Items);
        if (frame.Anchor is not null)
        {
            _anchors[frame.Anchor] = (node, frame.Weight);
        }

        return Attach(node, frame.Weight);
    }

    private bool Attach(YamlNode node, long weight)
    {
        if (_open.Count == 0)
        {
            Root = node is YamlScalar { IsNull: true } ? null : node;
            return true;
        }

        var frame = _open.Peek();
        frame.Weight += weight;
        if (!frame.IsMap)
        {
            frame.Items.Add(node);
        }
        else if (!frame.HasKey)
        {
            return TakeKey(frame, node);
        }
        else
        {
            frame.HasKey = false;
            if (frame.Key is { } key)
            {
                frame.Entries.Add(new YamlEntry(key, node));
            }
        }

        return true;
    }

    /// <summary>Takes a key; a value whose key can't be used is read and left out.</summary>
    private bool TakeKey(Frame frame, YamlNode node)
    {
        frame.HasKey = true;
        frame.Key = null;
        if (node is not YamlScalar key)
        {
            bag.Error(ids.WrongType, node, "a key is one word here, not a map or a list");
        }
        else if (key.Length == 0 && key.Value.Length == 0)
        {
            return Fail(ids.Syntax, key.Offset, 1, "a key is missing before ':'");
        }
        else if (frame.Lines.TryGetValue(key.Value, out var line))
        {
            bag.Error(ids.DuplicateKey, key, $"duplicate key '{Excerpt.Of(key.Value)}'; the first is in line {line}");
        }
        else
        {
            frame.Lines.Add(key.Value, key.Line);
            frame.Key = key;
        }

        return true;
    }

    private void Remember(AnchorName anchor, YamlNode node, long weight)
    {
        if (!anchor.IsEmpty)
        {
            _anchors[anchor.Value] = (node, weight);
        }
    }

    /// <summary>The column, from 0, of the innermost block collection that is open; -1 at the top.</summary>
    private int BlockIndent
    {
        get
        {
            foreach (var frame in _open)
            {
                if (!frame.IsFlow)
                {
                    return source.Position(frame.Start).Column - 1;
                }
            }

            return -1;
        }
    }

    private (int Start, int Length) Span(ParsingEvent next)
    {
        var start = Math.Min((int)next.Start.Index, source.Text.Length);
        var end = Math.Max(start, Math.Min((int)next.End.Index, source.Text.Length));
        return (start, end - start);
    }

    private bool FailTag(ParsingEvent node) =>
        Fail(ids.Syntax, node, "this tag means nothing here; remove it, or put a text that begins with '!' in quotes");

    private bool Fail(string id, ParsingEvent at, string message)
    {
        var (start, length) = Span(at);
        return Fail(id, start, length, message);
    }

    private bool Fail(string id, int start, int length, string message)
    {
        bag.Error(id, source, start, length, message);
        return false;
    }

    private sealed class Frame(bool isMap, bool isFlow, int start, string? anchor)
    {
        public bool IsMap => isMap;

        public bool IsFlow => isFlow;

        public int Start => start;

        public string? Anchor => anchor;

        public long Weight { get; set; } = 1;

        public bool HasKey { get; set; }

        public YamlScalar? Key { get; set; }

        public Dictionary<string, int> Lines { get; } = new(StringComparer.Ordinal);

        public List<YamlEntry> Entries { get; } = [];

        public List<YamlNode> Items { get; } = [];
    }
}
