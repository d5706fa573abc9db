using System.Globalization;
using IntegrationFramework;

namespace TestHost;

/// <summary>Can't process some of its records until its settings are mended.</summary>
[Integration]
public sealed partial class Refuser(RefuserSettings settings) : Integration<RefuserRaw, RefuserLine>
{
    protected override async IAsyncEnumerable<RefuserRaw> FetchAsync(
        RunContext run, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.Yield();
        for (var i = 1; i <= settings.Count; i++)
        {
            yield return new RefuserRaw(i, string.Create(CultureInfo.InvariantCulture, $"{i} pieces"));
        }
    }

    protected override RefuserLine? Postprocess(RefuserRaw raw, RunContext run)
    {
        Thread.Sleep(settings.Pause);
        return raw.Number < settings.RefuseBelow ? throw new FormatException($"the record {raw.Number} is refused") : new RefuserLine(raw.Number, raw.Text);
    }
}

public sealed record RefuserSettings
{
    public int Count { get; init; } = 5;

    public int RefuseBelow { get; init; }

    public TimeSpan Pause { get; init; }
}

public sealed record RefuserRaw(int Number, string Text);

public sealed record RefuserLine(int Number, string Text);
