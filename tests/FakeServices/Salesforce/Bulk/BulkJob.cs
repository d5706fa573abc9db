using System.Globalization;

namespace IntegrationFramework.FakeServices.Salesforce;

/// <summary>A job of the Bulk API 2.0: what queries and ingests have in common.</summary>
internal abstract class BulkJob(string id, string version, string operation, JsonObject request, DateTimeOffset now)
{
    public string Id { get; } = id;

    public string Operation { get; } = operation;

    public string State { get; protected set; } = "UploadComplete";

    public string? ErrorMessage { get; protected set; }

    public BulkCsv Csv { get; } = BulkCsv.From(Text(request, "columnDelimiter") ?? "COMMA", Text(request, "lineEnding") ?? "LF");

    protected abstract string ObjectName { get; }

    protected abstract string JobType { get; }

    private int Polls { get; set; }

    private bool Waits => State is "UploadComplete" or "InProgress";

    /// <summary>The job is asked for its state, and moves on: queued at first, in progress, and complete when asked often enough.</summary>
    /// <param name="needed">How often it has to be asked.</param>
    /// <param name="failure">Tells what it fails with instead of being complete; null: it doesn't.</param>
    public void Poll(int needed, Func<string?> failure)
    {
        if (!Waits)
        {
            return;
        }

        Polls++;
        if (Polls >= needed)
        {
            if (failure() is { } message)
            {
                Fail(message, share: 0.5);
                return;
            }

            Advance(1);
            Finish("JobComplete");
        }
        else if (Polls > 1)
        {
            State = "InProgress";
            Advance((Polls - 1) / (double)(needed - 1));
        }
    }

    public void Abort()
    {
        if (State is "JobComplete" or "Failed" or "Aborted")
        {
            throw SalesforceException.BadRequest("INVALIDJOBSTATE", $"Aborting already completed Job not allowed: the job is {State}");
        }

        State = "Aborted";
    }

    /// <summary>The job as it is told of.</summary>
    public virtual JsonObject ToJson()
    {
        var json = new JsonObject
        {
            ["id"] = Id,
            ["operation"] = Operation,
            ["object"] = ObjectName,
            ["createdById"] = Ids.User,
            ["createdDate"] = FieldValues.ToJson(now, "datetime"),
            ["systemModstamp"] = FieldValues.ToJson(now, "datetime"),
            ["state"] = State,
            ["concurrencyMode"] = "Parallel",
            ["contentType"] = "CSV",
            ["apiVersion"] = JsonNode.Parse(version),
            ["jobType"] = JobType,
            ["lineEnding"] = Csv.LineEnding == "\n" ? "LF" : "CRLF",
            ["columnDelimiter"] = Text(request, "columnDelimiter") ?? "COMMA",
            ["retries"] = 0,
            ["totalProcessingTime"] = Polls * 100,
        };
        if (ErrorMessage is not null)
        {
            json["errorMessage"] = ErrorMessage;
        }

        return json;
    }

    protected static string? Text(JsonObject request, string name) => request[name]?.GetValue<string>();

    /// <summary>Does the work up to a share of it.</summary>
    protected abstract void Advance(double share);

    protected void Fail(string message, double share)
    {
        Advance(share);
        ErrorMessage = message;
        Finish("Failed");
    }

    /// <summary>Ends in a state, unless the work has ended the job already.</summary>
    private void Finish(string state) => State = State == "Failed" ? State : state;

    protected SalesforceException NotIn(string wanted) => SalesforceException.BadRequest(
        "INVALIDJOBSTATE", string.Create(CultureInfo.InvariantCulture, $"The job must be {wanted}, but it is {State}"));
}
