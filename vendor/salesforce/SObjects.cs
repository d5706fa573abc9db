using System.Collections.Concurrent;
using System.Net;

namespace Vendors.Salesforce;

/// <summary>Describes objects, and writes one record at a time.</summary>
internal sealed class SObjects(SalesforceConnection connection, LockedRows locks)
{
    private readonly ConcurrentDictionary<string, SObjectDescription> _described = new(StringComparer.OrdinalIgnoreCase);

    public async Task<SObjectDescription> DescribeAsync(string type, CancellationToken cancellationToken)
    {
        if (!_described.TryGetValue(type, out var description))
        {
            var request = SalesforceRequest.Get($"sobjects/{Soql.Checked(type)}/describe", $"the description of {type}");
            description = await connection.ReadAsync(request, SObjectDescription.Of, cancellationToken).ConfigureAwait(false);
            _described[type] = description;
        }

        return description;
    }

    public async Task<string> CreateAsync(SalesforceObject record, CancellationToken cancellationToken)
    {
        var result = await SendAsync(
            new SalesforceRequest(HttpMethod.Post, $"sobjects/{record.Type}", $"a new {record.Type}") { Json = Body(record) }, true, cancellationToken).ConfigureAwait(false);
        return result.Id;
    }

    public Task UpdateAsync(SalesforceObject record, CancellationToken cancellationToken)
    {
        var id = Needed(record.Id, record);
        var request = new SalesforceRequest(HttpMethod.Patch, $"sobjects/{record.Type}/{Uri.EscapeDataString(id)}", $"a change of {record}")
        {
            Json = Body(record),
            IsRepeatable = true,
        };
        return SendAsync(request, false, cancellationToken);
    }

    public Task<WriteResult> UpsertAsync(SalesforceObject record, string externalId, CancellationToken cancellationToken)
    {
        var value = Needed(record.IndexOf(externalId) < 0 || record[externalId] is not { } set ? null : SalesforceObject.Text(set), record, externalId);
        var path = $"sobjects/{record.Type}/{Soql.Checked(externalId)}/{Uri.EscapeDataString(value)}";
        var request = new SalesforceRequest(HttpMethod.Patch, path, $"an upsert of {record.Type} by {externalId}")
        {
            Json = Body(record, except: externalId),
            IsRepeatable = true,
        };
        return SendAsync(request, false, cancellationToken);
    }

    public async Task DeleteAsync(string type, string id, CancellationToken cancellationToken)
    {
        try
        {
            var path = $"sobjects/{Soql.Checked(type)}/{Uri.EscapeDataString(id)}";
            await SendAsync(new SalesforceRequest(HttpMethod.Delete, path, $"the deletion of {type} {id}"), false, cancellationToken).ConfigureAwait(false);
        }
        catch (SalesforceException error) when (error.ErrorCode == ErrorCodes.AlreadyDeleted)
        {
            // What was asked for is so: an answer to an earlier attempt may have been lost on its way.
        }
    }

    private static byte[] Body(SalesforceObject record, string? except = null) => SalesforceJson.Write(json =>
    {
        json.WriteStartObject();
        record.WriteFields(json, except);
        json.WriteEndObject();
    });

    private static string Needed(string? value, SalesforceObject record, string field = "Id") =>
        string.IsNullOrEmpty(value) ? throw new ArgumentException($"The {record.Type} has no {field}, by which Salesforce would find it.", nameof(record)) : value;

    // A row that is locked was not written, so that it can be sent again.
    private Task<WriteResult> SendAsync(SalesforceRequest request, bool isCreate, CancellationToken cancellationToken) =>
        locks.RetryAsync(
            async () =>
            {
                using var response = await connection.SendAsync(request, cancellationToken).ConfigureAwait(false);
                if (await SalesforceConnection.BodyAsync(request, response, cancellationToken).ConfigureAwait(false) is not { } answer)
                {
                    return new WriteResult(0, "", response.StatusCode is HttpStatusCode.Created, []);
                }

                var result = SalesforceConnection.Read(request, answer, json => WriteResult.Of(json, 0, isCreate || response.StatusCode is HttpStatusCode.Created));
                return result.ToException() is { } refused ? throw refused : result;
            },
            cancellationToken);
}
