using System.Reflection;
using System.Runtime.Loader;
using Generators.Tests.Support;
using IntegrationFramework.Registration;

namespace Generators.Tests.Execution;

/// <summary>A project compiled to memory and loaded, so that what was generated can be run.</summary>
internal sealed class LoadedProject : IDisposable
{
    private readonly AssemblyLoadContext _context = new("generated", isCollectible: true);

    public LoadedProject(TestProject project)
    {
        using var stream = new MemoryStream();
        var result = project.Run().Compilation.Emit(stream);
        if (!result.Success)
        {
            throw new InvalidOperationException(string.Join("\n", result.Diagnostics));
        }

        stream.Position = 0;
        Assembly = _context.LoadFromStream(stream);
    }

    public Assembly Assembly { get; }

    /// <summary>The registry, found as a host would: by the assembly's attribute.</summary>
    public IntegrationRegistry Registry
    {
        get
        {
            var registry = new IntegrationRegistry();
            Assembly.GetCustomAttribute<IntegrationRegistryAttribute>()!.Registry.GetMethod("AddTo")!.Invoke(null, [registry]);
            return registry;
        }
    }

    public Type Type(string name) => Assembly.GetType(name) ?? throw new InvalidOperationException($"There is no type '{name}'.");

    public object? Call(string type, string method, params object[] arguments) =>
        Type(type).GetMethod(method, BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)!.Invoke(null, arguments);

    public void Dispose() => _context.Unload();
}
