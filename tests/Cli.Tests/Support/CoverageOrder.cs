namespace Cli.Tests.Support;

/// <summary>
/// Coverage leaves out whatever lies in a folder named after a test host, and an assembly that it has met there first stays left out
/// wherever else it runs. So the program runs once before anything else does.
/// </summary>
public static class CoverageOrder
{
    [Before(TestSession)]
    public static async Task RunTheProgramFirst()
    {
        using var root = new TemporaryRoot();
        await root.RunAsync("run", "hello_world");
    }
}
