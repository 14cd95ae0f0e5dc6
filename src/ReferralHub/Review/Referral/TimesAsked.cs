using Microsoft.EntityFrameworkCore;
using ReferralHub.Journey;
using ReferralHub.Platform.Data;
using ReferralHub.Platform.Log;

namespace ReferralHub.Review.Referral;

/// <summary>
/// How often a practice was asked for something and how often it got a referral back: what the centre costs it, where a count of open
/// questions would say nothing of those that were answered.
/// </summary>
public sealed record TimesAsked(int Asked, int Returned)
{
    public static TimesAsked Never { get; } = new(0, 0);

    public bool IsNever => Asked + Returned == 0;

    /// <summary>Of one referral with those that it goes on from, as their logs say.</summary>
    internal static TimesAsked Count(IEnumerable<LogEvent> history) =>
        new(history.Count(e => e.Type == EventTypes.InformationRequested), history.Count(e => e.Type == EventTypes.Returned));

    /// <summary>Of all of a practice's referrals that came in since a day.</summary>
    /// <param name="practice">ODS code.</param>
    /// <param name="specialty">Null for all.</param>
    public static async Task<TimesAsked> ReadAsync(
        HubDbContext db,
        string practice,
        string? specialty,
        DateTime since,
        CancellationToken cancellationToken
    )
    {
        var counts = await db.Set<ReferralJourney>()
            .Where(j => j.Practice == practice && j.Received >= since && (specialty == null || j.Specialty == specialty))
            .Join(db.Set<LogEvent>(), j => j.Id, e => e.Referral, (_, e) => e.Type)
            .Where(type => type == EventTypes.InformationRequested || type == EventTypes.Returned)
            .GroupBy(type => type)
            .Select(g => new { g.Key, Count = g.Count() })
            .ToDictionaryAsync(g => g.Key, g => g.Count, cancellationToken);
        return new(counts.GetValueOrDefault(EventTypes.InformationRequested), counts.GetValueOrDefault(EventTypes.Returned));
    }

    /// <summary>Of referrals: "asked about twice, returned once"; "never asked about, never returned".</summary>
    public string Describe() => $"{Say("asked about", Asked)}, {Say("returned", Returned)}";

    static string Say(string what, int times) =>
        times switch
        {
            0 => $"never {what}",
            1 => $"{what} once",
            2 => $"{what} twice",
            _ => $"{what} {times:N0} times",
        };
}
