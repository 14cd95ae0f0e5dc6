using Microsoft.EntityFrameworkCore;
using ReferralHub.Budgets.Books.Tables;
using ReferralHub.Budgets.Ledger;
using ReferralHub.Budgets.Ledger.Identities;
using ReferralHub.Journey;
using ReferralHub.Platform.Data;
using ReferralHub.Platform.Log;

namespace ReferralHub.Budgets.Books.Verifying;

/// <summary>
/// What the log says was chosen and taken back, read without any rule of the ledger: postings that fit each other may still be of choices
/// that nobody made.
/// </summary>
sealed class ChoiceFacts
{
    const int PageMax = 5_000;

    static readonly List<string> Types =
    [
        EventTypes.Chosen,
        EventTypes.Declined,
        EventTypes.Cancelled,
        EventTypes.EnteredInError,
        EventTypes.Amended,
        EventTypes.Returned,
    ];

    readonly Dictionary<Guid, (long Chosen, bool IsTakenBack)> last = [];

    /// <summary>Referrals for which somebody chose.</summary>
    public IEnumerable<Guid> Referrals => last.Keys;

    /// <param name="through">The place up to which the book has read the log.</param>
    public static async Task<ChoiceFacts> ReadAsync(HubDbContext db, long through, CancellationToken cancellationToken)
    {
        var facts = new ChoiceFacts();
        for (var from = 0L; ; )
        {
            var page = await db
                .Log.AsNoTracking()
                .Where(e => e.Position > from && e.Position <= through && Types.Contains(e.Type))
                .OrderBy(e => e.Position)
                .Take(PageMax)
                .Select(e => new
                {
                    e.Position,
                    e.Referral,
                    e.Type,
                    Data = e.Type == EventTypes.Amended ? e.Data : null,
                })
                .ToListAsync(cancellationToken);
            foreach (var e in page)
                facts.Add(e.Referral, e.Type, e.Data, e.Position!.Value);
            if (page.Count < PageMax)
                return facts;
            from = page[^1].Position!.Value;
        }
    }

    /// <param name="postings">All of the referral.</param>
    /// <param name="parts">As they are kept.</param>
    public IEnumerable<IdentityFault> Check(Guid referral, IReadOnlyCollection<Posting> postings, IReadOnlyCollection<ComponentRow> parts)
    {
        if (!last.TryGetValue(referral, out var fact))
        {
            if (parts.Count > 0)
                yield return Fault(referral, "something is kept of it, and nobody chose.");
            yield break;
        }

        if (parts.Count > 0 && parts.Max(p => p.Choice) != fact.Chosen)
            yield return Fault(referral, $"it was last chosen for at {fact.Chosen}, and the choice at {parts.Max(p => p.Choice)} is kept.");
        var twice = postings
            .Where(p => p.Why.Reason == PostingReason.Chosen)
            .GroupBy(p => (p.Cause, p.Component))
            .Where(g => g.Skip(1).Any());
        foreach (var same in twice)
            yield return Fault(referral, $"{same.Key.Component} of the choice at {same.Key.Cause} is posted twice.");
        var isExpired = postings.Any(p => p.Why.Reason == PostingReason.Expired && p.Cause > fact.Chosen);
        foreach (var part in parts)
        {
            var isOver = fact.IsTakenBack || isExpired || part.Choice != fact.Chosen;
            if (isOver && !part.HasEnded)
                yield return Fault(referral, $"{part.Pod} is expected, and it was taken back.");
            else if (!isOver && part.HasEnded && part.DischargedBy is null)
                yield return Fault(referral, $"{part.Pod} is expected no more, and nobody took it back.");
        }
    }

    void Add(Guid referral, string type, string? data, long position)
    {
        if (type == EventTypes.Chosen)
            last[referral] = (position, false);
        else if (type != EventTypes.Amended || EventData.Read(data!).Stage == Stage.Received)
            if (last.TryGetValue(referral, out var fact))
                last[referral] = fact with { IsTakenBack = true };
    }

    static IdentityFault Fault(Guid referral, string text) => new(IdentityNames.Referrals, $"referral {referral}", text);
}
