using System.Globalization;

namespace IntegrationFramework.Configuration.Rules;

/// <summary>What is judged of a tree.</summary>
internal enum CheckPass
{
    /// <summary>One file that is whole by itself: everything.</summary>
    Whole,

    /// <summary>One layer of several: everything but whether required keys are there.</summary>
    Layer,

    /// <summary>All layers merged and filled in: required keys, and the values that came from variables.</summary>
    Merged,
}

/// <summary>What a check of one tree works with.</summary>
internal sealed class CheckContext(RuleIds ids, CheckOptions options, CheckPass pass, DiagnosticBag bag, CancellationToken cancellationToken)
{
    public RuleIds Ids => ids;

    public CheckOptions Options => options;

    public CheckPass Pass => pass;

    public DiagnosticBag Bag => bag;

    /// <summary>Whether <c>${…}</c> means something in this file.</summary>
    public bool Interpolates => ids == RuleIds.Config;

    /// <summary>Whether the output path of a scalar may be anywhere; depends on the layer where layers are merged.</summary>
    public Func<YamlScalar, bool> AllowsOutputAnywhere { get; init; } = _ => options.AllowOutputAnywhere;

    /// <summary>Whether a secret may stand here itself, as in an environment variable.</summary>
    public bool AllowsLiteralSecrets { get; init; }

    /// <summary>How grave it is that a secret's variable has no value.</summary>
    public ConfigSeverity MissingSeverity { get; init; } = ConfigSeverity.Error;

    /// <summary>Is shown every scalar that has a schema.</summary>
    public Action<ValueSchema, YamlScalar>? Visit { get; init; }

    /// <summary>Whether to go on: not cancelled, and not full of mistakes.</summary>
    public bool GoesOn()
    {
        cancellationToken.ThrowIfCancellationRequested();
        return !bag.IsFull;
    }
}

/// <summary>How a message names a value: by its key, or as an item of its list or dictionary.</summary>
internal readonly record struct Label(string Name, int Index = -1)
{
    /// <summary>What its own items are named after.</summary>
    public string Path => Index < 0 ? Name : $"{Name}[{Number}]";

    private string Number => Index.ToString(CultureInfo.InvariantCulture);

    public override string ToString() => Index < 0 ? $"'{Excerpt.Of(Name)}'" : $"'{Excerpt.Of(Name)}[{Number}]'";
}
