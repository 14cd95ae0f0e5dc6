using System.Text;
using FsCheck;
using FsCheck.Fluent;
using ReferralHub.Journey;
using ReferralHub.Kernel;
using ReferralHub.Triage;
using ReferralHub.Triage.Language;
using Shouldly;
using Xunit;

namespace ReferralHub.Tests.Triage;

public sealed class TriageTests
{
    static readonly DateOnly Today = new(2026, 11, 20);
    static readonly DateTime Now = new(2026, 11, 20, 10, 0, 0, DateTimeKind.Utc);
    static readonly IReadOnlyList<RulePack> Shipped = ShippedPacks.Approved;
    static readonly IReadOnlyList<RulePack> WithPathway = ShippedPacks.WithPathway;

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

    static TriageDecision Decide(TriageFacts facts, IReadOnlyList<RulePack>? packs = null) =>
        TriageRules.Decide(new(facts, Now), packs ?? WithPathway);

    static TriageFacts Saying(string text, string specialty = "110") => Clean with { Specialty = specialty, Reason = text, Text = text };

    [Fact]
    public void Recognised_IsAccepted_WithTheReasonStored()
    {
        var decision = Decide(Clean);

        decision.Outcome.ShouldBe(RuleOutcome.Accept);
        decision.Deciding.Single().Rule.ShouldBe("recognised");
        TriageRules.Decide(new(Clean, Now), WithPathway, withNotApplicable: true).Trace.Count.ShouldBe(WithPathway.Sum(p => p.Rules.Count));
    }

    [Fact]
    public void WhatNothingSpeaksAgainst_IsReadByAClinician()
    {
        var decision = Decide(Clean, Shipped);

        decision.Outcome.ShouldBe(RuleOutcome.Review);
        decision.IsFirst.ShouldBeFalse();
        decision.Deciding.Single().Reason.ShouldBe("No pathway in force recognises this referral, so a clinician reads it.");
    }

    [Fact]
    public void Incomplete_Asks_WithQuestions()
    {
        var decision = Decide(Clean with { Reason = null, Text = "" });
        decision.Outcome.ShouldBe(RuleOutcome.Ask);
        decision.Deciding.SelectMany(d => d.Questions).ShouldNotBeEmpty();
    }

    [Theory]
    [InlineData(Flags.NhsNumberInvalid)]
    [InlineData(Flags.NhsNumberMissing)]
    [InlineData(Flags.PatientDeceased)]
    [InlineData(Flags.PatientRecordInactive)]
    [InlineData(Flags.SpecialtyNotStated)]
    [InlineData(Flags.PracticeUnknown)]
    [InlineData(Flags.PossibleDuplicate)]
    [InlineData(Flags.MessageIdReused)]
    [InlineData(Flags.ProviderDeclined)]
    [InlineData(Flags.OldReferral)]
    public void Doubtful_GoesToAClinician(string flag) => Decide(Clean with { Flags = [flag] }).Outcome.ShouldBe(RuleOutcome.Review);

    [Fact]
    public void ReviewComesBeforeAsking() =>
        Decide(Clean with { Reason = null, Flags = [Flags.NhsNumberInvalid] }).Outcome.ShouldBe(RuleOutcome.Review);

    [Fact]
    public void NoPackAtAll_MeansAClinician() => Decide(Clean, []).Outcome.ShouldBe(RuleOutcome.Review);

    [Fact]
    public void OnlyApprovedPacksInTheirDates_Count()
    {
        RulePacks.InForce(Shipped, Today).Count.ShouldBe(Shipped.Count);
        RulePacks.InForce([.. Shipped.Select(p => p with { EffectiveTo = Today.AddDays(-1) })], Today).ShouldBeEmpty();
        RulePacks
            .InForce([.. Shipped.Select(p => p with { Approval = null })], Today)
            .ShouldBe(Shipped.Where(p => p.RaisesAttentionOnly).Select(p => p with { Approval = null }), ignoreOrder: true);
        RulePacks.InForce([.. Shipped.Select(p => p with { WithdrawnOn = Today })], Today).ShouldBeEmpty();
        RulePacks
            .InForce([Shipped[0], Shipped[0] with { Version = "9999", EffectiveFrom = Today }], Today)
            .Single()
            .Version.ShouldBe("9999");
    }

    [Fact]
    public void PackOfOtherPractices_DoesNotCount()
    {
        var elsewhere = WithPathway.Select(p => p with { Practices = ["Z99999"] }).ToList();
        Decide(Clean with { Practice = "L81008" }, elsewhere).Trace.Single().Rule.ShouldBe("no-pathway");
        Decide(Clean with { Practice = "Z99999" }, elsewhere).Outcome.ShouldBe(RuleOutcome.Accept);
    }

    [Theory]
    [InlineData("Neck swelling ?cancer", true)]
    [InlineData("Unexplained weight loss and night sweats", true)]
    [InlineData("No weight loss, no night sweats, no haemoptysis", false)]
    [InlineData("Back pain with saddle anaesthesia", true)]
    [InlineData("Please see urgently", true)]
    [InlineData("Knee pain", false)]
    public void DangerInWords_IsReadFirst(string text, bool isFirst)
    {
        var decision = Decide(Saying(text));
        decision.IsFirst.ShouldBe(isFirst);
        decision.Outcome.ShouldBe(text == "Knee pain" ? RuleOutcome.Accept : RuleOutcome.Review);
    }

    [Fact]
    public void Criteria_MetNotMetUnknownAndExcluded()
    {
        Decide(Saying("Recurrent tonsillitis, 7 episodes in the last year", "120"))
            .Trace.Single(t => t.Rule == "tonsillectomy")
            .Result.ShouldBe(RuleResult.Met);
        Decide(Saying("Tonsillectomy, unsightly tonsil, ?malignancy", "120"))
            .Trace.Single(t => t.Rule == "tonsillectomy")
            .Result.ShouldBe(RuleResult.Excluded);
        var unknown = Decide(Saying("Recurrent tonsillitis, for tonsillectomy please", "120"));
        (unknown.Outcome, unknown.Deciding.Single().Questions.Count).ShouldBe((RuleOutcome.Ask, 3));
        unknown.Deciding.Single().Criteria.Where(c => c.Holds is null).Count().ShouldBe(3);
    }

    [Fact]
    public void WhoWasAskedOnce_IsNotAskedAgain_AClinicianReadsTheAnswer()
    {
        var facts = Saying("Recurrent tonsillitis, for tonsillectomy please", "120");
        Decide(facts).Outcome.ShouldBe(RuleOutcome.Ask);
        var again = Decide(facts with { Asked = ["evidence-based-interventions/tonsillectomy"] });
        again.Outcome.ShouldBe(RuleOutcome.Review);
        again.Deciding.Single().Reason!.ShouldEndWith("a clinician reads the answer.");
    }

    [Fact]
    public void DeclaredInterest_IsNeverAcceptedByAMachine() =>
        Decide(Clean with { Interests = ["RH801"] }).Outcome.ShouldBe(RuleOutcome.Review);

    /// <summary>
    /// Whatever packs say: suspected cancer passes on, nothing is refused or lowered (there is no word for it), the decision is the
    /// same twice and in any order of the packs, and every rule that asked for something stands in the trace.
    /// </summary>
    [Fact]
    public void RandomPacks_CannotHoldSuspectedCancer()
    {
        var outcomes = Enum.GetValues<RuleOutcome>();
        outcomes
            .Select(o => o.ToString())
            .ShouldNotContain(o =>
                o.Contains("Refuse") || o.Contains("Close") || o.Contains("Return") || o.Contains("Lower") || o.Contains("Hold")
            );
        Prop.ForAll(
                Gen.Choose(0, int.MaxValue).ToArbitrary(),
                seed =>
                {
                    var made = new RandomRules(seed);
                    RulePack[] packs = [made.Pack("a"), made.Pack("b")];
                    var given = made.Facts();
                    var (first, second, swapped) = (Decide(given, packs), Decide(given, packs), Decide(given, [packs[1], packs[0]]));
                    var asking = packs
                        .SelectMany(p => p.Rules.Select(r => TriageRules.Evaluate(p, r, new(given, Now))))
                        .OfType<RuleTrace>()
                        .Where(t => t.Outcome is not null)
                        .Select(t => t.Id)
                        .ToList();
                    return first.Outcome == second.Outcome
                        && first.Outcome == swapped.Outcome
                        && asking.All(first.Trace.Select(t => t.Id).Contains)
                        && first
                            .Trace.Where(t => t.Outcome is { } o and not (RuleOutcome.Flag or RuleOutcome.Link))
                            .All(t => t.Outcome <= first.Outcome && t.GaveWay == (t.Outcome < first.Outcome))
                        && (given.Priority is not (Priority.Asap or Priority.Stat) || first.Outcome == RuleOutcome.FastTrack);
                }
            )
            .Check(Config.QuickThrowOnFailure.WithMaxTest(3_000));
    }

    /// <summary>Learning a fact may turn unknown into yes or no, and never yes into no.</summary>
    [Fact]
    public void Unknown_IsNeitherYesNorNo() =>
        Prop.ForAll(
                Gen.Choose(0, int.MaxValue).ToArbitrary(),
                seed =>
                {
                    var made = new RandomRules(seed);
                    var condition = made.Condition(3);
                    var known = made.Facts() with { Age = 40, Specialty = "110", Sex = "male" };
                    var before = condition.Holds(new(known with { Age = null, Specialty = null, Sex = null }, Now), null);
                    return before is null || before == condition.Holds(new(known, Now), null);
                }
            )
            .Check(Config.QuickThrowOnFailure.WithMaxTest(3_000));

    [Fact]
    public void RowOfTheFirstVersion_IsStillRead()
    {
        var run = new TriageRun
        {
            Packs = "core@2026.11.1",
            Fired = Encoding.UTF8.GetBytes(
                """
                [{"pack":"core","packVersion":"2026.11.1","rule":"reason","title":"T","fired":true,"outcome":"Ask",
                  "reason":"R","questions":["Q?"],"read":["missing=Reason"]}]
                """
            ),
        };
        var trace = run.ReadFired().Single();
        (trace.Result, trace.Outcome, trace.Read.Single()).ShouldBe((RuleResult.Met, RuleOutcome.Ask, new ReadValue("missing", "Reason")));
        (TriageRun.Write(run.ReadFired()).Length > 0).ShouldBeTrue();
    }

    [Fact]
    public void Trace_ComesBackAsItWasWritten()
    {
        var trace = Decide(Saying("Recurrent tonsillitis, for tonsillectomy please. Haemoptysis.", "120")).Trace;
        var read = new TriageRun { Packs = "", Fired = TriageRun.Write(trace) }.ReadFired();
        read.Select(t => (t.Id, t.Result, t.Outcome, t.GaveWay, t.IsFirst, t.First, t.Reason))
            .ShouldBe(trace.Select(t => (t.Id, t.Result, t.Outcome, t.GaveWay, t.IsFirst, t.First, t.Reason)));
        read.SelectMany(t => t.Read).ShouldBe(trace.SelectMany(t => t.Read));
        read.SelectMany(t => t.Found).ShouldBe(trace.SelectMany(t => t.Found));
        trace.SelectMany(t => t.Found).ShouldContain(f => f.Sentence == "Haemoptysis.");
        read.SelectMany(t => t.Criteria).ShouldBe(trace.SelectMany(t => t.Criteria));
    }
}
