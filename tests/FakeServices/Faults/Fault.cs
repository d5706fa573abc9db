namespace IntegrationFramework.FakeServices.Faults;

/// <summary>Something that goes wrong with a request or its answer.</summary>
/// <param name="Name">What <c>POST /_faults</c> and the log of requests call it.</param>
public abstract record Fault(string Name)
{
    /// <summary>A status instead of the answer, with a short JSON body; the request isn't handled.</summary>
    /// <param name="status">The status: 500, 502, 503, …</param>
    /// <param name="retryAfter">The header Retry-After, whole seconds from now; none by default.</param>
    /// <param name="asDate">Writes Retry-After as a date of HTTP instead of seconds.</param>
    public static Fault Status(int status, TimeSpan? retryAfter = null, bool asDate = false) =>
        new StatusFault(status, retryAfter, asDate);

    /// <summary>429, as <see cref="Status"/>.</summary>
    public static Fault TooManyRequests(TimeSpan? retryAfter = null, bool asDate = false) => Status(429, retryAfter, asDate);

    /// <summary>An answer of your own; the request isn't handled.</summary>
    /// <param name="status">The status.</param>
    /// <param name="body">The body.</param>
    /// <param name="contentType">Its type.</param>
    /// <param name="headers">Further headers.</param>
    public static Fault Answer(
        int status, string body, string contentType = "application/json", IReadOnlyDictionary<string, string>? headers = null) =>
        new AnswerFault(status, body, contentType, headers ?? new Dictionary<string, string>());

    /// <summary>An error as Salesforce writes it: UNABLE_TO_LOCK_ROW, QUERY_TIMEOUT, SERVER_UNAVAILABLE, …</summary>
    /// <param name="errorCode">Salesforce's code.</param>
    /// <param name="message">What it says.</param>
    /// <param name="status">The status that goes with it.</param>
    public static Fault SalesforceError(string errorCode, string message, int status = 400) =>
        new AnswerFault(
            status,
            new JsonArray(new JsonObject { ["message"] = message, ["errorCode"] = errorCode }).ToText(),
            "application/json;charset=UTF-8",
            new Dictionary<string, string>())
        {
            Name = "salesforce_error",
        };

    /// <summary>200 with a page of HTML, as from a proxy or during maintenance; the request isn't handled.</summary>
    public static Fault Html() => new HtmlFault();

    /// <summary>The JSON of the answer, broken off in the middle, with a length that fits.</summary>
    public static Fault InvalidJson() => new InvalidJsonFault();

    /// <summary>Redirects that never end, on this server.</summary>
    public static Fault RedirectLoop() => new RedirectFault("/_redirects/there") { Name = "redirect_loop" };

    /// <summary>A redirect to wherever you like.</summary>
    /// <param name="location">The header Location.</param>
    /// <param name="status">301, 302, 303, 307 or 308.</param>
    public static Fault Redirect(string location, int status = 302) => new RedirectFault(location) { Code = status };

    /// <summary>A small answer that unpacks to very many zeros.</summary>
    /// <param name="bytes">How many.</param>
    public static Fault GzipBomb(long bytes = 256L * 1024 * 1024) => new GzipBombFault(bytes);

    /// <summary>The answer, later. The request is handled after the wait.</summary>
    public static Fault Delay(TimeSpan delay) => new DelayFault(delay);

    /// <summary>No answer ever, until the client hangs up; the request isn't handled.</summary>
    public static Fault Timeout() => new TimeoutFault();

    /// <summary>The headers and half of the body, and then nothing until the client hangs up.</summary>
    public static Fault Stall() => new StallFault();

    /// <summary>The connection is reset (TCP RST) before anything is answered; the request isn't handled.</summary>
    public static Fault Reset() => new ResetFault(Handles: false);

    /// <summary>The request takes effect, but the connection is reset instead of an answer.</summary>
    public static Fault LostAnswer() => new ResetFault(Handles: true);

    /// <summary>The headers, half of the body, and then the connection is closed in order (TCP FIN).</summary>
    public static Fault CutShort() => new CutShortFault();

    /// <summary>The answer a byte at a time.</summary>
    /// <param name="interval">Between two bytes.</param>
    public static Fault Drip(TimeSpan interval) => new DripFault(interval);

    /// <summary>
    /// The answer with a Content-Length that is wrong: too small, and bytes are left over when the answer is read; too large, and the
    /// client waits for bytes that never come.
    /// </summary>
    /// <param name="difference">What is added to the true length, in bytes; less than 0 for a length that is too small.</param>
    public static Fault WrongContentLength(int difference) => new WrongContentLengthFault(difference);

    /// <summary>Lets it happen.</summary>
    internal abstract Task ApplyAsync(FaultContext context);
}
