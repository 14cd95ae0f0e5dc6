namespace ReferralHub.Referrals;

/// <summary>Labels by which the texts of attachments are known.</summary>
public static class AttachmentLabels
{
    /// <summary>What is written in an attachment.</summary>
    public const string Text = "Attachment";

    /// <summary>How an attachment is called.</summary>
    public const string Title = "Attachment title";
}

/// <summary>Standings that readers treat apart.</summary>
public static class Standings
{
    /// <summary>It was never so.</summary>
    public const string InError = "entered in error";
}
