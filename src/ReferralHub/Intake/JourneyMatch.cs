using Microsoft.EntityFrameworkCore;
using ReferralHub.Journey;
using ReferralHub.Kernel;
using ReferralHub.Platform.Data;
using ReferralHub.Referrals;

namespace ReferralHub.Intake;

/// <summary>
/// Finds the journey that an amendment or withdrawal is about, by the strongest evidence it carries: our reference or
/// id, then any of the sender's own identifiers, then the correlation id, then the fullUrl together with the same patient. Only
/// journeys of the same sender count, except by our own reference, which nobody else can have made up; and never one that the caller
/// may not change, which is answered as if there were none.
/// </summary>
static class JourneyMatch
{
    const int CandidatesMax = 20;

    /// <summary>Rows with one of the values, of whatever system; more tell nobody which referral is meant.</summary>
    const int RowsMax = 1_000;

    /// <param name="sameMessageId">The referral that came under the message's id before; null when none did.</param>
    public static async Task<(IReadOnlyList<ReferralJourney> Matches, string LookedFor)> FindAsync(
        HubDbContext db,
        ParsedSubmission submission,
        Guid? sameMessageId,
        CancellationToken cancellationToken
    )
    {
        if (submission.Target is { } target)
            return (
                KeepOwn(submission, await db.Journeys.AsTracking().Where(j => j.Id == target.Referral).ToListAsync(cancellationToken)),
                "there is no referral with this id"
            );
        var request = submission.Facts.Request;
        var lookedFor = new List<string>();

        var references = request
            .Identifiers.Select(i =>
                ReferralReference.TryParse(i[(i.IndexOf('|', StringComparison.Ordinal) + 1)..], out var r) ? r.Value : null
            )
            .OfType<string>()
            .ToList();
        var ids = new[] { request.Id, request.FullUrl?.Split(':', '/')[^1] }
            .Select(t => Guid.TryParse(t, out var id) ? id : (Guid?)null)
            .OfType<Guid>()
            .ToList();
        var own = KeepOwn(
            submission,
            await db
                .Journeys.AsTracking()
                .Where(j => references.Contains(j.Reference) || ids.Contains(j.Id))
                .Take(CandidatesMax)
                .ToListAsync(cancellationToken)
        );
        if (own.Count > 0)
            return (own, "");
        lookedFor.Add(
            references.Count > 0
                ? "the reference it carries is not one of this hub's"
                : "it carries no reference of this hub (ServiceRequest.identifier or ServiceRequest.id)"
        );

        if (SenderIdentifier.NormaliseAll(request) is { Count: > 0 } identifiers)
        {
            var found = KeepOwn(submission, await ByIdentifiersAsync(db, submission, identifiers, cancellationToken));
            if (found.Count > 0)
                return (OpenFirst(found), "");
            lookedFor.Add("no referral of this sender has an identifier of its");
        }
        else
        {
            lookedFor.Add("it carries no identifier of the sender's own");
        }

        if (submission.CorrelationId is { } correlation)
        {
            var found = KeepOwn(
                submission,
                await ByRecordAsync(db, submission, db.Referrals.Where(r => r.CorrelationId == correlation), cancellationToken)
            );
            if (found.Count > 0)
                return (OpenFirst(found), "");
            lookedFor.Add("no referral of this sender came with this X-Correlation-Id");
        }
        else
        {
            lookedFor.Add("no X-Correlation-Id links it to an earlier message");
        }

        if (request.FullUrl is { } url && submission.Facts.Patient.NhsNumber is { } number)
        {
            var lower = url.ToLowerInvariant();
            var found = KeepOwn(
                submission,
                await ByRecordAsync(db, submission, db.Referrals.Where(r => r.FullUrl == lower && r.NhsNumber == number), cancellationToken)
            );
            if (found.Count > 0)
                return (OpenFirst(found), "");
            lookedFor.Add("no referral of this sender for this patient has its fullUrl");
        }
        else
        {
            lookedFor.Add("without an NHS number its fullUrl is not enough");
        }

        // A change that repeats the id of the message it changes names the referral by it.
        if (sameMessageId is { } first)
        {
            var found = KeepOwn(submission, await db.Journeys.AsTracking().Where(j => j.Id == first).ToListAsync(cancellationToken));
            if (found.Count > 0)
                return (found, "");
        }

        return ([], string.Join("; ", lookedFor) + ".");
    }

    static List<ReferralJourney> KeepOwn(ParsedSubmission submission, List<ReferralJourney> found) =>
        found.FindAll(j => SenderBinding.MayChange(submission.Caller, j.Practice, j.Sender));

    /// <summary>Those that have any of the identifiers, as the sender wrote them.</summary>
    static async Task<List<ReferralJourney>> ByIdentifiersAsync(
        HubDbContext db,
        ParsedSubmission submission,
        List<(string System, string Value)> identifiers,
        CancellationToken cancellationToken
    )
    {
        var values = identifiers.ConvertAll(i => i.Value);
        var sender = submission.Sender;
        var rows = await db
            .ReferralIdentifiers.AsNoTracking()
            .Where(i => values.Contains(i.Value))
            .Join(db.Journeys.Where(j => j.Sender == sender), i => i.Referral, j => j.Id, (i, _) => i)
            .Take(RowsMax)
            .ToListAsync(cancellationToken);
        var ids = rows.Where(r => identifiers.Contains((r.System, r.Value))).Select(r => r.Referral).Distinct().ToList();
        return ids.Count == 0
            ? []
            : await db.Journeys.AsTracking().Where(j => ids.Contains(j.Id)).Take(CandidatesMax).ToListAsync(cancellationToken);
    }

    /// <summary>Of a return and its appeal, which the sender knows by one identifier, the one that is open is meant.</summary>
    static IReadOnlyList<ReferralJourney> OpenFirst(List<ReferralJourney> found)
    {
        var open = found.Where(j => !j.Stage.IsTerminal()).ToList();
        return open.Count > 0 ? open : found;
    }

    static Task<List<ReferralJourney>> ByRecordAsync(
        HubDbContext db,
        ParsedSubmission submission,
        IQueryable<ReferralRecord> records,
        CancellationToken cancellationToken
    )
    {
        var sender = submission.Sender;
        return db
            .Journeys.AsTracking()
            .Where(j => j.Sender == sender && records.Any(r => r.Referral == j.Id))
            .Take(CandidatesMax)
            .ToListAsync(cancellationToken);
    }
}
