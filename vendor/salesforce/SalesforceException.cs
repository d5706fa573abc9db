using System.Net;
using IntegrationFramework;

namespace Vendors.Salesforce;

/// <summary>Salesforce refused a request, or answered with what can't be used.</summary>
public class SalesforceException : ServiceException
{
    /// <summary>Makes one.</summary>
    /// <param name="message">What happened, and what to do, in sentences.</param>
    /// <param name="inner">What caused it.</param>
    public SalesforceException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }

    /// <summary>Salesforce's own code, such as <c>INVALID_FIELD</c>; of a failed sign-in the code of OAuth, such as <c>invalid_grant</c>.</summary>
    /// <value>Empty by default: it gave none.</value>
    public string ErrorCode { get; init; } = "";

    /// <summary>What Salesforce wrote, without advice.</summary>
    /// <value>Empty by default.</value>
    public string Detail { get; init; } = "";

    /// <summary>The fields that the error is about.</summary>
    /// <value>Empty by default.</value>
    public IReadOnlyList<string> Fields { get; init; } = [];

    /// <summary>The status of the response.</summary>
    /// <value><see langword="null"/> by default: the error came with a successful response, or with none.</value>
    public HttpStatusCode? Status { get; init; }
}

/// <summary>Nobody is signed in: the token isn't good any more, and a new one couldn't be got or was refused too.</summary>
public sealed class SalesforceSessionException(string message, Exception? inner = null) : SalesforceException(message, inner);

/// <summary>The org's limit of API requests is used up. <see cref="ServiceException.RetryAfter"/> says when to come back.</summary>
public sealed class SalesforceLimitException(string message) : SalesforceException(message);
