using System.Globalization;
using System.Runtime.CompilerServices;

namespace IntegrationFramework;

/// <summary>Makes pages with cursors out of the common kinds of sources, for <see cref="IncrementalIntegration{TRaw,TOut}.FetchPagesAsync"/>.</summary>
public static class Pages
{
    /// <summary>How many records a page has where nothing else is said.</summary>
    private const int DefaultSize = 1000;

    /// <summary>
    /// Pages of a stream that is sorted by a field which only grows, such as the time of the last change. The cursor is the largest value so
    /// far; it moves only where the value does, so that the next run may ask for what is larger, and misses no record that shares it.
    /// </summary>
    /// <typeparam name="T">A record as it is fetched.</typeparam>
    /// <typeparam name="TField">The field's type.</typeparam>
    /// <param name="records">The records behind the cursor, in ascending order of the field.</param>
    /// <param name="field">The field.</param>
    /// <param name="format">Turns a value into a cursor; by default its invariant text, for points in time ISO 8601 in UTC with all seven digits of the second, so that the order of cursors as text is that of the times. A <see cref="DateTime"/> of no known zone stays as it is.</param>
    /// <param name="size">About how many records a page has; 1000 by default.</param>
    /// <param name="cancellationToken">Stops the source.</param>
    /// <exception cref="InvalidOperationException">The stream isn't sorted: a cursor would skip records.</exception>
    public static async IAsyncEnumerable<SourcePage<T>> ByLargestAsync<T, TField>(
        IAsyncEnumerable<T> records,
        Func<T, TField> field,
        Func<TField, string>? format = null,
        int size = DefaultSize,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
        where T : class
        where TField : IComparable<TField>
    {
        ArgumentNullException.ThrowIfNull(records);
        ArgumentNullException.ThrowIfNull(field);
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        format ??= Format;
        var page = new List<T>();
        var hasLast = false;
        TField last = default!;
        await foreach (var record in records.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            var value = field(record);
            if (hasLast)
            {
                var order = value.CompareTo(last);
                if (order < 0)
                {
                    throw new InvalidOperationException(
                        $"The source isn't sorted by the field of its cursor: {format(value)} comes after {format(last)}. Let the source sort, in ascending order.");
                }

                if (page.Count >= size)
                {
                    // Where the value stays the same there is no place to go on from yet.
                    yield return new SourcePage<T>(page, order > 0 ? format(last) : null);
                    page = [];
                }
            }

            page.Add(record);
            (hasLast, last) = (true, value);
        }

        if (page.Count > 0)
        {
            yield return new SourcePage<T>(page, format(last));
        }
    }

    /// <summary>
    /// Pages of a source that says with each answer where the next one begins. The last page, which has no token behind it, is fetched again
    /// by the next run, so it needs a sink with a key.
    /// </summary>
    /// <typeparam name="T">A record as it is fetched.</typeparam>
    /// <param name="cursor">Where to begin; <see langword="null"/> at the beginning.</param>
    /// <param name="fetch">
    /// Fetches the page at a token; <see langword="null"/> asks for the first. The <see cref="SourcePage{T}.Cursor"/> of its result is the token
    /// of the next page, and <see langword="null"/> or empty, as some services have it, on the last.
    /// </param>
    /// <param name="cancellationToken">Stops the source.</param>
    public static async IAsyncEnumerable<SourcePage<T>> ByTokenAsync<T>(
        string? cursor,
        Func<string?, CancellationToken, Task<SourcePage<T>>> fetch,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(fetch);
        while (true)
        {
            var page = await fetch(cursor, cancellationToken).ConfigureAwait(false);
            if (page is { Cursor: "" })
            {
                page = page with { Cursor = null };
            }

            yield return page;
            if (page.Cursor is null)
            {
                yield break;
            }

            if (page.Cursor == cursor)
            {
                throw new InvalidOperationException($"The source gives '{cursor}' as the token that follows '{cursor}': it would be read for ever.");
            }

            cursor = page.Cursor;
        }
    }

    /// <summary>
    /// Pages of a source that numbers them. The cursor is the number of the next one; a page that isn't full yet is fetched again by the next
    /// run, since more may have come, so it needs a sink with a key.
    /// </summary>
    /// <typeparam name="T">A record as it is fetched.</typeparam>
    /// <param name="cursor">Where to begin; <see langword="null"/> at <paramref name="first"/>.</param>
    /// <param name="size">How many records a full page has.</param>
    /// <param name="fetch">Fetches a page by its number.</param>
    /// <param name="first">The number of the first page; 1 by default.</param>
    /// <param name="cancellationToken">Stops the source.</param>
    /// <exception cref="FormatException">The cursor is no number.</exception>
    public static async IAsyncEnumerable<SourcePage<T>> ByNumberAsync<T>(
        string? cursor,
        int size,
        Func<long, CancellationToken, Task<IReadOnlyList<T>>> fetch,
        long first = 1,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(fetch);
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        var number = Number(cursor) ?? first;
        while (true)
        {
            var records = await fetch(number++, cancellationToken).ConfigureAwait(false);
            if (records.Count < size)
            {
                yield return new SourcePage<T>(records, null);
                yield break;
            }

            yield return new SourcePage<T>(records, number.ToString(CultureInfo.InvariantCulture));
        }
    }

    /// <summary>Pages of a source that is asked for what comes after a number of records. The cursor is that number.</summary>
    /// <typeparam name="T">A record as it is fetched.</typeparam>
    /// <param name="cursor">Where to begin; <see langword="null"/> at 0.</param>
    /// <param name="fetch">Fetches records from an offset; none ends the source.</param>
    /// <param name="cancellationToken">Stops the source.</param>
    /// <exception cref="FormatException">The cursor is no number.</exception>
    public static async IAsyncEnumerable<SourcePage<T>> ByOffsetAsync<T>(
        string? cursor,
        Func<long, CancellationToken, Task<IReadOnlyList<T>>> fetch,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(fetch);
        var offset = Number(cursor) ?? 0;
        while (await fetch(offset, cancellationToken).ConfigureAwait(false) is { Count: > 0 } records)
        {
            offset += records.Count;
            yield return new SourcePage<T>(records, offset.ToString(CultureInfo.InvariantCulture));
        }
    }

    /// <summary>
    /// Pages of a source that is asked for a window of time after another, up to <paramref name="until"/>. The cursor is the end of the last
    /// window; each run looks back a little behind it, for records that came late.
    /// </summary>
    /// <typeparam name="T">A record as it is fetched.</typeparam>
    /// <param name="cursor">Where to begin; <see langword="null"/> at <paramref name="since"/>.</param>
    /// <param name="since">The beginning of the data.</param>
    /// <param name="until">The end of the last window, usually now.</param>
    /// <param name="window">How long a window is.</param>
    /// <param name="lookBack">How far before the cursor the first window begins. What is fetched again needs a sink with a key.</param>
    /// <param name="fetch">Fetches the records from a time up to, and without, another.</param>
    /// <param name="cancellationToken">Stops the source.</param>
    /// <exception cref="FormatException">The cursor is no point in time.</exception>
    public static async IAsyncEnumerable<SourcePage<T>> ByWindowAsync<T>(
        string? cursor,
        DateTimeOffset since,
        DateTimeOffset until,
        TimeSpan window,
        TimeSpan lookBack,
        Func<DateTimeOffset, DateTimeOffset, CancellationToken, Task<IReadOnlyList<T>>> fetch,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(fetch);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(window, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(lookBack, TimeSpan.Zero);
        var from = since;
        var last = since;
        if (cursor is not null)
        {
            last = CursorText.Time(cursor);
            from = last - lookBack > since ? last - lookBack : since;
        }

        while (from < until)
        {
            var to = until - from > window ? from + window : until;
            // What is looked back at doesn't move the cursor back: a run that ends there would let the next one look back further.
            yield return new SourcePage<T>(await fetch(from, to, cancellationToken).ConfigureAwait(false), IsoText.Of(to > last ? to : last));
            from = to;
        }
    }

    private static long? Number(string? cursor) => cursor is null ? null : CursorText.Number(cursor);

    private static string Format<T>(T value) => value switch
    {
        DateTimeOffset time => IsoText.Sortable(time),
        DateTime time => IsoText.Sortable(time),
        DateOnly date => IsoText.Of(date),
        IFormattable other => other.ToString(null, CultureInfo.InvariantCulture),
        _ => value?.ToString() ?? "",
    };
}
