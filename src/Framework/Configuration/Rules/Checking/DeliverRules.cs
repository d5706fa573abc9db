namespace IntegrationFramework.Configuration.Rules;

/// <summary>Rules between the keys of the sinks under <c>deliver:</c>.</summary>
internal static class DeliverRules
{
    public static void Check(YamlMap root, CheckContext context)
    {
        if (root["deliver"] is not YamlList sinks)
        {
            return;
        }

        var paths = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var item in sinks.Items)
        {
            if (!context.GoesOn())
            {
                return;
            }

            if (item is YamlMap { Entries.Count: 1 } choice && choice.Entries[0].Value is YamlMap sink)
            {
                var kind = choice.Entries[0].Key;
                if (context.Options.Sinks.FirstOrDefault(own => own.Name == kind.Value) is { } own)
                {
                    CheckPaths(own, sink, paths, context);
                }
                else
                {
                    CheckSink(kind, sink, context);
                    CheckNames(kind.Value, sink, context);
                    CheckPath(kind.Value, sink, sink["path"], paths, context);
                }
            }
        }
    }

    /// <summary>Whether a sink lets what it delivers take the place of what is there.</summary>
    internal static bool Replaces(string kind, YamlMap sink) =>
        sink["mode"] is YamlScalar mode ? mode.Value == "replace" : kind is "yaml" or "jsonl" or "csv";

    private static void CheckSink(YamlScalar kind, YamlMap sink, CheckContext context)
    {
        var mode = sink["mode"] as YamlScalar;
        var key = sink["key"] as YamlList;
        if (kind.Value == "sqlite" && mode?.Value == "upsert" && (sink["key"] is null || key is { Items.Count: 0 }))
        {
            context.Bag.Error(RuleIds.UpsertWithoutKey, mode, "'upsert' needs 'key': the columns that tell one record from another");
        }

        if (context.Options.HasCursor && Replaces(kind.Value, sink))
        {
            context.Bag.Error(RuleIds.CursorWithReplace, mode ?? (YamlNode)kind,
                $"this integration goes on from a cursor, and 'mode: replace' would lose what was delivered before; use {(kind.Value == "sqlite" ? "upsert or append" : "append")}");
        }

        if (key is not null && context.Options.OutputColumns is { } columns)
        {
            foreach (var column in key.Items.OfType<YamlScalar>())
            {
                if (!columns.Contains(column.Value) && !Interpolation.IsIn(column.Value))
                {
                    context.Bag.Error(RuleIds.UnknownColumn, column,
                        $"the record has no column '{Excerpt.Of(column.Value)}'{Suggestion.Hint(column.Value, columns)}");
                }
            }
        }
    }

    /// <summary>Names that no file and no table can have.</summary>
    private static void CheckNames(string kind, YamlMap sink, CheckContext context)
    {
        if (sink["path"] is YamlScalar { IsNull: false } path && HasText(path) && path.Value.Substring(path.Value.LastIndexOf('/') + 1) is "" or "." or "..")
        {
            context.Bag.Error(RuleIds.Config.WrongType, path, $"'path' takes the path of a file, and {Shown(path)} is one of a folder");
        }

        if (kind == "sqlite" && sink["table"] is YamlScalar { IsNull: false } table && HasText(table) && SqliteName.IsReserved(table.Value))
        {
            context.Bag.Error(RuleIds.Config.NotAllowed, table, $"'table' takes a name that is free, and those like {Shown(table)} are kept for SQLite and for ifw");
        }
    }

    private static string Shown(YamlScalar scalar) =>
        scalar.Origin == ScalarOrigin.Written ? $"'{Excerpt.Of(scalar.Value)}'" : "the value that its variable has";

    /// <summary>Whether the text that counts is known.</summary>
    private static bool HasText(YamlScalar scalar) =>
        scalar.Value.Length > 0 && !(Interpolation.IsIn(scalar.Value) && scalar.Origin == ScalarOrigin.Written);

    /// <summary>Compares the files that an author's own sink writes to with those of the others.</summary>
    private static void CheckPaths(KeySchema own, YamlMap sink, Dictionary<string, int> paths, CheckContext context)
    {
        foreach (var key in own.Value.Map?.Keys ?? default)
        {
            if (key.Value.Kind == ValueKind.OutputPath)
            {
                CheckPath(own.Name, sink, sink[key.Name], paths, context);
            }
        }
    }

    private static void CheckPath(string kind, YamlMap sink, YamlNode? node, Dictionary<string, int> paths, CheckContext context)
    {
        if (node is not YamlScalar { IsNull: false } path || !HasText(path))
        {
            return;
        }

        // Several tables of one database are several places; a file is one.
        var normal = TextFormat.NormalisePath(path.Value);
        var place = kind == "sqlite" && sink["table"] is YamlScalar table ? $"{normal}\n{SqliteName.Fold(table.Value)}" : normal;
        var taken = paths.TryGetValue(place, out var line)
            || (kind != "sqlite" ? paths.TryGetValue(normal + "\n", out line) : paths.TryGetValue(normal, out line));
        if (taken)
        {
            context.Bag.Error(RuleIds.TwoSinksOnePath, path, $"the sink of line {line} writes to this path too");
            return;
        }

        paths[place] = path.Line;
        if (kind == "sqlite" && !paths.ContainsKey(normal + "\n"))
        {
            paths[normal + "\n"] = path.Line;
        }
    }
}
