using System.Collections;
using System.Reflection;
using Microsoft.CodeAnalysis;

namespace Generators.Tests.Incremental;

/// <summary>Reads why the generator's steps ran.</summary>
internal static class StepReasons
{
    /// <summary>The reasons of one step, by what it gave.</summary>
    public static IReadOnlyList<IncrementalStepRunReason> Of(GeneratorRunResult result, string step) =>
        result.TrackedSteps.TryGetValue(step, out var runs)
            ? [.. runs.SelectMany(run => run.Outputs).Select(output => output.Reason)]
            : throw new InvalidOperationException($"The step '{step}' never ran.");

    /// <summary>The names of the emitted files that were made again.</summary>
    public static IReadOnlyList<string> MadeAgain(GeneratorRunResult before, GeneratorRunResult after) =>
        [.. after.GeneratedSources
            .Where(source => !before.GeneratedSources.Any(other => other.HintName == source.HintName && ReferenceEquals(other.SourceText, source.SourceText)))
            .Select(source => source.HintName)];

    public static IReadOnlyList<IncrementalStepRunReason> OfOutputs(GeneratorRunResult result) =>
        [.. result.TrackedOutputSteps.SelectMany(step => step.Value).SelectMany(step => step.Outputs).Select(output => output.Reason)];

    /// <summary>What a value reaches that belongs to a compilation and must not live on in the pipeline.</summary>
    public static IReadOnlyList<string> Forbidden(object? value)
    {
        var found = new List<string>();
        Walk(value, "value", found, new HashSet<object>(ReferenceEqualityComparer.Instance));
        return found;
    }

    private static void Walk(object? node, string path, List<string> found, HashSet<object> visited)
    {
        if (node is null || node is string || node.GetType().IsPrimitive || node.GetType().IsEnum || node is Type || !visited.Add(node))
        {
            return;
        }

        if (node is Compilation or ISymbol or SyntaxNode or SyntaxTree or SemanticModel or Location or Diagnostic or AdditionalText)
        {
            found.Add($"{path}: {node.GetType().Name}");
            return;
        }

        if (node is IEnumerable items)
        {
            var index = 0;
            foreach (var item in items)
            {
                Walk(item, $"{path}[{index++}]", found, visited);
            }
        }

        for (var type = node.GetType(); type is not null && type != typeof(object); type = type.BaseType)
        {
            foreach (var field in type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            {
                if (!field.FieldType.IsPointer)
                {
                    Walk(field.GetValue(node), $"{path}.{field.Name}", found, visited);
                }
            }
        }
    }
}
