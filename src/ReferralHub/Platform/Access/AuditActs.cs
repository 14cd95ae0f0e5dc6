namespace ReferralHub.Platform.Access;

/// <summary>What the audit says that somebody did. Kept in the database, so they are never renamed.</summary>
public static class AuditActs
{
    public const string Read = "read";

    public const string Search = "search";

    public const string List = "list";

    public const string Change = "change";

    /// <summary>A person signed in, or a system was given a token.</summary>
    public const string SignIn = "sign-in";

    public const string SignOut = "sign-out";

    /// <summary>Somebody was not let in: not known, or not allowed.</summary>
    public const string Refused = "refused";

    public const string Export = "export";

    /// <summary>Somebody without access took it, with a reason.</summary>
    public const string BreakGlass = "break-glass";

    public const string Attachment = "attachment";

    public const string Answer = "answer";

    public const string Appeal = "appeal";

    public const string Withdrawal = "withdrawal";

    public const string Concern = "concern";
}
