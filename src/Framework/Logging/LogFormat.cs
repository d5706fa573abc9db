namespace IntegrationFramework.Logging;

/// <summary>How log lines are written for whoever watches the program.</summary>
public enum LogFormat
{
    /// <summary>A line of text for people.</summary>
    Text,

    /// <summary>A JSON object per line, for programs.</summary>
    Json,
}
