using System.Globalization;
using Microsoft.EntityFrameworkCore;
using ReferralHub.Journey;
using ReferralHub.Kernel;
using ReferralHub.Platform;
using ReferralHub.Platform.Data;
using ReferralHub.Referrals;
using ReferralHub.Referrals.Correspondence;
using ReferralHub.Referrals.Documents;
using ReferralHub.Review;

namespace ReferralHub.Practices;

/// <summary>Something that a practice attaches to an answer.</summary>
public sealed record PracticeAttachment(string Title, string Type, byte[] Content);

/// <summary>What a practice says, before it is checked.</summary>
/// <param name="Author">Name and role, or the system that says it.</param>
public sealed record PracticeSays(
    PracticeMessageKind Kind,
    string Practice,
    string Author,
    string? Text,
    PracticeAttachment? Attachment = null
)
{
    /// <summary>With LF, whoever sent it.</summary>
    public string? Text { get; } = Text?.ReplaceLineEndings("\n");
}

/// <summary>One referral in a practice's list.</summary>
/// <param name="IsAppealed">Whether another referral goes on from it.</param>
public sealed record PracticeRow(
    string Reference,
    string Patient,
    string Specialty,
    string? Reason,
    Stage Stage,
    OwnerKind? Turn,
    DateTime Received,
    DateTime? Due,
    string? TimeLeft,
    bool IsAppealed
);

/// <summary>A practice's own referrals: whose turn each is, answers, withdrawals and appeals.</summary>
public sealed class PracticeDesk(
    HubDatabase database,
    JourneyMoves moves,
    WakeUps wakeUps,
    AppealWriter appeals,
    HubSettings settings,
    TimeProvider time
)
{
    const int PageItems = 25;

    /// <summary>Whose turn it is, as a practice sees it.</summary>
    public static readonly IReadOnlyList<(string Code, string Words, Stage[] Stages)> Turns =
    [
        ("practice", "Ours", [Stage.AwaitingInformation]),
        ("centre", "The centre's", [Stage.Received, Stage.InReview, Stage.Accepted, Stage.AwaitingCapacity, Stage.Chosen]),
        ("patient", "The patient's", [Stage.AwaitingChoice]),
        ("provider", "The provider's", [Stage.Dispatched]),
        ("returned", "Returned to us", [Stage.Returned]),
        ("done", "Done", [Stage.HandedOver, Stage.Cancelled, Stage.EnteredInError]),
    ];

    /// <summary>The practice's referrals of one turn, newest first; of an open turn the ones due first.</summary>
    public async Task<(IReadOnlyList<PracticeRow> Rows, string? Next)> ListAsync(
        string practice,
        string turn,
        string? cursor,
        CancellationToken cancellationToken
    )
    {
        await using var db = database.OpenRead();
        var now = time.UtcNow();
        var stages = Turns.FirstOrDefault(t => t.Code == turn).Stages ?? Turns[0].Stages;
        var journeys = db.Journeys.Where(j => j.Practice == practice && stages.Contains(j.Stage));
        if (
            cursor?.Split('.') is [var ticks, var key]
            && long.TryParse(ticks, NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var at)
            && at >= 0
            && at <= DateTime.MaxValue.Ticks
            && Guid.TryParse(key, out var id)
        )
        {
            var received = new DateTime(at, DateTimeKind.Utc);
            journeys = journeys.Where(j => j.Received < received || (j.Received == received && j.Id < id));
        }

        var rows = await journeys
            .OrderByDescending(j => j.Received)
            .ThenByDescending(j => j.Id)
            .Take(PageItems + 1)
            .Join(
                db.Referrals,
                j => j.Id,
                r => r.Referral,
                (j, r) =>
                    new
                    {
                        Journey = j,
                        r.Family,
                        r.Given,
                        r.Reason,
                    }
            )
            .ToListAsync(cancellationToken);
        var ids = rows.ConvertAll(r => (Guid?)r.Journey.Id);
        var appealed = await db.Journeys.Where(j => ids.Contains(j.Follows)).Select(j => j.Follows).ToListAsync(cancellationToken);
        var shown = rows.Take(PageItems)
            .Select(r => new PracticeRow(
                ReferralReference.Display(r.Journey.Reference),
                ReferralNames.Display(r.Family, r.Given),
                TreatmentFunction.FindName(r.Journey.Specialty),
                r.Reason,
                r.Journey.Stage,
                r.Journey.OwnerKind,
                r.Journey.Received,
                r.Journey.Due,
                r.Journey.Due is { } due ? ReviewQueue.TimeLeft(due, now) : null,
                appealed.Contains(r.Journey.Id)
            ));
        var last = rows.Count > PageItems ? rows[PageItems - 1].Journey : null;
        return ([.. shown], last is null ? null : $"{last.Received.Ticks:x}.{last.Id:N}");
    }

    /// <summary>How many referrals of the practice are at each turn, in the order of <see cref="Turns"/>.</summary>
    public async Task<IReadOnlyList<int>> CountsAsync(string practice, CancellationToken cancellationToken)
    {
        await using var db = database.OpenRead();
        var counts = await db
            .Journeys.Where(j => j.Practice == practice)
            .GroupBy(j => j.Stage)
            .Select(g => new { g.Key, Count = g.Count() })
            .ToDictionaryAsync(g => g.Key, g => g.Count, cancellationToken);
        return [.. Turns.Select(t => t.Stages.Sum(s => counts.GetValueOrDefault(s)))];
    }

    /// <summary>An answer, appeal or withdrawal. Refused, it changes nothing; the message says what to do.</summary>
    /// <returns>The problem, or the referral that goes on: another than named, for an appeal.</returns>
    public async Task<(Problem? Problem, ReferralJourney? Journey, PracticeMessage? Message)> SayAsync(
        Guid referral,
        PracticeSays says,
        CancellationToken cancellationToken
    )
    {
        if (Check(says) is { } fault)
            return (fault, null, null);
        var result = await database.WriteAsync<(Problem? Problem, ReferralJourney? Journey, PracticeMessage? Message)>(
            async (db, token) =>
            {
                var now = time.UtcNow();
                var journey = await db.Journeys.AsTracking().FirstOrDefaultAsync(j => j.Id == referral, token);
                // What is somebody else's is not there, so that nobody learns of it by asking.
                if (journey is null || journey.Practice != says.Practice)
                    return (ReviewService.NotFound, null, null);
                var (problem, continued) = says.Kind switch
                {
                    PracticeMessageKind.Answer => (Answer(db, journey, now), journey),
                    PracticeMessageKind.Withdrawal => (Withdraw(db, journey, now), journey),
                    _ => await AppealAsync(db, journey, now, token),
                };
                if (problem is not null)
                    return (problem, null, null);
                // With the referral that goes on, where the next clinician reads it.
                var message = Message(says, continued!.Id, now);
                db.PracticeMessages.Add(message);
                return (null, continued, message);
            },
            cancellationToken
        );
        if (result.Journey is not null)
            wakeUps.Send([result.Journey]);
        return result;
    }

    static PracticeMessage Message(PracticeSays says, Guid referral, DateTime now) =>
        new()
        {
            Id = EntityId.New(now),
            Referral = referral,
            Kind = says.Kind,
            Practice = says.Practice,
            Author = says.Author,
            Text = says.Text!.Trim(),
            AttachmentTitle = says.Attachment?.Title,
            AttachmentType = says.Attachment?.Type,
            Attachment = says.Attachment?.Content,
            At = now,
        };

    internal Problem? Answer(HubDbContext db, ReferralJourney journey, DateTime now)
    {
        if (journey.Stage != Stage.AwaitingInformation)
            return Conflict(
                "not-asked",
                $"Nothing is asked about this referral now ({journey.Stage.ToWords().ToLowerInvariant()}). To change it, send it again as an amendment."
            );
        // Rules read codes and documents, not what somebody writes in answer: a clinician reads that.
        moves.Move(
            db,
            journey,
            Stage.InReview,
            EventTypes.InformationReceived,
            Actor.Sender(journey.Practice!),
            new() { Reason = "answered", Due = WorkingDays.Deadline(now, settings.Clocks.AppealWorkingDays) },
            now
        );
        return null;
    }

    internal Problem? Withdraw(HubDbContext db, ReferralJourney journey, DateTime now)
    {
        if (journey.Stage.IsTerminal())
            return Conflict("closed", $"This referral is closed already: {journey.Stage.ToWords().ToLowerInvariant()}.");
        var tellProvider = journey.HasLeft;
        moves.Move(db, journey, Stage.Cancelled, EventTypes.Cancelled, Actor.Sender(journey.Practice!), new() { Reason = "referrer" }, now);
        if (tellProvider)
            JourneyMoves.OweProviderNotice(journey, now);
        return null;
    }

    async Task<(Problem?, ReferralJourney?)> AppealAsync(
        HubDbContext db,
        ReferralJourney journey,
        DateTime now,
        CancellationToken cancellationToken
    )
    {
        if (journey.Stage != Stage.Returned)
            return (
                Conflict(
                    "not-returned",
                    $"Only a return can be appealed; this referral is not returned ({journey.Stage.ToWords().ToLowerInvariant()})."
                ),
                null
            );
        if (await db.Journeys.FirstOrDefaultAsync(j => j.Follows == journey.Id, cancellationToken) is { } follower)
            return (
                Conflict(
                    "appealed",
                    $"It goes on already as {ReferralReference.Display(follower.Reference)}: {follower.Stage.ToWords().ToLowerInvariant()}."
                ),
                null
            );
        return (null, await appeals.OpenAsync(db, journey, now, cancellationToken));
    }

    static Problem? Check(PracticeSays says)
    {
        if (string.IsNullOrWhiteSpace(says.Text))
        {
            return Fault(
                "text",
                says.Kind switch
                {
                    PracticeMessageKind.Answer => "Enter the answer.",
                    PracticeMessageKind.Appeal => "Say why the referral should go on.",
                    _ => "Say why the referral is withdrawn.",
                }
            );
        }

        if (says.Text.Length > ReviewRules.TextCharactersMax)
            return Fault("text", $"The text may have {ReviewRules.TextCharactersMax:N0} characters at the most.");
        if (says.Attachment is not { } attachment)
            return null;
        if (attachment.Content.Length > AttachmentTypes.BytesMax)
            return Fault(
                "attachment",
                $"An attachment may have {AttachmentTypes.BytesMax / 1024 / 1024} MB at the most. Send a larger one as an amendment of the referral."
            );
        return AttachmentTypes.Shown(attachment.Type, attachment.Content) is null
            ? Fault(
                "attachment",
                "Attach a PDF, a PNG, JPEG or GIF picture, or plain text; this file is none of these, or not what its name says."
            )
            : null;
    }

    static Problem Fault(string field, string text) => new(422, "invariant", "REC_UNPROCESSABLE_ENTITY", field, text, field);

    static Problem Conflict(string code, string text) => new(409, "conflict", "REC_CONFLICT", code, text);
}
