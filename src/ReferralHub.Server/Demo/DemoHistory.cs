using ReferralHub.Choice;
using ReferralHub.Dispatch;
using ReferralHub.Intake;
using ReferralHub.Journey;
using ReferralHub.Kernel;
using ReferralHub.Platform.Access;
using ReferralHub.Platform.Data;
using ReferralHub.Platform.Log;
using ReferralHub.Referrals;
using ReferralHub.Review;
using ReferralHub.Review.Decide;
using ReferralHub.Server.Demo.Books;
using ReferralHub.Triage;

namespace ReferralHub.Server.Demo;

/// <summary>
/// Makes the history by letting each stage's own code act at past instants: the rules, moves and records are those of the running hub,
/// only the clock is given. Reviewers' and patients' decisions are drawn from the seed, for each referral by itself: how far the last of
/// them have come changes nothing about the others.
/// </summary>
sealed class DemoHistory(IServiceProvider services, DemoReferrals referrals, DemoPlans plans, int seed)
{
    const int ReferralsPerTransaction = 250;
    const int StepsMax = 16;

    /// <summary>So many days back reviewers have fallen behind, and some patients take their time.</summary>
    const int LateDays = 12;
    const int SlowDays = 35;

    /// <summary>Longer than any history is.</summary>
    static readonly TimeSpan Never = TimeSpan.FromDays(10_000);
    static readonly string[] Reviewers = [DemoPeople.ReviewerA, DemoPeople.ReviewerB, DemoPeople.Lead];
    static readonly string[] ReturnCodes = ["OUTPATIENT_APPT_NOT_REQUIRED", "SERVICE_PREREQUISITES_NOT_COMPLETE", "SERVICE_INAPPROPRIATE"];

    Random random = new(seed + 1);
    readonly JourneyMoves moves = services.GetRequiredService<JourneyMoves>();
    readonly IntakeWriter intake = services.GetRequiredService<IntakeWriter>();
    readonly TriageStage triage = services.GetRequiredService<TriageStage>();
    readonly DecisionEffect review = services.GetRequiredService<DecisionEffect>();
    readonly ChoiceStage choice = services.GetRequiredService<ChoiceStage>();
    readonly ChooseService chooser = services.GetRequiredService<ChooseService>();
    readonly DispatchMoves dispatch = services.GetRequiredService<DispatchMoves>();
    int offeredLately;

    /// <summary>Lets every written referral live through the stages up to now, oldest first.</summary>
    public async Task SeedAsync(
        HubDatabase database,
        IEnumerable<WrittenReferral> written,
        DateTime now,
        CancellationToken cancellationToken
    )
    {
        await database.WriteAsync((db, token) => triage.KeepPacksAsync(db, now, token), cancellationToken);
        foreach (var chunk in written.Chunk(ReferralsPerTransaction))
        {
            await database.WriteAsync(
                (db, _) =>
                {
                    foreach (var one in chunk)
                        LiveThrough(db, one, now);
                    return Task.CompletedTask;
                },
                cancellationToken
            );
        }
    }

    /// <summary>
    /// The choices that patients will have made by an instant: the same way through the stages, in contexts that are never saved. So
    /// budgets can be of a size with what is spent, although plans stand in the log before the referrals that they pay for.
    /// </summary>
    public IReadOnlyList<DemoChoice> Rehearse(HubDatabase database, IEnumerable<WrittenReferral> written, DateTime until)
    {
        var choices = new List<DemoChoice>();
        foreach (var chunk in written.Where(w => w.Received < until).Chunk(ReferralsPerTransaction))
        {
            using var db = database.OpenRead(AccessScope.System("the demonstration rehearses its own referrals"));
            foreach (var one in chunk)
                LiveThrough(db, one, until);
            choices.AddRange(DemoChoice.ReadStanding(db.ChangeTracker.Entries<LogEvent>().Select(e => e.Entity)));
        }

        return choices;
    }

    void LiveThrough(HubDbContext db, WrittenReferral written, DateTime now)
    {
        var (plan, submission, at) = (written.Plan, written.Submission, written.Received);
        var begin = (IntakeDecision.Begin)IntakeRules.Decide(submission, new(null, [], "", [], true), at);
        random = CreateRandom(plan.PatientNumber ?? 0);
        var id = referrals.NextId(at);
        var (journey, _) = intake.Begin(db, submission, begin, id, at);
        var record = db.Referrals.Find(id)!;
        var facts = submission.Facts;
        var asked = new List<string>();
        Offer? offer = null;
        DispatchedMessage? sent = null;
        for (var step = 0; step < StepsMax && !journey.Stage.IsTerminal(); step++)
        {
            var next = at + Delay(journey, WorkingDays.LocalDate(now).DayNumber - WorkingDays.LocalDate(at).DayNumber);
            if (next > now)
                return;
            at = next;
            switch (journey.Stage)
            {
                case Stage.Received:
                    var decision = triage.TriageJourney(db, journey, facts, asked, at);
                    if (decision.Outcome == RuleOutcome.Ask)
                        asked.AddRange(decision.Deciding.Select(d => d.Id));
                    break;
                case Stage.InReview:
                    review.CarryOut(db, journey, Decide(journey), at);
                    break;
                case Stage.AwaitingInformation:
                    plan = plan with { WithoutReason = false, Answered = true, Specialty = plan.Specialty ?? "110" };
                    var answer = plans.Parse(plan, at);
                    facts = answer.Facts;
                    intake.Amend(db, answer, journey, record, [], at);
                    break;
                case Stage.Accepted:
                    offer = choice.MakeOffer(
                        db,
                        journey,
                        record.BirthDate,
                        record.Gender,
                        sent?.State == DispatchState.Declined ? [sent.Service] : [],
                        at
                    );
                    break;
                case Stage.AwaitingCapacity when journey.Specialty is null:
                    BookingDesk.NameSpecialty(db, moves, journey, DrawSpecialty(), "Demonstration Clerk", at);
                    offer = choice.MakeOffer(db, journey, record.BirthDate, record.Gender, [], at.AddSeconds(1));
                    break;
                case Stage.AwaitingChoice:
                    chooser.Choose(db, journey, offer!, Pick(offer!), Actor.Patient, at);
                    break;
                case Stage.Chosen:
                    sent = dispatch.RecordAnswer(db, new(journey, Prepared(journey, offer!), null, true, false, at), Answer());
                    break;
                case Stage.Dispatched:
                    dispatch.Settle(db, journey, sent!, false, new(ProviderAnswerKind.Accepted), at);
                    break;
                default:
                    return;
            }
        }
    }

    /// <summary>Seeds that lie side by side give draws that do, so they are spread.</summary>
    Random CreateRandom(int number)
    {
        const uint Spread = 2_654_435_761;
        return new(unchecked((int)(((uint)number + 1) * Spread) ^ (seed * 397)));
    }

    /// <param name="daysAgo">Before the day of the demonstration.</param>
    TimeSpan Delay(ReferralJourney journey, int daysAgo) =>
        journey.Stage switch
        {
            // Planted: the reviewers have fallen behind in the last days, so that some of the queue is overdue.
            Stage.InReview when daysAgo < LateDays && journey.Priority == Priority.Routine => TimeSpan.FromDays(random.NextDouble() * 18),
            Stage.InReview => TimeSpan.FromHours(
                journey.Priority >= Priority.Urgent ? 1 + (random.NextDouble() * 5) : 3 + (random.NextDouble() * 60)
            ),
            Stage.AwaitingInformation => TimeSpan.FromDays(0.5 + (random.NextDouble() * 7)),
            Stage.AwaitingChoice => DrawChoiceDelay(daysAgo),
            Stage.AwaitingCapacity when journey.Specialty is null => TimeSpan.FromMinutes(5 + random.Next(40)),
            // Nobody frees capacity in the demonstration, so that the booking team's list is not empty.
            Stage.AwaitingCapacity => Never,
            Stage.Dispatched => TimeSpan.FromHours(2 + (random.NextDouble() * 30)),
            _ => TimeSpan.FromSeconds(1),
        };

    /// <summary>
    /// Planted: the first patient of the last five weeks to be offered a choice, and each twelfth after, take their time, so that there is
    /// always a link to try.
    /// </summary>
    TimeSpan DrawChoiceDelay(int daysAgo) =>
        daysAgo < SlowDays && offeredLately++ % 12 == 0 ? Never : TimeSpan.FromDays(0.1 + (random.NextDouble() * 10));

    /// <summary>For a letter that names no specialty; whoever it is about, the clinic sees them.</summary>
    string DrawSpecialty() =>
        DemoArea.Specialties[random.Next(DemoArea.Specialties.Length)].Code is var code && code == "502" ? "301" : code;

    DecisionRequest Decide(ReferralJourney journey)
    {
        var reviewer = Reviewers[random.Next(Reviewers.Length)];
        var drawn = random.NextDouble();
        if (journey.Specialty is null)
            return new(
                ReviewOutcome.Accept,
                reviewer,
                "Demonstration role",
                journey.Version,
                Text: "Specialty taken from the letter.",
                Specialty: DrawSpecialty()
            );
        if (journey.Priority.IsSuspectedCancer() || drawn < 0.82)
            return new(ReviewOutcome.Accept, reviewer, "Demonstration role", journey.Version);
        return drawn < 0.9
            ? new(
                ReviewOutcome.Ask,
                reviewer,
                "Demonstration role",
                journey.Version,
                Text: "Please add the results of the investigations you mention."
            )
            : new(
                ReviewOutcome.Return,
                reviewer,
                "Demonstration role",
                journey.Version,
                ReturnCodes[random.Next(ReturnCodes.Length)],
                "This can be managed in primary care; please see the local pathway and refer again if it does not settle."
            );
    }

    string Pick(Offer offer)
    {
        // Patients favour short waits and near places, which come first, but not always.
        var options = offer.ReadOptions();
        return options[(int)(Math.Pow(random.NextDouble(), 2) * options.Count)].Service;
    }

    ProviderAnswer Answer() =>
        random.NextDouble() switch
        {
            < 0.03 => new(ProviderAnswerKind.Declined, "22"),
            < 0.15 => new(ProviderAnswerKind.Sent),
            _ => new(ProviderAnswerKind.Accepted),
        };

    PreparedDispatch Prepared(ReferralJourney journey, Offer offer)
    {
        var option = services.GetRequiredService<ServiceDirectory>().Find(offer.ChosenService!)!;
        return new(
            journey.Id,
            offer.Version,
            MessageIds.CreateRandom(),
            ProviderNotice.Referral,
            option.Id,
            option.Provider,
            option.Endpoint,
            journey.DocumentVersion,
            []
        );
    }
}
