using ReferralHub.Budgets.Ledger;

namespace ReferralHub.Budgets.Pages.Months;

/// <summary>Why a month's figures changed after it was closed, for people.</summary>
static class CauseWords
{
    public static string Describe(PostingWhy why) => why.Detail is null ? Describe(why.Reason) : $"{Describe(why.Reason)} ({why.Detail})";

    static string Describe(PostingReason reason) =>
        reason switch
        {
            PostingReason.Reported => "Reported after the close",
            PostingReason.RowReversed => "Withdrawn or replaced by a later return",
            PostingReason.ChallengeAccepted => "Challenge accepted by the provider",
            PostingReason.Repriced => "Prices published for days that had passed",
            PostingReason.Estimated => "Estimated",
            PostingReason.EstimateReversed => "Estimate taken back until providers report",
            PostingReason.Covered => "Covered by a plan that was loaded later",
            PostingReason.CapPassed => "Borne by a pool",
            _ => Capitalise(reason.ToCode().Replace('-', ' ')),
        };

    static string Capitalise(string words) => char.ToUpperInvariant(words[0]) + words[1..];
}
