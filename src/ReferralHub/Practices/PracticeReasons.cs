namespace ReferralHub.Practices;

/// <summary>Reasons that a practice's desk gives in the journey log. They are never renamed.</summary>
static class PracticeReasons
{
    /// <summary>The practice answered a question.</summary>
    public const string Answered = "answered";

    /// <summary>The practice does not accept a return.</summary>
    public const string Appeal = "appeal";

    /// <summary>The practice no longer wants the referral.</summary>
    public const string Referrer = "referrer";
}
