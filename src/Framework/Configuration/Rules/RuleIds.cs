namespace IntegrationFramework.Configuration.Rules;

/// <summary>The ids that the same rule has in config.yaml and in metadata.yaml.</summary>
internal sealed class RuleIds
{
    public static RuleIds Config { get; } = new()
    {
        Syntax = "IFW0101",
        UnknownKey = "IFW0102",
        MissingKey = "IFW0103",
        WrongType = "IFW0104",
        OutOfRange = "IFW0105",
        DuplicateKey = "IFW0106",
        NotAllowed = "IFW0107",
        Date = "IFW0113",
        Null = "IFW0114",
        AliasBomb = "IFW0123",
        Pattern = "IFW0124",
        Email = "IFW0124",
        TooLarge = "IFW0127",
    };

    public static RuleIds Metadata { get; } = new()
    {
        Syntax = "IFW0201",
        UnknownKey = "IFW0202",
        MissingKey = "IFW0203",
        WrongType = "IFW0204",
        OutOfRange = "IFW0204",
        DuplicateKey = "IFW0205",
        NotAllowed = "IFW0204",
        Date = "IFW0209",
        Null = "IFW0210",
        AliasBomb = "IFW0211",
        Pattern = "IFW0204",
        Email = "IFW0208",
        TooLarge = "IFW0211",
    };

    public required string Syntax { get; init; }

    public required string UnknownKey { get; init; }

    public required string MissingKey { get; init; }

    public required string WrongType { get; init; }

    public required string OutOfRange { get; init; }

    public required string DuplicateKey { get; init; }

    public required string NotAllowed { get; init; }

    public required string Date { get; init; }

    public required string Null { get; init; }

    public required string AliasBomb { get; init; }

    public required string Pattern { get; init; }

    public required string Email { get; init; }

    public required string TooLarge { get; init; }

    // These occur in one kind of file only.
    public const string Duration = "IFW0108";
    public const string ByteSize = "IFW0109";
    public const string Rate = "IFW0110";
    public const string Cron = "IFW0111";
    public const string Url = "IFW0112";
    public const string Interpolation = "IFW0115";
    public const string UnlistedVariable = "IFW0116";
    public const string LiteralSecret = "IFW0117";
    public const string Obsolete = "IFW0118";
    public const string PathLeavesOutput = "IFW0119";
    public const string TwoSinksOnePath = "IFW0120";
    public const string CursorWithReplace = "IFW0121";
    public const string UpsertWithoutKey = "IFW0122";
    public const string GroupLimits = "IFW0125";
    public const string UnknownColumn = "IFW0126";
    public const string CheckedField = "IFW0128";
    public const string CheckOfKind = "IFW0129";
    public const string CheckPattern = "IFW0130";
    public const string CheckLimits = "IFW0131";
    public const string SemVer = "IFW0206";
    public const string Tag = "IFW0207";
    public const string VariableNotSet = "IFW0301";
    public const string NotWritable = "IFW0302";
    public const string BadLayer = "IFW0303";
    public const string BadDotEnv = "IFW0304";
    public const string Unreadable = "IFW0305";
    public const string InputMissing = "IFW0306";
    public const string StrayFile = "IFW0307";
    public const string GoesNowhere = "IFW0308";
}
