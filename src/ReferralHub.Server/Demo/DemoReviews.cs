using Microsoft.EntityFrameworkCore;
using ReferralHub.Journey;
using ReferralHub.Kernel;
using ReferralHub.Platform.Access;
using ReferralHub.Platform.Data;
using ReferralHub.Practices.Say;
using ReferralHub.Referrals;
using ReferralHub.Referrals.Correspondence;
using ReferralHub.Review;
using ReferralHub.Review.Decide;
using ReferralHub.Review.Session;
using ReferralHub.Review.Worklist;
using ReferralHub.Triage;
using ReferralHub.Web.Users;

namespace ReferralHub.Server.Demo;

/// <summary>
/// A made-up clinician who reviews while the demonstration runs, and practices that answer, so that its queue lives instead of growing.
/// They go the way that people go: claim, decide, say.
/// </summary>
sealed class DemoReviews(IServiceProvider services, HubDatabase database, int seed)
{
    /// <summary>So many are left for whoever looks.</summary>
    const int LeftWaiting = 40;

    static readonly HubUser Clinician = new(
        "demonstration:clinician",
        "Demonstration Clinician (fictitious)",
        "GP with an extended role",
        CallerRole.Reviewer,
        "XRH01",
        []
    );
    readonly Random random = new(seed + 3);
    readonly Guid session = EntityId.FromName($"demonstration-session-{seed}");

    /// <summary>Takes the most pressing referral that nobody has open, and decides about it.</summary>
    /// <returns>Whether there was one to decide.</returns>
    public async Task<bool> ReviewAsync(CancellationToken cancellationToken)
    {
        await using var db = database.OpenRead(AccessScope.System("the demonstration reviews its own referrals"));
        if (await db.Journeys.CountAsync(j => j.Stage == Stage.InReview && j.OwnerKind != OwnerKind.Hub, cancellationToken) <= LeftWaiting)
            return false;
        var among = new QueueFilter { Show = QueueShow.Open };
        var reference = await services.GetRequiredService<TakeNextReferral>().TakeAsync(Clinician, among, session, cancellationToken);
        if (reference is null || !ReferralReference.TryParse(reference, out var parsed))
            return false;
        var journey = await db.Journeys.FirstAsync(j => j.Reference == parsed.Value, cancellationToken);
        var patient = await db
            .Referrals.Where(r => r.Referral == journey.Id)
            .Select(r => new PatientFacts { BirthDate = r.BirthDate, Gender = r.Gender })
            .FirstAsync(cancellationToken);
        var problems = await services
            .GetRequiredService<DecideReferral>()
            .DecideAsync(reference, Decide(journey, patient), cancellationToken, session);
        return problems.Count == 0;
    }

    /// <summary>Has the practice that waits longest answer what it was asked.</summary>
    public async Task AnswerAsync(CancellationToken cancellationToken)
    {
        await using var db = database.OpenRead(AccessScope.System("the demonstration reviews its own referrals"));
        var asked = await db
            .Journeys.Where(j => j.Stage == Stage.AwaitingInformation && j.Practice != null)
            .OrderBy(j => j.StageEntered)
            .Select(j => new { j.Id, j.Practice })
            .FirstOrDefaultAsync(cancellationToken);
        if (asked is null)
            return;
        var says = new PracticeSays(
            PracticeMessageKind.Answer,
            asked.Practice!,
            "Demonstration GP (fictitious)",
            "Thank you. The results are normal, and nothing has changed since the referral was written."
        );
        await services.GetRequiredService<SayAboutReferral>().SayAsync(asked.Id, says, cancellationToken);
    }

    DecisionRequest Decide(ReferralJourney journey, PatientFacts patient)
    {
        if (journey.Specialty is null)
        {
            var need = PatientNeed.FromJourney(journey, patient, WorkingDays.LocalDate(journey.StageEntered));
            var choices = services.GetRequiredService<SuitableServices>().ListSpecialties(need);
            return Say(journey, ReviewOutcome.Accept, "Specialty taken from the letter.") with
            {
                Specialty = choices.Count > 0 ? choices[random.Next(choices.Count)].Specialty.Code : "110",
            };
        }

        return random.NextDouble() switch
        {
            _ when journey.Priority.IsSuspectedCancer() => Say(journey, ReviewOutcome.Accept, null),
            < 0.82 => Say(journey, ReviewOutcome.Accept, null),
            < 0.92 => Say(journey, ReviewOutcome.Ask, "Please add the results of the investigations that you mention."),
            _ => Say(
                journey,
                ReviewOutcome.Return,
                "This can be managed in primary care; please see the local pathway and refer again if it does not settle."
            ) with
            {
                ReasonCode = "OUTPATIENT_APPT_NOT_REQUIRED",
            },
        };
    }

    static DecisionRequest Say(ReferralJourney journey, ReviewOutcome outcome, string? text) =>
        new(outcome, Clinician.Name, Clinician.Role, journey.Version, Text: text);
}
