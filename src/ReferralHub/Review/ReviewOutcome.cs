namespace ReferralHub.Review;

/// <summary>What a reviewer may decide.</summary>
public enum ReviewOutcome
{
    Accept,
    Ask,
    Return,
}

static class ReviewOutcomes
{
    /// <summary>In words, as a heading or a tag.</summary>
    public static string ToWords(this ReviewOutcome outcome) =>
        outcome switch
        {
            ReviewOutcome.Accept => "Accepted",
            ReviewOutcome.Ask => "Practice asked",
            _ => "Returned with advice",
        };
}
