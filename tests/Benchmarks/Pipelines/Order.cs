using CsvHelper;

namespace Pipelines;

/// <summary>A row of the file, of the usual kinds of fields.</summary>
[CsvRecord]
public sealed partial record Order
{
    public required long Id { get; init; }

    public required string Customer { get; init; }

    public required string Email { get; init; }

    public required decimal Amount { get; init; }

    public required DateTimeOffset OrderedAt { get; init; }

    public required bool IsPaid { get; init; }

    public required string Note { get; init; }
}
