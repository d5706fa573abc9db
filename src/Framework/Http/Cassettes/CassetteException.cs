namespace IntegrationFramework.Http;

/// <summary>A cassette can't be read or written, or does not have what is asked for. The message says what to do.</summary>
/// <param name="message">What happened, and what to do, in sentences.</param>
/// <param name="inner">What caused it.</param>
public sealed class CassetteException(string message, Exception? inner = null) : ServiceException(message, inner);
