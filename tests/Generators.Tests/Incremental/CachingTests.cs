extern alias generators;

using generators::IntegrationFramework.Generators;
using Generators.Tests.Support;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Generators.Tests.Incremental;

/// <summary>What is made again, and what isn't, when something changes.</summary>
public class CachingTests
{
    private const string Settings = "    public string City { get; init; } = \"\";\n    public Inner? Inner { get; init; }";
    private const string More = "public sealed record Inner { public int Count { get; init; } }";

    private const string Parcels = """
        namespace Demo.Sinks;
        [Sink("parcels")]
        public sealed class Parcels(ParcelsSettings settings) : Sink
        {
            protected override System.Threading.Tasks.Task DeliverAsync(DeliveryPage page, CancellationToken cancellationToken) => throw new NotSupportedException(settings.Address);
        }
        public sealed record ParcelsSettings { public string Address { get; init; } = ""; }
        """;

    private static TestProject Project() => Samples
        .WithSettings(Settings, "  city: London\n", more: More).AddMinimal("alpha").AddMinimal("beta").Yaml(".env.example", "A=1\n")
        .Source("sinks/Parcels.cs", Parcels);

    private static (GeneratorDriver Driver, CSharpCompilation Compilation, GeneratorRunResult Result) Start(TestProject project)
    {
        var compilation = project.Compile();
        var driver = project.CreateDriver().RunGenerators(compilation);
        return (driver, compilation, driver.GetRunResult().Results.Single());
    }

    private static async Task AssertAllCached(GeneratorRunResult result)
    {
        foreach (var step in TrackingNames.All)
        {
            await Assert.That(StepReasons.Of(result, step).All(IsOld)).IsTrue().Because($"{step}: {string.Join(", ", StepReasons.Of(result, step))}");
        }

        await Assert.That(StepReasons.OfOutputs(result).All(reason => reason == IncrementalStepRunReason.Cached)).IsTrue();
    }

    private static bool IsOld(IncrementalStepRunReason reason) => reason is IncrementalStepRunReason.Cached or IncrementalStepRunReason.Unchanged;

    [Test]
    public async Task Run_SameContentsAnew_CachesEveryStep()
    {
        var (driver, compilation, _) = Start(Project());
        await AssertAllCached(driver.RunGenerators(compilation.Clone()).GetRunResult().Results.Single());
    }

    [Test]
    public async Task Run_UnrelatedClassAdded_CachesEveryStep()
    {
        var (driver, compilation, _) = Start(Project());
        var edited = compilation.AddSyntaxTrees(CSharpSyntaxTree.ParseText("class Unrelated;", (CSharpParseOptions)compilation.SyntaxTrees[0].Options));
        await AssertAllCached(driver.RunGenerators(edited).GetRunResult().Results.Single());
    }

    [Test]
    public async Task Run_LineAddedAboveAClass_MakesNoFileAgain()
    {
        var (driver, compilation, before) = Start(Project());
        var tree = compilation.SyntaxTrees.Single(tree => tree.FilePath.EndsWith("/Alpha.cs", StringComparison.Ordinal));
        var edited = compilation.ReplaceSyntaxTree(tree, tree.WithChangedText(Microsoft.CodeAnalysis.Text.SourceText.From("// moved\n" + tree)));
        var after = driver.RunGenerators(edited).GetRunResult().Results.Single();

        await Assert.That(StepReasons.MadeAgain(before, after)).IsEmpty();
        await Assert.That(StepReasons.Of(after, TrackingNames.Registrations).All(IsOld)).IsTrue();
    }

    [Test]
    public async Task Run_FilesReordered_CachesEveryStepBehindTheFolders()
    {
        var project = Project();
        var (driver, compilation, before) = Start(project);
        var reordered = driver.RemoveAdditionalTexts([.. project.Texts]).AddAdditionalTexts([.. project.Texts.Reverse()]);
        var after = reordered.RunGenerators(compilation).GetRunResult().Results.Single();

        await Assert.That(StepReasons.MadeAgain(before, after)).IsEmpty();
        foreach (var step in TrackingNames.All.Except([TrackingNames.Files]))
        {
            await Assert.That(StepReasons.Of(after, step).All(IsOld)).IsTrue().Because(step);
        }
    }

    [Test]
    public async Task Run_SameYamlRead_Again_KeepsEveryOutput()
    {
        var (after, before) = Edit(Project(), "sample/config.yaml", Samples.Config + "settings:\n  city: London\n");
        await Assert.That(StepReasons.MadeAgain(before, after)).IsEmpty();
        await Assert.That(StepReasons.Of(after, TrackingNames.Files).All(IsOld)).IsTrue();
        await Assert.That(StepReasons.OfOutputs(after).All(reason => reason == IncrementalStepRunReason.Cached)).IsTrue();
    }

    [Test]
    [Arguments("sample/config.yaml", "deliver:\n  - stdout: {}\nsettings:\n  city: Paris\n")]
    [Arguments("sample/metadata.yaml", "version: 2.0.0\ntags: [test]\n")]
    [Arguments("sample/config.yaml", "name: another\n")]
    public async Task Run_ValueInOneYaml_MakesThatIntegrationAgainAlone(string path, string text)
    {
        var (after, before) = Edit(Project(), path, text);

        await Assert.That(StepReasons.MadeAgain(before, after)).IsEquivalentTo(["Demo.Sample.Sample.Integration.g.cs"]);
        await Assert.That(StepReasons.Of(after, TrackingNames.Registrations).Count(reason => reason == IncrementalStepRunReason.Modified)).IsEqualTo(1);
        await Assert.That(StepReasons.Of(after, TrackingNames.CheckedIntegrations).Count(reason => reason == IncrementalStepRunReason.Modified)).IsEqualTo(1);
        foreach (var step in new[] { TrackingNames.Registry, TrackingNames.Types, TrackingNames.Integrations, TrackingNames.KnownNames, TrackingNames.RegistryContent })
        {
            await Assert.That(StepReasons.Of(after, step).All(IsOld)).IsTrue().Because(step);
        }
    }

    [Test]
    public async Task Run_ErrorInOneYaml_KeepsTheRegistryAndReportsAgainForThatOneAlone()
    {
        var (after, before) = Edit(Project(), "sample/config.yaml", "nonsense: 1\n");

        await Assert.That(StepReasons.MadeAgain(before, after)).IsEquivalentTo(["Demo.Sample.Sample.Integration.g.cs"]);
        await Assert.That(StepReasons.Of(after, TrackingNames.YamlDiagnostics).Count(reason => reason == IncrementalStepRunReason.Modified)).IsEqualTo(1);
        await Assert.That(after.Diagnostics.Select(TestRun.Format)).IsNotEmpty();
        await Assert.That(before.Diagnostics).IsEmpty();
    }

    [Test]
    public async Task Run_SettingsRecordChanged_MakesTheTypesOfItsNamespaceAgainAlone()
    {
        var (driver, compilation, before) = Start(Project());
        var tree = compilation.SyntaxTrees.Single(tree => tree.FilePath.EndsWith("/SampleSettings.cs", StringComparison.Ordinal));
        var text = tree.ToString().Replace("public string City", "[Length(0, 99)] public string City", StringComparison.Ordinal);
        var edited = compilation.ReplaceSyntaxTree(tree, tree.WithChangedText(Microsoft.CodeAnalysis.Text.SourceText.From(text)));
        var after = driver.RunGenerators(edited).GetRunResult().Results.Single();

        await Assert.That(StepReasons.MadeAgain(before, after)).Contains("Demo.Sample.Types.g.cs");
        await Assert.That(StepReasons.MadeAgain(before, after)).DoesNotContain("Demo.Alpha.Types.g.cs");
        await Assert.That(StepReasons.MadeAgain(before, after)).DoesNotContain("Registry.g.cs");
    }

    [Test]
    public async Task Run_LineAddedAboveASink_MakesNoFileAgain()
    {
        var (after, before) = EditSink("namespace Demo.Sinks;", "// moved\nnamespace Demo.Sinks;");

        await Assert.That(StepReasons.MadeAgain(before, after)).IsEmpty();
        foreach (var step in new[] { TrackingNames.Sinks, TrackingNames.SinkCatalogue, TrackingNames.CheckedIntegrations, TrackingNames.Registry })
        {
            await Assert.That(StepReasons.Of(after, step).All(IsOld)).IsTrue().Because(step);
        }
    }

    [Test]
    public async Task Run_SettingsOfASinkChanged_MakesItsFilesAgainAlone()
    {
        var (after, before) = EditSink("public string Address", "[Length(0, 99)] public string Address");

        await Assert.That(StepReasons.MadeAgain(before, after)).IsEquivalentTo(["Demo.Sinks.Types.g.cs", "Demo.Sinks.Parcels.Sink.g.cs"]);
    }

    private static (GeneratorRunResult After, GeneratorRunResult Before) EditSink(string find, string replace)
    {
        var (driver, compilation, before) = Start(Project());
        var tree = compilation.SyntaxTrees.Single(tree => tree.FilePath.EndsWith("/Parcels.cs", StringComparison.Ordinal));
        var text = tree.ToString().Replace(find, replace, StringComparison.Ordinal);
        var edited = compilation.ReplaceSyntaxTree(tree, tree.WithChangedText(Microsoft.CodeAnalysis.Text.SourceText.From(text)));
        return (driver.RunGenerators(edited).GetRunResult().Results.Single(), before);
    }

    [Test]
    public async Task Run_IntegrationRemoved_MakesTheRegistryAgain()
    {
        var (driver, compilation, before) = Start(Project());
        var tree = compilation.SyntaxTrees.Single(tree => tree.FilePath.EndsWith("/Alpha.cs", StringComparison.Ordinal));
        var after = driver.RunGenerators(compilation.RemoveSyntaxTrees(tree)).GetRunResult().Results.Single();

        await Assert.That(StepReasons.MadeAgain(before, after)).Contains("Registry.g.cs");
        await Assert.That(after.GeneratedSources.Select(source => source.HintName)).DoesNotContain("Demo.Alpha.Alpha.Integration.g.cs");
    }

    [Test]
    public async Task Values_OfEveryStep_HoldNothingOfACompilation()
    {
        var (_, _, result) = Start(Project().Property("IfwHost", "true").Yaml("alpha/config.yaml", "wrong: 1\n"));
        foreach (var step in TrackingNames.All)
        {
            foreach (var (value, _) in result.TrackedSteps[step].SelectMany(run => run.Outputs))
            {
                await Assert.That(StepReasons.Forbidden(value)).IsEmpty().Because(step);
            }
        }
    }

    [Test]
    public async Task Models_ReadTwice_AreEqualWithEqualHashes()
    {
        var (_, _, first) = Start(Project());
        var (_, _, second) = Start(Project());
        foreach (var step in TrackingNames.All)
        {
            var values = first.TrackedSteps[step].SelectMany(run => run.Outputs).Select(output => output.Value).ToArray();
            var others = second.TrackedSteps[step].SelectMany(run => run.Outputs).Select(output => output.Value).ToArray();
            await Assert.That(values.SequenceEqual(others)).IsTrue().Because(step);
            await Assert.That(values.Select(value => value?.GetHashCode() ?? 0).SequenceEqual(others.Select(value => value?.GetHashCode() ?? 0))).IsTrue().Because(step);
        }
    }

    private static (GeneratorRunResult After, GeneratorRunResult Before) Edit(TestProject project, string path, string text)
    {
        var (driver, compilation, before) = Start(project);
        var old = project.Texts.Single(file => file.Path == TestProject.Root + path);
        var edited = driver.ReplaceAdditionalText(old, new TestText(old.Path, text));
        return (edited.RunGenerators(compilation).GetRunResult().Results.Single(), before);
    }
}
