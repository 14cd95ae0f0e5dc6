namespace ReferralHub.Web.Users;

/// <summary>What the access log says that somebody did with a referral. Kept in the database, so they are never renamed.</summary>
public static class AccessActs
{
    public const string Read = "read";

    public const string Attachment = "attachment";

    public const string Answer = "answer";

    public const string Appeal = "appeal";

    public const string Withdrawal = "withdrawal";

    public const string Concern = "concern";
}
