namespace ReferralHub.Review;

/// <summary>How long may be what a reviewer enters.</summary>
public static class ReviewLimits
{
    /// <summary>The limit of advice in e-RS, so that a text of this hub fits there as well.</summary>
    public const int TextCharactersMax = 8_000;

    public const int NameCharactersMax = 100;
}
