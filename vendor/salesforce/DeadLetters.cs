using IntegrationFramework;

namespace Vendors.Salesforce;

/// <summary>Makes dead letters of what Salesforce didn't take.</summary>
public static class DeadLetters
{
    /// <summary>Sets a row aside that wasn't written.</summary>
    /// <param name="run">The run.</param>
    /// <param name="result">What became of the row; nothing is done where it succeeded.</param>
    /// <returns>Whether it was set aside.</returns>
    /// <exception cref="DeadLetterLimitException">There are more dead letters than config.yaml allows.</exception>
    public static bool DeadLetter(this RunContext run, BulkRowResult result)
    {
        if (result.ToException() is not { } error)
        {
            return false;
        }

        run.DeadLetter(new Dictionary<string, string>(result.Fields, StringComparer.Ordinal), error);
        return true;
    }

    /// <summary>Sets a record aside that wasn't written.</summary>
    /// <param name="run">The run.</param>
    /// <param name="record">What was to be written.</param>
    /// <param name="result">What became of it; nothing is done where it succeeded.</param>
    /// <returns>Whether it was set aside.</returns>
    /// <exception cref="DeadLetterLimitException">There are more dead letters than config.yaml allows.</exception>
    public static bool DeadLetter(this RunContext run, SalesforceObject record, WriteResult result)
    {
        if (result.ToException() is not { } error)
        {
            return false;
        }

        run.DeadLetter(record.Columns().ToDictionary(column => column.Key, column => column.Value ?? "", StringComparer.Ordinal), error);
        return true;
    }
}
