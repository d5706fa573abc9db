using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Vendors.Salesforce;

/// <summary>Writes records by the two hundred.</summary>
internal sealed class Collections(SalesforceConnection connection, LockedRows locks)
{
    /// <summary>As many as Salesforce takes at once.</summary>
    public const int Size = 200;

    public IAsyncEnumerable<WriteResult> CreateAsync(IAsyncEnumerable<SalesforceObject> records, bool allOrNone, CancellationToken cancellationToken) =>
        InChunksAsync(records, allOrNone, chunk => Request(HttpMethod.Post, "composite/sobjects", chunk, allOrNone, false), true, cancellationToken);

    public IAsyncEnumerable<WriteResult> UpdateAsync(IAsyncEnumerable<SalesforceObject> records, bool allOrNone, CancellationToken cancellationToken) =>
        InChunksAsync(records, allOrNone, chunk => Request(HttpMethod.Patch, "composite/sobjects", chunk, allOrNone, true), false, cancellationToken);

    public IAsyncEnumerable<WriteResult> UpsertAsync(
        IAsyncEnumerable<SalesforceObject> records, string externalId, bool allOrNone, CancellationToken cancellationToken) =>
        InChunksAsync(
            records,
            allOrNone,
            chunk => Request(HttpMethod.Patch, $"composite/sobjects/{chunk[0].Type}/{Soql.Checked(externalId)}", chunk, allOrNone, false),
            false,
            cancellationToken);

    public IAsyncEnumerable<WriteResult> DeleteAsync(IAsyncEnumerable<string> ids, bool allOrNone, CancellationToken cancellationToken) =>
        InChunksAsync(
            ids,
            allOrNone,
            chunk => new SalesforceRequest(
                HttpMethod.Delete,
                $"composite/sobjects?ids={string.Join(',', chunk.Select(Uri.EscapeDataString))}&allOrNone={SoqlLiteral.Of(allOrNone)}",
                $"the deletion of {chunk.Count} records"),
            false,
            cancellationToken,
            Settled);

    private static SalesforceRequest Request(HttpMethod method, string path, IReadOnlyList<SalesforceObject> records, bool allOrNone, bool needsId) =>
        new(method, path, $"{records.Count} records")
        {
            // A repeated creation would make them twice.
            IsRepeatable = method == HttpMethod.Patch,
            Json = SalesforceJson.Write(json =>
            {
                json.WriteStartObject();
                json.WriteBoolean("allOrNone", allOrNone);
                json.WriteStartArray("records");
                foreach (var record in records)
                {
                    Write(json, record, needsId);
                }

                json.WriteEndArray();
                json.WriteEndObject();
            }),
        };

    private static void Write(Utf8JsonWriter json, SalesforceObject record, bool needsId)
    {
        json.WriteStartObject();
        json.WriteStartObject("attributes");
        json.WriteString("type", record.Type);
        json.WriteEndObject();
        if (needsId)
        {
            json.WriteString("id", record.Id ?? throw new ArgumentException($"A {record.Type} to update has no id.", nameof(record)));
        }

        record.WriteFields(json);
        json.WriteEndObject();
    }

    private async IAsyncEnumerable<WriteResult> InChunksAsync<T>(
        IAsyncEnumerable<T> items,
        bool allOrNone,
        Func<IReadOnlyList<T>, SalesforceRequest> request,
        bool isCreate,
        [EnumeratorCancellation] CancellationToken cancellationToken,
        Func<T, WriteResult, WriteResult>? settle = null)
    {
        var index = 0L;
        await foreach (var chunk in items.Chunk(Size).WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            var results = await SendAsync(chunk, allOrNone, request, isCreate, index, cancellationToken).ConfigureAwait(false);
            for (var i = 0; i < results.Length; i++)
            {
                yield return settle is null ? results[i] : settle(chunk[i], results[i]);
            }

            index += chunk.Length;
        }
    }

    private async Task<WriteResult[]> SendAsync<T>(
        T[] chunk, bool allOrNone, Func<IReadOnlyList<T>, SalesforceRequest> request, bool isCreate, long start, CancellationToken cancellationToken)
    {
        var results = new WriteResult[chunk.Length];
        var open = Enumerable.Range(0, chunk.Length).ToList();
        for (var retry = 1; ; retry++)
        {
            var answered = await connection.NeededJsonAsync(request([.. open.Select(i => chunk[i])]), cancellationToken).ConfigureAwait(false);
            Take(answered, open, results, isCreate, start);

            // One locked row undoes all where it is all or none; else the others are written, and stay out of what is sent again.
            var locked = open.Where(i => results[i].IsLocked).ToList();
            if (locked.Count == 0 || retry > LockedRows.Retries)
            {
                return results;
            }

            open = allOrNone ? open : locked;
            await locks.WaitAsync(retry, open.Count, cancellationToken).ConfigureAwait(false);
        }
    }

    // What is deleted already is as it should be: an answer to an earlier attempt may have been lost on its way.
    private static WriteResult Settled(string id, WriteResult result) => result.Errors is [{ Code: ErrorCodes.AlreadyDeleted }] ? result with { Id = id, Errors = [] } : result;

    private static void Take(JsonElement answered, List<int> open, WriteResult[] results, bool isCreate, long start)
    {
        if (answered.ValueKind is not JsonValueKind.Array || answered.GetArrayLength() != open.Count)
        {
            throw new SalesforceException($"Salesforce answered {open.Count} records with something else than {open.Count} results: which were written isn't known.");
        }

        for (var i = 0; i < open.Count; i++)
        {
            results[open[i]] = answered[i].ValueKind is JsonValueKind.Object ? WriteResult.Of(answered[i], start + open[i], isCreate)
                : throw new SalesforceException($"Salesforce answered {open.Count} records with something else than results: which were written isn't known.");
        }
    }
}
