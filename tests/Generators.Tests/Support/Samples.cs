namespace Generators.Tests.Support;

/// <summary>Small integrations for tests.</summary>
internal static class Samples
{
    /// <summary>A class without settings that fetches and delivers <c>Item(string Name)</c>.</summary>
    public static string Minimal(string className, string scope) => $$"""
        namespace {{scope}};
        public sealed record Item(string Name);
        [Integration]
        public sealed partial class {{className}} : Integration<Item>
        {
            protected override IAsyncEnumerable<Item> FetchAsync(RunContext run, CancellationToken cancellationToken) => throw new NotSupportedException();
        }
        """;

    public const string Config = "deliver:\n  - stdout: {}\n";

    public const string Metadata = "version: 1.0.0\ntags: [test]\n";

    /// <summary>A project with one minimal integration per folder.</summary>
    public static TestProject Project(params string[] folders)
    {
        var project = new TestProject();
        foreach (var folder in folders)
        {
            AddMinimal(project, folder);
        }

        return project;
    }

    public static TestProject AddMinimal(this TestProject project, string folder)
    {
        var name = string.Concat(folder.Split('_').Select(word => char.ToUpperInvariant(word[0]) + word[1..]));
        return project.Source($"{folder}/{name}.cs", Minimal(name, "Demo." + name)).Yaml($"{folder}/config.yaml", Config).Yaml($"{folder}/metadata.yaml", Metadata);
    }

    /// <summary>A project with one integration, <c>sample/Sample.cs</c>, around some members: its constructor's parameters and more types.</summary>
    public static TestProject WithSettings(string settingsMembers, string settingsYaml = "", string parameters = "SampleSettings settings", string more = "") =>
        new TestProject()
            .Source("sample/Sample.cs", $$"""
                namespace Demo.Sample;
                public sealed record Item(string Name);
                [Integration]
                public sealed partial class Sample({{parameters}}) : Integration<Item>
                {
                    protected override IAsyncEnumerable<Item> FetchAsync(RunContext run, CancellationToken cancellationToken) => throw new NotSupportedException();
                }
                {{more}}
                """)
            .Source("sample/SampleSettings.cs", $$"""
                namespace Demo.Sample;
                public sealed record SampleSettings
                {
                {{settingsMembers}}
                }
                """)
            .Yaml("sample/config.yaml", settingsYaml.Length == 0 ? Config : Config + "settings:\n" + settingsYaml)
            .Yaml("sample/metadata.yaml", Metadata);
}
