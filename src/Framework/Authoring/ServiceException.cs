namespace IntegrationFramework;

/// <summary>
/// A service refused a request, or answered with what can't be used. The message says which service, what it said, and what to do.
/// Clients of services derive exceptions of their own from it.
/// </summary>
public class ServiceException : Exception
{
    /// <summary>Makes one.</summary>
    /// <param name="message">Which service, what happened, and what to do, in sentences.</param>
    /// <param name="inner">What caused it.</param>
    public ServiceException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }

    /// <summary>Whether the same request may succeed later, so that another attempt of the run makes sense.</summary>
    /// <value><see langword="false"/> by default: a wrong key stays wrong.</value>
    public bool IsTransient { get; init; }

    /// <summary>When the service can be asked again, where it said so.</summary>
    /// <value><see langword="null"/> by default: it didn't say.</value>
    public DateTimeOffset? RetryAfter { get; init; }
}
