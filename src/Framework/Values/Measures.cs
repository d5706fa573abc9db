using IntegrationFramework.Configuration.Rules;

namespace IntegrationFramework;

/// <summary>A number of bytes, written in YAML as <c>64MB</c>; units are powers of 1024.</summary>
/// <param name="Bytes">The number of bytes.</param>
public readonly record struct ByteSize(long Bytes)
{
    /// <summary>As it is written in YAML: <c>64MB</c>.</summary>
    public override string ToString() => ByteSizeFormat.Format(Bytes);
}

/// <summary>A number of events per interval, written in YAML as <c>10/s</c>.</summary>
/// <param name="Count">How many.</param>
/// <param name="Interval">In which time.</param>
public readonly record struct Rate(int Count, TimeSpan Interval)
{
    /// <summary>As it is written in YAML: <c>10/1s</c>.</summary>
    public override string ToString() => $"{Count}/{DurationFormat.Format(Interval)}";
}
