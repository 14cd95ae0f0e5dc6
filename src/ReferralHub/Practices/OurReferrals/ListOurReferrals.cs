using System.Globalization;
using Microsoft.EntityFrameworkCore;
using ReferralHub.Journey;
using ReferralHub.Kernel;
using ReferralHub.Platform;
using ReferralHub.Platform.Access;
using ReferralHub.Platform.Data;
using ReferralHub.Referrals;
using ReferralHub.Review.Worklist;

namespace ReferralHub.Practices.OurReferrals;

/// <summary>One referral in a practice's list.</summary>
/// <param name="Where">In words, with the provider once there is one.</param>
/// <param name="IsAppealed">Whether it was returned and another referral goes on from it.</param>
public sealed record PracticeRow(
    string Reference,
    string Patient,
    string Specialty,
    string? Reason,
    string Where,
    DateTime Received,
    string? TimeLeft,
    bool IsAppealed,
    string FlagCodes
);

/// <summary>Lists a practice's referrals of one turn, newest first.</summary>
public sealed class ListOurReferrals(HubDatabase database, CurrentScope callerScope, AllDestinations destinations, TimeProvider time)
{
    const int PageItems = 25;

    /// <param name="practice">ODS code.</param>
    /// <param name="cursor">Opaque; from the page before.</param>
    /// <returns>One page, and the cursor of the next; null on the last.</returns>
    public async Task<(IReadOnlyList<PracticeRow> Rows, string? Next)> ListAsync(
        string practice,
        Turn turn,
        string? cursor,
        CancellationToken cancellationToken
    )
    {
        await using var db = database.OpenRead(callerScope.Read());
        var now = time.UtcNow();
        var stages = turn.Stages;
        var journeys = db.Journeys.Where(j => j.Practice == practice && stages.Contains(j.Stage));
        if (ReadCursor(cursor) is var (received, id))
            journeys = journeys.Where(j => j.Received < received || (j.Received == received && j.Id < id));
        var rows = await journeys
            .OrderByDescending(j => j.Received)
            .ThenByDescending(j => j.Id)
            .Take(PageItems + 1)
            .Join(db.Referrals, j => j.Id, r => r.Referral, (j, r) => new ListedReferral(j, r.Family, r.Given, r.Reason))
            .ToListAsync(cancellationToken);
        var returned = rows.Where(r => r.Journey.Stage == Stage.Returned).Select(r => r.Journey.Id).ToList();
        var appealed = returned.Count == 0 ? [] : await FindAppealedAsync(returned, cancellationToken);
        var gone = await destinations.ReadAsync(db, rows.ConvertAll(r => r.Journey.Id), cancellationToken);
        AuditEntry.ShowList(rows.Take(PageItems).Select(r => r.Journey));
        var shown = rows.Take(PageItems)
            .Select(r =>
                CreateRow(r, AllDestinations.FindCurrent(r.Journey.Stage, gone[r.Journey.Id]), appealed.Contains(r.Journey.Id), now)
            );
        return ([.. shown], rows.Count > PageItems ? WriteCursor(rows[PageItems - 1].Journey) : null);
    }

    /// <summary>Which of these referrals, which the caller may read, others go on from.</summary>
    async Task<List<Guid>> FindAppealedAsync(List<Guid> returned, CancellationToken cancellationToken)
    {
        // With the filter of one practice the embedded database would look through all of that practice's.
        await using var db = database.OpenRead(AccessScope.System("whether a referral goes on is told of those that were found already"));
        return await db
            .Journeys.Where(j => j.Follows != null && returned.Contains(j.Follows.Value))
            .Select(j => j.Follows!.Value)
            .ToListAsync(cancellationToken);
    }

    static PracticeRow CreateRow(ListedReferral listed, ReferralDestination? destination, bool isAppealed, DateTime now)
    {
        var journey = listed.Journey;
        return new(
            ReferralReference.Display(journey.Reference),
            ReferralNames.Display(listed.Family, listed.Given),
            TreatmentFunction.FindName(journey.Specialty),
            listed.Reason,
            DescribePlace(journey, destination),
            journey.Received,
            journey.Due is { } due ? TimeLeft.Describe(due, now) : null,
            isAppealed,
            journey.FlagCodes
        );
    }

    /// <summary>Where it is, with the provider once there is one: "Accepted by provider: Northmoor General".</summary>
    static string DescribePlace(ReferralJourney journey, ReferralDestination? destination) =>
        destination is null ? journey.DescribeStage() : $"{journey.DescribeStage()}: {destination.ProviderName}";

    static string WriteCursor(ReferralJourney journey) => $"{journey.Received.Ticks:x}.{journey.Id:N}";

    static (DateTime Received, Guid Id)? ReadCursor(string? cursor) =>
        cursor?.Split('.') is [var ticks, var key]
        && long.TryParse(ticks, NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var at)
        && at >= 0
        && at <= DateTime.MaxValue.Ticks
        && Guid.TryParse(key, out var id)
            ? (new DateTime(at, DateTimeKind.Utc), id)
            : null;

    sealed record ListedReferral(ReferralJourney Journey, string? Family, string? Given, string? Reason);
}
