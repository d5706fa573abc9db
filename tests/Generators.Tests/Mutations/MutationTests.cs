using Framework.Tests.Documentation;
using Generators.Tests.Execution;
using Generators.Tests.Support;
using IntegrationFramework.Configuration;
using IntegrationFramework.Registration;

namespace Generators.Tests.Mutations;

/// <summary>Single mistakes in a good folder: the compiler and the running program find each one, and nothing but it, at the same place.</summary>
public class MutationTests
{
    private static readonly Lazy<LoadedProject> Good = new(() => new LoadedProject(GoodFolder.Project(GoodFolder.Files)));

    [Test]
    public async Task GoodFolder_InTheCompiler_HasNoMistake()
    {
        var run = GoodFolder.Project(GoodFolder.Files).Run();
        await Expect.Diagnostics(run.Diagnostics);
        await Expect.Diagnostics(run.CompilerMessages);
    }

    [Test]
    public async Task GoodFolder_AtRunTime_HasNoMistake() => await Expect.Diagnostics(Validate(GoodFolder.Files));

    [Test]
    public async Task Mutations_Number_AtLeastEighty() => await Assert.That(MutationList.All.Count).IsGreaterThanOrEqualTo(80);

    /// <summary>
    /// Rules that one folder alone can't break: IFW0121 needs a source that is known to have a cursor, IFW0125 a second integration in
    /// the group. The tests of the rules, and those of validation, break them.
    /// </summary>
    private static readonly string[] NotOfOneFolder = ["IFW0121", "IFW0125"];

    [Test]
    public async Task Mutations_RulesOfYaml_EachHasOne()
    {
        var mutated = MutationList.All.Select(mutation => mutation.Id).ToHashSet();
        var missing = DiagnosticPage.All().Select(page => page.Id)
            .Where(id => string.CompareOrdinal(id, "IFW0100") > 0 && string.CompareOrdinal(id, "IFW0300") < 0)
            .Where(id => !mutated.Contains(id) && !NotOfOneFolder.Contains(id));
        await Assert.That(missing).IsEmpty();
        await Assert.That(NotOfOneFolder.Where(mutated.Contains)).IsEmpty();
    }

    [Test]
    [MethodDataSource(typeof(MutationList), nameof(MutationList.Indices))]
    public async Task Mutation_InTheCompilerAndAtRunTime_IsFoundAtItsPlace(int index)
    {
        var mutation = MutationList.All[index];
        var (files, line, column) = mutation.Apply();
        var expected = $"{GoodFolder.Name}/{mutation.File}({line},{column}): {mutation.Id}: ";

        var compiler = GoodFolder.Project(files).Run().Diagnostics;
        var runtime = Validate(files);

        await Assert.That(string.Join("\n", compiler)).StartsWith(expected).Because(mutation.ToString());
        await Assert.That(compiler.Count).IsEqualTo(1).Because(mutation + "\n" + string.Join("\n", compiler));
        await Assert.That(string.Join("\n", runtime)).IsEqualTo(string.Join("\n", compiler)).Because(mutation.ToString());
    }

    /// <summary>What <c>ifw validate --build</c> says of a root with these files, in the form of the compiler's diagnostics.</summary>
    private static IReadOnlyList<string> Validate(IReadOnlyDictionary<string, string> files)
    {
        var root = Directory.CreateTempSubdirectory("ifw-mutations-");
        try
        {
            var folder = root.CreateSubdirectory("integrations").CreateSubdirectory(GoodFolder.Name);
            File.WriteAllText(Path.Combine(root.FullName, ".env.example"), GoodFolder.EnvironmentExample);
            foreach (var (file, text) in files)
            {
                File.WriteAllText(Path.Combine(folder.FullName, file), text);
            }

            var registry = new IntegrationRegistry();
            foreach (var descriptor in Good.Value.Registry.Integrations)
            {
                registry.Add(descriptor);
            }

            var report = new ConfigurationValidator(ConfigurationSources.OpenSourceTree(root.FullName), registry).Validate();
            return [.. report.Diagnostics.Select(d => $"{d.File.Replace("integrations/", "", StringComparison.Ordinal)}({d.Line},{d.Column}): {d.Id}: {d.Message}").Order(StringComparer.Ordinal)];
        }
        finally
        {
            root.Delete(recursive: true);
        }
    }
}
