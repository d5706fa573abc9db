namespace IntegrationFramework.Configuration.Rules;

/// <summary>Judges scalars: first what stands in them as <c>${…}</c>, then the text.</summary>
internal sealed class ScalarChecker(CheckContext context)
{
    /// <summary>Whether a scalar stands for no value.</summary>
    public static bool IsNull(YamlScalar scalar, ValueSchema schema) => scalar.Origin switch
    {
        ScalarOrigin.Written => scalar.IsNull,
        ScalarOrigin.Interpolated => scalar.Value.Length == 0 && (schema.Nullable || schema.Kind is not (ValueKind.String or ValueKind.Secret)),
        _ => false,
    };

    public void Check(YamlScalar scalar, ValueSchema schema, Label label)
    {
        if (context.Pass == CheckPass.Merged)
        {
            context.Visit?.Invoke(schema, scalar);
            if (scalar.Origin == ScalarOrigin.Interpolated)
            {
                CheckFilledIn(scalar, schema, label);
            }
        }
        else if (scalar.Origin == ScalarOrigin.Verbatim)
        {
            CheckText(scalar, schema, label, scalar.Value, isPlain: true, shown: "the value of the variable");
        }
        else if (context.Interpolates && Interpolation.IsIn(scalar.Value))
        {
            CheckInterpolation(scalar, schema, label);
        }
        else if (schema.Kind == ValueKind.Secret)
        {
            if (!context.AllowsLiteralSecrets)
            {
                ReportLiteralSecret(scalar, label);
            }
        }
        else
        {
            CheckText(scalar, schema, label, scalar.Value, scalar.IsPlain, $"'{Excerpt.Of(scalar.Value)}'");
        }
    }

    private void CheckFilledIn(YamlScalar scalar, ValueSchema schema, Label label)
    {
        if (schema.Kind == ValueKind.Secret && scalar.Value.Length == 0)
        {
            context.Bag.Add(scalar.Source.Diagnostic(
                RuleIds.VariableNotSet, context.MissingSeverity, scalar.Offset, scalar.Length,
                $"{label} is empty: the environment variable of this secret has no value"));
            return;
        }

        CheckText(scalar, schema, label, scalar.Value, isPlain: true, shown: "the value that its variable has");
    }

    private void CheckInterpolation(YamlScalar scalar, ValueSchema schema, Label label)
    {
        var interpolation = Interpolation.Parse(scalar.Value);
        if (interpolation.Problem is not null)
        {
            var (start, length) = scalar.Locate(interpolation.ProblemIndex, 2);
            context.Bag.Error(RuleIds.Interpolation, scalar.Source, start, length, $"{label}: {interpolation.Problem}");
            return;
        }

        foreach (var part in interpolation.Variables.TakeWhile(_ => context.GoesOn()))
        {
            CheckListed(scalar, part);
        }

        if (schema.Kind == ValueKind.Secret)
        {
            var isLiteral = !interpolation.Variables.Any() || interpolation.Variables.Any(part => !string.IsNullOrEmpty(part.Default));
            if (isLiteral && !context.AllowsLiteralSecrets)
            {
                ReportLiteralSecret(scalar, label);
            }
        }
        else if (interpolation.WithDefaults() is { } text)
        {
            CheckDefault(scalar, schema, label, interpolation, text);
        }
    }

    private void CheckDefault(YamlScalar scalar, ValueSchema schema, Label label, Interpolation interpolation, string text)
    {
        var escapedOnly = !interpolation.Variables.Any();
        if (text.Length == 0 && (schema.Nullable || schema.Kind == ValueKind.String))
        {
            return;
        }

        CheckText(scalar, schema, label, text, !escapedOnly || scalar.IsPlain, escapedOnly ? $"'{Excerpt.Of(text)}'" : $"its default '{Excerpt.Of(text)}'");
    }

    private void CheckListed(YamlScalar scalar, InterpolationPart part)
    {
        if (context.Options.EnvironmentVariables is { } names && !names.Contains(part.Name!))
        {
            var (start, length) = scalar.Locate(part.Index, part.Length);
            var meant = Suggestion.Closest(part.Name!, names);
            context.Bag.Error(RuleIds.UnlistedVariable, scalar.Source, start, length,
                $"the variable {part.Name} is not in .env.example{(meant is null ? "; add it there" : $"; did you mean {meant}?")}");
        }
    }

    private void ReportLiteralSecret(YamlScalar scalar, Label label) => context.Bag.Error(
        RuleIds.LiteralSecret, scalar, $"{label} is a secret, which can't stand here: name an environment variable, \"${{NAME}}\", and put the value there");

    private void CheckText(YamlScalar scalar, ValueSchema schema, Label label, string text, bool isPlain, string shown)
    {
        var problem = ScalarRules.Judge(schema, text, isPlain, context.Ids);
        if (problem is { } found)
        {
            context.Bag.Error(found.Id, scalar, $"{label} {found.Message.Replace(ScalarRules.Shown, shown)}");
        }
        else if (schema.Kind == ValueKind.OutputPath && !context.AllowsOutputAnywhere(scalar) && !TextFormat.StaysInside(text))
        {
            context.Bag.Error(RuleIds.PathLeavesOutput, scalar,
                $"{label} takes a path inside output/, not {shown}; another place is for the server to say: in its own config.yaml, an overlay or --set");
        }
    }
}
