using Microsoft.EntityFrameworkCore;
using ReferralHub.Fhir;
using ReferralHub.Journey;
using ReferralHub.Kernel;
using ReferralHub.Platform;
using ReferralHub.Platform.Data;
using ReferralHub.Platform.Log;
using ReferralHub.Referrals.Documents;
using ReferralHub.Referrals.Reading;
using ReferralHub.Referrals.Register;

namespace ReferralHub.Referrals.Resources;

/// <summary>
/// Earlier versions of a referral, told again from its log and its documents: each event of the log made one version, and each
/// document that brought new content holds from its day on.
/// </summary>
sealed class ReferralHistory(PracticeRegister practices, AllDestinations destinations, HubSettings settings)
{
    /// <summary>All versions, newest first; empty when there is no such referral.</summary>
    public async Task<IReadOnlyList<(ReferralView View, ReferralFacts Facts)>> ReadAsync(
        HubDbContext db,
        Guid referral,
        CancellationToken cancellationToken
    )
    {
        var journey = await db.Journeys.FirstOrDefaultAsync(j => j.Id == referral, cancellationToken);
        if (journey is null)
            return [];
        var events = await db.Log.Where(e => e.Referral == referral).OrderBy(e => e.Version).ToListAsync(cancellationToken);
        var contents = await ContentsAsync(db, journey, cancellationToken);
        var versions = new List<(ReferralView, ReferralFacts)>();
        var view = ReferralView.FromJourney(journey, practices) with { IsDone = false };
        // The log says what came after what; times may be alike, or differ between machines.
        var content = 0;
        foreach (var one in events)
        {
            view = Next(view, one, journey);
            if (BringsContent(one) && content < contents.Count - 1)
                content++;
            versions.Add((view, contents[content]));
        }

        // The newest is as the journey stands: what the log does not say of it, such as who claimed it, is there.
        if (versions.Count > 0)
            versions[^1] = (ReferralView.FromJourney(journey, practices), contents[^1]);
        versions.Reverse();
        var views = await destinations.AttachAsync(db, versions.ConvertAll(v => v.Item1), cancellationToken);
        return [.. views.Zip(versions, (view, version) => (view, version.Item2))];
    }

    ReferralView Next(ReferralView before, LogEvent one, ReferralJourney journey)
    {
        var data = EventData.Read(one.Data);
        var stage = data.Stage ?? before.Stage;
        var isMove = one.Version == 1 || data.From is not null;
        var turn = isMove ? StageOwnership.FindOwner(stage, journey, data.Provider, settings.Clocks, one.At) : null;
        return before with
        {
            Version = one.Version,
            Stage = stage,
            StageEntered = isMove ? one.At : before.StageEntered,
            Updated = one.At,
            Priority = data.Priority is { } code && Priorities.TryParse(code, out var priority) ? priority : before.Priority,
            First = data.First ?? ReadFirst.No,
            Specialty = data.Specialty,
            OwnerKind = isMove ? data.Owner ?? turn?.Kind : before.OwnerKind,
            // The team is that of the specialty as it was then.
            Owner =
                !isMove ? before.Owner
                : turn?.Kind is OwnerKind.TriageTeam or OwnerKind.BookingTeam ? StageOwnership.NameTeam(data.Specialty)
                : turn?.Owner,
            Due = isMove ? data.Due ?? turn?.Due : before.Due,
            IsDone = before.IsDone || data.Reason == Flags.ProviderDone,
        };
    }

    /// <summary>Whether the event came with another message of the referrer: an amendment, or one sent in answer.</summary>
    static bool BringsContent(LogEvent one) =>
        one.Type == EventTypes.Amended || (one.Type == EventTypes.InformationReceived && EventData.Read(one.Data).Stage == Stage.Received);

    /// <summary>What the referral said, message after message. Withdrawals bring no new content.</summary>
    static async Task<List<ReferralFacts>> ContentsAsync(HubDbContext db, ReferralJourney journey, CancellationToken cancellationToken)
    {
        var current = ReferralFacts.Read(
            await db.Referrals.Where(r => r.Referral == journey.Id).Select(r => r.Facts).FirstAsync(cancellationToken)
        );
        var brought = await db
            .Submissions.Where(s => s.Referral == journey.Id && (s.Kind == SubmissionCodes.New || s.Kind == SubmissionCodes.Amendment))
            .OrderBy(s => s.DocumentVersion)
            .ToListAsync(cancellationToken);
        var contents = new List<ReferralFacts>();
        foreach (var submission in brought.SkipLast(1))
        {
            var document = await db.Documents.FirstAsync(
                d => d.Referral == journey.Id && d.Version == submission.DocumentVersion,
                cancellationToken
            );
            // One that can be read no longer is told as it stands now, so that the others keep their places.
            contents.Add(Read(document, submission) ?? current);
        }

        contents.Add(current);
        return contents;
    }

    static ReferralFacts? Read(StoredDocument stored, Submission submission)
    {
        var (document, _) = FhirJson.Read(Brotli.Decompress(stored.Bytes, stored.Length));
        if (document is null)
            return null;
        using (document)
            return FactsReader.Read(document, new(submission.MessageId, submission.At)).Facts;
    }
}
