namespace IntegrationFramework;

/// <summary>A number of bytes, written in YAML as <c>64MB</c>; units are powers of 1024.</summary>
/// <param name="Bytes">The number of bytes.</param>
public readonly record struct ByteSize(long Bytes);

/// <summary>A number of events per interval, written in YAML as <c>10/s</c>.</summary>
/// <param name="Count">How many.</param>
/// <param name="Interval">In which time.</param>
public readonly record struct Rate(int Count, TimeSpan Interval);
