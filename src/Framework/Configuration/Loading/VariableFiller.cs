using System.Text;
using IntegrationFramework.Configuration.Rules;

namespace IntegrationFramework.Configuration;

/// <summary>Fills <c>${NAME}</c> in from the environment.</summary>
internal sealed class VariableFiller(IReadOnlyDictionary<string, string> variables, DiagnosticBag bag)
{
    /// <summary>What .env.example puts where a value of one's own belongs.</summary>
    private const string Placeholder = "your_";

    private readonly Dictionary<YamlNode, YamlNode> _filled = new(ReferenceEqualityComparer.Instance);

    /// <summary>Whether a variable was missing, so that the tree still holds <c>${…}</c>.</summary>
    public bool IsIncomplete { get; private set; }

    /// <summary>Whether a variable has a value of its own.</summary>
    public static bool IsSet(IReadOnlyDictionary<string, string> variables, string name) =>
        variables.TryGetValue(name, out var value) && value.Length > 0 && !value.StartsWith(Placeholder, StringComparison.Ordinal);

    /// <summary>How grave a variable that isn't set is.</summary>
    public ConfigSeverity MissingSeverity { get; init; } = ConfigSeverity.Error;

    public YamlMap Fill(YamlMap map)
    {
        YamlEntry[]? entries = null;
        for (var i = 0; i < map.Entries.Count; i++)
        {
            var entry = map.Entries[i];
            var value = Fill(entry.Value);
            if (!ReferenceEquals(value, entry.Value))
            {
                entries ??= [.. map.Entries];
                entries[i] = new YamlEntry(entry.Key, value);
            }
        }

        return entries is null ? map : new YamlMap(map.Source, map.Offset, map.Length, entries);
    }

    public YamlNode Fill(YamlNode node)
    {
        if (node is YamlScalar scalar)
        {
            return scalar.Origin == ScalarOrigin.Written && Interpolation.IsIn(scalar.Value) ? Fill(scalar) : scalar;
        }

        // An alias is the same node again.
        if (!_filled.TryGetValue(node, out var filled))
        {
            filled = node is YamlMap map ? Fill(map) : Fill((YamlList)node);
            _filled.Add(node, filled);
        }

        return filled;
    }

    private YamlList Fill(YamlList list)
    {
        var items = list.Items.Select(Fill).ToArray();
        return items.SequenceEqual(list.Items, ReferenceEqualityComparer.Instance)
            ? list
            : new YamlList(list.Source, list.Offset, list.Length, items);
    }

    private YamlScalar Fill(YamlScalar scalar)
    {
        var interpolation = Interpolation.Parse(scalar.Value);
        if (interpolation.Problem is not null)
        {
            IsIncomplete = true;
            return scalar;
        }

        var text = new StringBuilder();
        var values = new List<string>();
        var complete = true;
        foreach (var part in interpolation.Parts)
        {
            if (part.Name is null)
            {
                text.Append(part.Text);
            }
            else if (Find(part) is { } value)
            {
                text.Append(value);
                values.Add(value);
            }
            else
            {
                ReportMissing(scalar, part);
                complete = false;
            }
        }

        if (!complete)
        {
            IsIncomplete = true;
            return scalar;
        }

        var isFilled = interpolation.Variables.Any();
        return new YamlScalar(scalar.Source, scalar.Offset, scalar.Length, text.ToString(), isFilled || scalar.IsPlain)
        {
            Origin = isFilled ? ScalarOrigin.Interpolated : ScalarOrigin.Written,
            Variables = values,
        };
    }

    private string? Find(InterpolationPart part)
    {
        var isSet = variables.TryGetValue(part.Name!, out var value) && !value.StartsWith(Placeholder, StringComparison.Ordinal);
        var counts = isSet && (value!.Length > 0 || (part.Default is null && part.Error is null));
        return counts ? value : part.Default;
    }

    private void ReportMissing(YamlScalar scalar, InterpolationPart part)
    {
        var isPlaceholder = variables.TryGetValue(part.Name!, out var value) && value.StartsWith(Placeholder, StringComparison.Ordinal);
        var what = isPlaceholder ? "still has the placeholder of .env.example" : value is { Length: 0 } ? "is empty" : "is not set";
        var message = string.IsNullOrEmpty(part.Error) ? "set it in the environment or in .env" : part.Error;
        var (start, length) = scalar.Locate(part.Index, part.Length);
        bag.Add(scalar.Source.Diagnostic(
            RuleIds.VariableNotSet, MissingSeverity, start, length, $"the environment variable {part.Name} {what}: {message}"));
    }
}
