namespace ReferralHub.Review.Decide;

/// <summary>A decision as a reviewer sends it.</summary>
/// <param name="Version">Version of the journey the reviewer saw.</param>
/// <param name="ReasonCode">Code of <see cref="ReturnReasons"/>, for a return.</param>
public sealed record DecisionRequest(
    ReviewOutcome? Outcome,
    string? Reviewer,
    string? ReviewerRole,
    int Version,
    string? ReasonCode = null,
    string? Text = null,
    string? Specialty = null,
    string? Priority = null
)
{
    /// <summary>With LF, whoever sent it.</summary>
    public string? Text { get; } = Text?.ReplaceLineEndings("\n");
}
