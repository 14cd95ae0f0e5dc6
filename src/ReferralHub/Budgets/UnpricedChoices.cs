using Microsoft.EntityFrameworkCore;
using ReferralHub.Activity;
using ReferralHub.Platform.Data;

namespace ReferralHub.Budgets;

/// <summary>Choices of one practice that stand and commit nothing, because nobody has agreed a price for them.</summary>
/// <param name="Specialty">Code.</param>
/// <param name="Provider">ODS code.</param>
public sealed record UnpricedChoices(string Specialty, string Provider, int Count)
{
    /// <summary>By specialty and provider, as far as the reader of the context may see them.</summary>
    public static async Task<IReadOnlyList<UnpricedChoices>> ListAsync(
        HubDbContext db,
        string practice,
        CancellationToken cancellationToken
    )
    {
        var found = await db
            .ActivityReferrals.Where(r => r.Practice == practice && r.ChosenAt != null && r.CommittedPence == 0)
            .GroupBy(r => new { r.Specialty, r.Provider })
            .Select(g => new
            {
                g.Key.Specialty,
                g.Key.Provider,
                Count = g.Count(),
            })
            .ToListAsync(cancellationToken);
        return [.. found.Select(f => new UnpricedChoices(f.Specialty ?? ActivityMonth.Unknown, f.Provider ?? "", f.Count))];
    }

    /// <summary>A sentence for whoever reads the amounts; null where every choice has its price.</summary>
    public static string? Describe(IReadOnlyList<UnpricedChoices> choices, FigureReader reader)
    {
        var count = choices.Sum(c => c.Count);
        return count == 0
            ? null
            : reader.Tell(count) switch
            {
                null => "For a few choices no price is agreed, or it is nothing. ",
                1 => "For 1 choice no price is agreed, or it is nothing. ",
                { } told => FormattableString.Invariant($"For {told:N0} choices no price is agreed, or it is nothing. "),
            } + "Nothing is committed for them here: the amounts are too low by it.";
    }
}
