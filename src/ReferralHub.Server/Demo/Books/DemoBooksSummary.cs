using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using ReferralHub.Budgets.Books;
using ReferralHub.Budgets.Books.Tables;
using ReferralHub.Budgets.Books.Verifying;
using ReferralHub.Platform.Data;

namespace ReferralHub.Server.Demo.Books;

/// <summary>What the books of a demonstration came to.</summary>
/// <param name="Faults">Identities that do not hold, by what they say is wrong.</param>
/// <param name="Identities">How many were looked at.</param>
/// <param name="Unattributed">Referrals with care that no plan pays for; in the demonstration there is always one that does.</param>
/// <param name="Unpriced">Parts of expected care that are open and have no price.</param>
sealed record DemoBooksSummary(
    IReadOnlyList<string> Faults,
    int Identities,
    long Postings,
    int Unattributed,
    int Unpriced,
    int ClosedMonths
)
{
    public bool IsBalanced => Faults.Count == 0;

    public bool IsSound => IsBalanced && Unattributed == 0;

    public static async Task<DemoBooksSummary> ReadAsync(HubDbContext db, CancellationToken cancellationToken)
    {
        var verified = await BookVerification.VerifyAsync(db, cancellationToken);
        return new(
            [.. verified.Faults.Select(f => f.ToString())],
            verified.Identities.Count,
            verified.Postings,
            await db
                .LedgerComponents.Where(c => c.Line == BookLines.Unattributed)
                .Select(c => c.Referral)
                .Distinct()
                .CountAsync(cancellationToken),
            verified.Unpriced,
            await db.MonthCloses.CountAsync(cancellationToken)
        );
    }

    public void Write(Utf8JsonWriter w)
    {
        w.WriteStartObject("books");
        w.WriteBoolean("balanced", IsBalanced);
        w.WriteNumber("identities", Identities);
        w.WriteNumber("postings", Postings);
        w.WriteNumber("unattributed", Unattributed);
        w.WriteNumber("unpriced", Unpriced);
        w.WriteNumber("closedMonths", ClosedMonths);
        w.WriteEndObject();
    }

    public override string ToString() =>
        IsBalanced
            ? $"Books balance: {Postings:N0} postings, {Identities} identities hold; {ClosedMonths} months closed; "
                + $"unattributed {Unattributed}, without a price {Unpriced}."
            : $"Books do NOT balance: {Faults[0]}";
}
