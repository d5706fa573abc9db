namespace IntegrationFramework.Generators.Emitting;

/// <summary>Gives the locals of one method names that don't hide each other.</summary>
/// <param name="taken">The names of parameters, and whatever else is in scope.</param>
internal sealed class LocalNames(params string[] taken)
{
    private readonly HashSet<string> _taken = [.. taken];

    public string Next(string name)
    {
        var local = Identifiers.Local(name);
        var free = local;
        for (var number = 2; !_taken.Add(free); number++)
        {
            free = local + Literals.Number(number);
        }

        return free;
    }
}
