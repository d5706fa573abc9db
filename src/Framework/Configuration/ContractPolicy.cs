namespace IntegrationFramework.Configuration;

/// <summary>
/// What becomes of a run whose records, or whose data, have other fields than in the last run that succeeded: <c>contract:</c> in config.yaml.
/// </summary>
public enum ContractPolicy
{
    /// <summary>The run fails, before it has fetched anything, or before what it has fetched is delivered.</summary>
    Fail,

    /// <summary>The run goes on with a warning. Tables and files stay as they are, and a sink whose target doesn't fit refuses it.</summary>
    Warn,

    /// <summary>The run goes on, and tables and CSV files take the columns that they lack.</summary>
    Evolve,
}
