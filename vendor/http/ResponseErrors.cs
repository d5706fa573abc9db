using IntegrationFramework;

namespace Vendors.Http;

/// <summary>Puts into words what goes wrong while the body of a response is read as it arrives.</summary>
internal static class ResponseErrors
{
    /// <exception cref="ServiceException">The connection broke, or nothing came for too long; transient.</exception>
    public static async Task<T> TellAsync<T>(HttpResponseMessage response, Func<Task<T>> read)
    {
        try
        {
            return await read().ConfigureAwait(false);
        }
        catch (Exception error) when (error is IOException or HttpRequestException or TimeoutException)
        {
            var request = response.RequestMessage;
            throw new ServiceException(
                $"{request?.Method} to {request?.RequestUri?.Host} broke off while the answer was read: {TransportErrors.Describe(error)}. What was read is incomplete; run it again.",
                error)
            { IsTransient = true };
        }
    }
}
