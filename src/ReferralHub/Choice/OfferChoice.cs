using MassTransit;
using Microsoft.EntityFrameworkCore;
using ReferralHub.Journey;
using ReferralHub.Kernel;
using ReferralHub.Platform.Data;
using ReferralHub.Platform.Messaging;
using ReferralHub.Referrals;
using ReferralHub.Referrals.Register;
using ReferralHub.Triage;

namespace ReferralHub.Choice;

/// <summary>Command: this referral has been accepted and waits for its options.</summary>
public sealed record OfferChoice(Guid ReferralId);

public sealed class OfferChoiceConsumer(StageRunner runner, ChoiceStage stage) : IConsumer<Batch<OfferChoice>>
{
    public Task Consume(ConsumeContext<Batch<OfferChoice>> context) =>
        runner.RunAsync(
            Stage.Accepted,
            [.. context.Message.Select(m => m.Message.ReferralId).Distinct()],
            stage.AdvanceAsync,
            context.CancellationToken
        );
}

public sealed class OfferChoiceConsumerDefinition : BatchConsumerDefinition<OfferChoiceConsumer, OfferChoice>;

/// <summary>Works out the options of accepted referrals and records them.</summary>
public sealed class ChoiceStage(
    ServiceDirectory directory,
    PracticeRegister practices,
    InterestRegister interests,
    OptionPrices prices,
    JourneyMoves moves
) : IStageWork
{
    public Stage Stage => Stage.Accepted;

    public async Task AdvanceAsync(
        HubDbContext db,
        IReadOnlyList<ReferralJourney> journeys,
        DateTime now,
        CancellationToken cancellationToken
    )
    {
        await prices.RefreshAsync(cancellationToken);
        var ids = journeys.Select(j => j.Id).ToList();
        var patients = await db
            .Referrals.AsNoTracking()
            .Where(r => ids.Contains(r.Referral))
            .Select(r => new
            {
                r.Referral,
                r.BirthDate,
                r.Gender,
            })
            .ToDictionaryAsync(r => r.Referral, cancellationToken);
        // Only what has been dispatched before can have been declined; for first offers the question is not asked.
        var again = journeys.Where(j => j.Has(Flags.ProviderDeclined)).Select(j => j.Id).ToList();
        var declined =
            again.Count == 0
                ? []
                : await db.DeclinedServices.AsNoTracking().Where(d => again.Contains(d.Referral)).ToListAsync(cancellationToken);
        foreach (var journey in journeys)
        {
            var patient = patients[journey.Id];
            var hadNone = journey.Has(Flags.NoSuitableService);
            MakeOffer(
                db,
                journey,
                patient.BirthDate,
                patient.Gender,
                [.. declined.Where(d => d.Referral == journey.Id).Select(d => d.Service)],
                now
            );
            if (hadNone && !journey.Has(Flags.NoSuitableService))
                await NoService.SettleAsync(db, journey, now, cancellationToken);
        }
    }

    /// <summary>Decides and records; returns the offer, or null when nobody can take the referral.</summary>
    internal Offer? MakeOffer(
        HubDbContext db,
        ReferralJourney journey,
        DateOnly? birthDate,
        string? sex,
        IReadOnlyCollection<string> declined,
        DateTime now
    )
    {
        var origin = practices.Find(journey.Practice) is { Latitude: { } latitude, Longitude: { } longitude }
            ? new Place(latitude, longitude)
            : (Place?)null;
        var age = new PatientFacts { BirthDate = birthDate }.AgeOn(WorkingDays.LocalDate(now));
        var facts = new ChoiceFacts(
            journey.Specialty,
            journey.Priority,
            age,
            sex,
            origin,
            origin is null ? "unknown" : "practice",
            declined
        )
        {
            Interests = interests
                .FindInForce(journey.Practice, WorkingDays.LocalDate(now))
                .GroupBy(i => i.Provider, StringComparer.OrdinalIgnoreCase)
                .ToDictionary(g => g.Key, g => g.First().Nature, StringComparer.OrdinalIgnoreCase),
        };
        var decided = ChoiceRules.Decide(facts, journey.Specialty is null ? [] : directory.FindBySpecialty(journey.Specialty));
        // Put beside the options when their order is settled, so that no price has a part in it.
        var decision = prices.Price(decided, journey, WorkingDays.LocalDate(now));
        if (decision is not ChoiceDecision.NoCapacity { Reason: ReasonCodes.NoSuitableService })
            JourneyMoves.RemoveFlag(journey, Flags.NoSuitableService);
        switch (decision)
        {
            case ChoiceDecision.Offer offer:
                moves.Move(
                    db,
                    journey,
                    Stage.AwaitingChoice,
                    EventTypes.ChoiceOffered,
                    Actor.Choice,
                    new()
                    {
                        Available = offer.Available,
                        Shown = offer.Options.Count,
                        Reason = offer.WhyFew,
                    },
                    now
                );
                return db.Offers.Add(Row(journey, facts, offer.Available, offer.Options, null, offer.WhyFew, now)).Entity;
            case ChoiceDecision.Direct direct:
                moves.Move(
                    db,
                    journey,
                    Stage.Chosen,
                    EventTypes.Chosen,
                    Actor.Choice,
                    ToEventData(direct.Option) with
                    {
                        Reason = ReasonCodes.ChoiceNotApplicablePrefix + direct.Reason,
                        Available = direct.Available,
                        Shown = 0,
                    },
                    now
                );
                var row = Row(journey, facts, direct.Available, [direct.Option], direct.Reason, null, now);
                (row.ChosenService, row.ChosenAt, row.ChosenBy) = (direct.Option.Service, now, "hub");
                return db.Offers.Add(row).Entity;
            // Looked for again and still nobody: the journey waits on, with its owner and its deadline.
            case ChoiceDecision.NoCapacity still when journey.Stage == Stage.AwaitingCapacity:
                if (still.Reason == ReasonCodes.NoSuitableService)
                    NoService.Raise(db, journey, now);
                return null;
            case ChoiceDecision.NoCapacity none:
                moves.Move(
                    db,
                    journey,
                    Stage.AwaitingCapacity,
                    EventTypes.CapacityAwaited,
                    Actor.Choice,
                    new()
                    {
                        Reason = none.Reason,
                        Available = 0,
                        Shown = 0,
                    },
                    now
                );
                if (none.Reason == ReasonCodes.NoSuitableService)
                    NoService.Raise(db, journey, now);
                return null;
            default:
                throw new InvalidOperationException($"Choice has no way to apply {decision.GetType().Name}.");
        }
    }

    /// <summary>What the log says of a choice: service, provider, price and wait, which activity and budgets are made from.</summary>
    public static EventData ToEventData(OfferedOption option) =>
        new()
        {
            Service = option.Service,
            Provider = option.Provider,
            Pence = option.PricePence,
            PriceVersion = option.PriceVersion,
            WaitDays = option.WaitDays,
        };

    static Offer Row(
        ReferralJourney journey,
        ChoiceFacts facts,
        int available,
        IReadOnlyList<OfferedOption> options,
        string? notApplicable,
        string? whyFew,
        DateTime now
    ) =>
        new()
        {
            Referral = journey.Id,
            Version = journey.Version,
            At = now,
            Available = available,
            Shown = notApplicable is null ? options.Count : 0,
            SortKey = ChoiceRules.SortKey,
            OriginKind = facts.OriginKind,
            NotApplicable = notApplicable,
            WhyFew = whyFew,
            Options = Offer.Write(options),
        };
}
