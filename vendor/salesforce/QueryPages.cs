using System.Runtime.CompilerServices;
using IntegrationFramework.Configuration.Rules;
using Microsoft.Extensions.Logging;

namespace Vendors.Salesforce;

/// <summary>Reads the results of queries page by page.</summary>
internal sealed partial class QueryPages(SalesforceConnection connection, SObjects objects)
{
    // The server needs less time for a smaller page. 200 is the smallest that it takes.
    private static readonly int[] SmallerPages = [1000, 500, 200];

    /// <summary>Asks for the first page.</summary>
    public async Task<QueryPage> FirstAsync(string query, bool includeDeleted, CancellationToken cancellationToken)
    {
        try
        {
            var path = $"{(includeDeleted ? "queryAll" : "query")}?q={Uri.EscapeDataString(query)}";
            return await PageAsync(SalesforceRequest.Get(path, "a query"), cancellationToken).ConfigureAwait(false);
        }
        catch (SalesforceException error) when (error.ErrorCode == ErrorCodes.InvalidField)
        {
            throw await ExplainedAsync(query, error, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>The records of a page and of all that follow.</summary>
    public async IAsyncEnumerable<SalesforceRecord> FromAsync(QueryPage first, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var page = first; ;)
        {
            foreach (var record in page.Records.EnumerateArray())
            {
                yield return new JsonRecord(record, this);
            }

            if (page.Next is not { } next)
            {
                break;
            }

            page = await PageAsync(SalesforceRequest.Get(next, "the next page of a query"), cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<QueryPage> PageAsync(SalesforceRequest request, CancellationToken cancellationToken)
    {
        for (var timeouts = 0; ; timeouts++)
        {
            try
            {
                return QueryPage.Of(await connection.NeededJsonAsync(request, cancellationToken).ConfigureAwait(false));
            }
            catch (SalesforceException error) when (error.ErrorCode == ErrorCodes.QueryTimeout && timeouts < SmallerPages.Length)
            {
                request = request with { BatchSize = SmallerPages[timeouts] };
                LogTimeout(connection.Logger, SmallerPages[timeouts]);
            }
        }
    }

    /// <summary>Looks for the field that was probably meant; where that can't be found out, the error stays as it is.</summary>
    private async Task<SalesforceException> ExplainedAsync(string query, SalesforceException error, CancellationToken cancellationToken)
    {
        if (Quoted(error.Detail, "No such column '") is not { } field || field.Contains('.', StringComparison.Ordinal))
        {
            return error;
        }

        SObjectDescription described;
        try
        {
            // Of the object that Salesforce names; a parent's and a child's fields are spelled by its own description.
            var name = Quoted(error.Detail, "on entity '") ?? Quoted(error.Detail, "on sobject of type '") ?? SoqlShape.Of(query).Object;
            described = await objects.DescribeAsync(name, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception unknown) when (unknown is SalesforceException or ArgumentException)
        {
            LogUndescribed(connection.Logger, unknown.Message);
            return error;
        }

        return Suggestion.Closest(field, described.Fields.Select(known => known.Name)) is not { } meant ? error
            : new SalesforceException($"{error.Message} Did you mean '{meant}'?", error)
            {
                ErrorCode = error.ErrorCode,
                Detail = error.Detail,
                Fields = error.Fields,
                Status = error.Status,
            };
    }

    private static string? Quoted(string text, string before)
    {
        var start = text.IndexOf(before, StringComparison.OrdinalIgnoreCase);
        var rest = start < 0 ? "" : text[(start + before.Length)..];
        return rest.IndexOf('\'') is > 0 and var end ? rest[..end] : null;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Salesforce: the query took too long (QUERY_TIMEOUT); asking again, for pages of {Records} records.")]
    private static partial void LogTimeout(ILogger logger, int records);

    [LoggerMessage(Level = LogLevel.Debug, Message = "Salesforce: no field could be suggested: {Reason}")]
    private static partial void LogUndescribed(ILogger logger, string reason);
}
