using ReferralHub.Journey;
using ReferralHub.Kernel;
using ReferralHub.Referrals;
using ReferralHub.Triage;
using Shouldly;
using Xunit;

namespace ReferralHub.Tests.Triage;

/// <summary>Silence is not consent: what a pathway does not know to the last word goes to a clinician.</summary>
public sealed class PathwayTests
{
    static readonly DateTime Now = new(2026, 11, 20, 10, 0, 0, DateTimeKind.Utc);

    static TriageFacts Clean =>
        new()
        {
            Specialty = "110",
            Age = 60,
            Sex = "female",
            Reason = "Knee pain",
            Text = "Knee pain",
            HasClinicalInformation = true,
            HasTelephone = true,
        };

    static TriageFacts Saying(string text, string specialty = "110") => Clean with { Specialty = specialty, Reason = text, Text = text };

    static TriageDecision Decide(TriageFacts facts, IReadOnlyList<RulePack>? packs = null) =>
        TriageRules.Decide(new(facts, Now), packs ?? ShippedPacks.WithPathway);

    [Fact]
    public void WhatThePathwayDoesNotKnow_IsReadByAClinician()
    {
        (string, TriageFacts)[] unknown =
        [
            ("says-more", Saying("Knee pain for years. Also a squeaky ankle")),
            ("flagged", Clean with { Flags = ["of-a-kind-yet-to-come"] }),
            ("age-unknown", Clean with { Age = null }),
            ("code-unknown", Clean with { Codes = [("http://snomed.info/sct", "422587007")] }),
            ("unread", Clean with { Unread = ["Attachment scan.pdf: no text could be taken out"] }),
        ];
        foreach (var (rule, facts) in unknown)
        {
            // Without a date of birth the practice is asked for it; what is left of the rules must not accept either.
            var decision = Decide(facts, [.. ShippedPacks.WithPathway.Where(p => p.Id != "completeness")]);

            decision.Outcome.ShouldBe(RuleOutcome.Review, rule);
            decision.Deciding.Select(d => d.Rule).ShouldBe([rule]);
            decision.ReadFirst.ShouldBe(rule == "unread" ? ReadFirst.Attention : ReadFirst.No);
        }

        Decide(unknown[0].Item2).Deciding.Single().Found.Single().Sentence.ShouldBe("Also a squeaky ankle");
    }

    [Fact]
    public void ConditionByItsCodeAlone_IsARedFlag_UnlessItIsRefutedOrOfTheFamily()
    {
        CodedContent Coded(string element, string? standing) => new("http://snomed.info/sct", "66857006", null, element, standing);
        ReadFirst Read(CodedContent coded)
        {
            var facts = new ReferralFacts
            {
                Message = new(SubmissionKind.New, "m", "s", null, null, true),
                Request = new() { Reason = "Cough" },
                Patient = new() { BirthDate = new(1960, 1, 1) },
                Requester = new(null, null, null),
                Codes = [coded],
            };
            return Decide(TriageFacts.FromJourney(new() { Reference = "R", Sender = "L81008" }, facts, Now)).ReadFirst;
        }

        Read(Coded("Condition.code", null)).ShouldBe(ReadFirst.SuspectedCancer);
        Read(Coded("Condition.code", "refuted")).ShouldBe(ReadFirst.No);
        Read(Coded("FamilyMemberHistory.condition.code", null)).ShouldBe(ReadFirst.No);
    }

    [Fact]
    public void RedFlag_WinsOverAnythingThatAsks()
    {
        var decision = Decide(Saying("Recurrent tonsillitis, for tonsillectomy please. Haemoptysis.", "120"));

        (decision.Outcome, decision.ReadFirst).ShouldBe((RuleOutcome.Review, ReadFirst.SuspectedCancer));
    }

    [Fact]
    public void Emergency_IsToldAlsoOfSuspectedCancer()
    {
        var decision = Decide(Saying("Saddle anaesthesia since yesterday") with { Priority = Priority.Asap });

        (decision.Outcome, decision.ReadFirst).ShouldBe((RuleOutcome.FastTrack, ReadFirst.Emergency));
    }
}
