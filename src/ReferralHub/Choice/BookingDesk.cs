using Microsoft.EntityFrameworkCore;
using ReferralHub.Journey;
using ReferralHub.Kernel;
using ReferralHub.Platform;
using ReferralHub.Platform.Access;
using ReferralHub.Platform.Data;
using ReferralHub.Referrals;

namespace ReferralHub.Choice;

/// <summary>A referral that waits for somebody with room for it, or for its patient to choose.</summary>
/// <param name="Flags">The journey's flags, as they are stored.</param>
public sealed record BookingRow(
    Guid Id,
    string Reference,
    string PatientKey,
    string Patient,
    DateOnly? BirthDate,
    string? Specialty,
    Priority Priority,
    DateTime Received,
    DateTime Since,
    DateTime? Due,
    string Flags
)
{
    /// <summary>Whether no service of the directory takes it, so that looking again does not help.</summary>
    public bool IsServiceMissing { get; init; }
}

/// <summary>What the booking team does by hand. Each act names who did it.</summary>
public sealed class BookingDesk(
    HubDatabase database,
    CurrentScope callerScope,
    StageRunner runner,
    JourneyMoves moves,
    ChoiceStage choice,
    ChoiceLinks links,
    TimeProvider time
)
{
    public const int RowsMax = 100;

    /// <summary>Those in a stage, the next deadline first.</summary>
    public async Task<(IReadOnlyList<BookingRow> Rows, int Total)> ListAsync(Stage stage, CancellationToken cancellationToken)
    {
        await using var db = database.OpenRead(callerScope.Read());
        var there = db.Journeys.Where(j => j.Stage == stage);
        var rows = await there
            .OrderBy(j => j.Due)
            .ThenBy(j => j.Id)
            .Take(RowsMax)
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
                        r.BirthDate,
                    }
            )
            .ToListAsync(cancellationToken);
        var shown = rows.OrderBy(r => r.Journey.Due)
            .ThenBy(r => r.Journey.Id)
            .Select(r => CreateRow(r.Journey, r.Family, r.Given, r.BirthDate));
        return ([.. shown], await there.CountAsync(cancellationToken));
    }

    static BookingRow CreateRow(ReferralJourney journey, string? family, string? given, DateOnly? birthDate) =>
        new(
            journey.Id,
            ReferralReference.Display(journey.Reference),
            journey.PatientKey,
            ReferralNames.Display(family, given),
            birthDate,
            journey.Specialty,
            journey.Priority,
            journey.Received,
            journey.StageEntered,
            journey.Due,
            journey.FlagCodes
        )
        {
            IsServiceMissing = journey.Has(Flags.NoSuitableService),
        };

    /// <summary>Works out the options again, when capacity may have come free.</summary>
    public Task LookForCapacityAsync(Guid referral, CancellationToken cancellationToken) =>
        runner.RunAsync(Stage.AwaitingCapacity, [referral], choice.AdvanceAsync, cancellationToken);

    /// <summary>
    /// Names the specialty of a referral that passed straight on without one, and looks for a service at once: suspected
    /// cancer is not sent back to a queue for it.
    /// </summary>
    public async Task<bool> NameSpecialtyAsync(Guid referral, string specialty, string by, CancellationToken cancellationToken)
    {
        if (!TreatmentFunction.TryFind(specialty, out var function))
            return false;
        var named = await database.WriteAsync(
            async (db, token) =>
            {
                var journey = await db
                    .Journeys.AsTracking()
                    .FirstOrDefaultAsync(j => j.Id == referral && j.Stage == Stage.AwaitingCapacity && j.Specialty == null, token);
                if (journey is null)
                    return false;
                NameSpecialty(db, moves, journey, function.Code, by, time.UtcNow());
                return true;
            },
            cancellationToken
        );
        if (named)
            await LookForCapacityAsync(referral, cancellationToken);
        return named;
    }

    internal static void NameSpecialty(
        HubDbContext db,
        JourneyMoves moves,
        ReferralJourney journey,
        string specialty,
        string by,
        DateTime now
    )
    {
        JourneyMoves.Reclassify(journey, specialty, journey.Priority);
        moves.Note(db, journey, EventTypes.Reclassified, Actor.BookingTeam(by), new() { Reason = ReasonCodes.SpecialtyNamed }, now);
    }

    /// <summary>A new link for the patient; earlier ones stop working. Null when no patient's choice is awaited.</summary>
    public Task<string?> IssueLinkAsync(Guid referral, CancellationToken cancellationToken) =>
        links.IssueAsync(referral, cancellationToken);
}
