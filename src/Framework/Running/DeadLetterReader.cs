using IntegrationFramework.Checks;
using IntegrationFramework.Configuration;
using IntegrationFramework.Records;
using IntegrationFramework.Registration;
using IntegrationFramework.Telemetry;

namespace IntegrationFramework.Running;

/// <summary>Makes the records of dead letters' payloads again.</summary>
internal static class DeadLetterReader
{
    /// <summary>Makes one again.</summary>
    /// <returns>The record, or why there is none.</returns>
    public static (object? Record, string? Problem) Read<TRaw, TOut>(OpenDeadLetter letter, IntegrationDescriptor<TRaw, TOut> descriptor, IntegrationConfig config)
        where TRaw : class
        where TOut : class
    {
        RecordSchema schema = letter.Kind == PayloadKind.Raw ? descriptor.RawSchema : descriptor.OutputSchema;
        if (letter.Payload is null || letter.Kind == PayloadKind.Other)
        {
            return (null, "its payload is no record that postprocess or a sink could take. Mend its source, and drop it");
        }

        if (letter.IsRedacted)
        {
            return (null, "it held a secret, which was taken out before it was kept. Fetch it again, and drop it");
        }

        if (letter.ErrorType == nameof(DuplicateRecordException) && config.Checks.Records.Any(static check => check is UniqueCheckConfig))
        {
            return (null, "it has the values of another record of its run, which can't be judged here. Take unique: out of checks.records to deliver it all the same, or drop it");
        }

        if (schema.Unreadable is { } reason)
        {
            return (null, $"a {schema.Name} can't be made of its payload: {reason}");
        }

        try
        {
            var value = RecordValue.Parse(letter.Payload);
            return (letter.Kind == PayloadKind.Raw ? descriptor.RawSchema.Read(value) : descriptor.OutputSchema.Read(value), null);
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            // Also what the record's own constructor throws: this letter can't be read, the others can.
            return (null, $"no {schema.Name} can be made of its payload: {error.Message}");
        }
    }
}
