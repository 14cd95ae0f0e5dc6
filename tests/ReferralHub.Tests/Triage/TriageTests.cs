using FsCheck;
using FsCheck.Fluent;
using ReferralHub.Journey;
using ReferralHub.Kernel;
using ReferralHub.Triage;
using Shouldly;
using Xunit;

namespace ReferralHub.Tests.Triage;

public sealed class TriageTests
{
    static readonly DateOnly Today = new(2026, 11, 20);
    static readonly IReadOnlyList<RulePack> Core = RulePacks.ReadFolder(Path.Combine(AppContext.BaseDirectory, "packs"));

    static TriageFacts Clean => new() { Specialty = "110", Age = 60, Sex = "female", Reason = "Knee pain", Text = "Knee pain", HasClinicalInformation = true };

    [Fact]
    public void Clean_IsAccepted_WithTheReasonStored()
    {
        var decision = TriageRules.Decide(Clean, Core, Today);
        decision.Outcome.ShouldBe(RuleOutcome.Accept);
        decision.Deciding.Single().Rule.ShouldBe("complete");
        decision.Trace.Count.ShouldBe(Core.Sum(p => p.Rules.Count));
    }

    [Fact]
    public void Incomplete_Asks_WithQuestions()
    {
        var decision = TriageRules.Decide(Clean with { Reason = null, Text = "" }, Core, Today);
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
    public void Doubtful_GoesToAClinician(string flag) => TriageRules.Decide(Clean with { Flags = [flag] }, Core, Today).Outcome.ShouldBe(RuleOutcome.Review);

    [Fact]
    public void ReviewComesBeforeAsking() => TriageRules.Decide(Clean with { Reason = null, Flags = [Flags.NhsNumberInvalid] }, Core, Today).Outcome.ShouldBe(RuleOutcome.Review);

    [Fact]
    public void NoPackAtAll_MeansAClinician() => TriageRules.Decide(Clean, [], Today).Outcome.ShouldBe(RuleOutcome.Review);

    [Fact]
    public void PackOutsideItsDates_DoesNotCount() => TriageRules.Decide(Clean, [.. Core.Select(p => p with { EffectiveTo = Today.AddDays(-1) })], Today).Outcome.ShouldBe(RuleOutcome.Review);

    /// <summary>Whatever packs say, suspected cancer passes on, the decision is the same twice, and nothing is refused.</summary>
    [Fact]
    public void RandomPacks_CannotHoldSuspectedCancer()
    {
        var outcomes = Enum.GetValues<RuleOutcome>();
        outcomes.Select(o => o.ToString()).ShouldNotContain(o => o.Contains("Refuse") || o.Contains("Close") || o.Contains("Return"));
        var rule = from outcome in Gen.Elements(outcomes)
                   from always in Gen.Elements(true, false)
                   from priority in Gen.Elements(Enum.GetValues<Priority>())
                   from age in Gen.Choose(0, 99)
                   select new Rule($"r{outcome}{always}{priority}{age}", "t", "s", new() { Always = always, Priority = always ? [] : [priority], AgeFrom = age % 2 == 0 ? age : null }, outcome, "r", [], []);
        var facts = from priority in Gen.Elements(Enum.GetValues<Priority>()) from age in Gen.Choose(0, 99) select Clean with { Priority = priority, Age = age };
        Prop.ForAll(rule.ListOf(6).ToArbitrary(), facts.ToArbitrary(), (rules, given) =>
        {
            RulePack[] packs = [new("p", "1", "t", "o", Today, null, [.. rules])];
            var (first, second) = (TriageRules.Decide(given, packs, Today), TriageRules.Decide(given, packs, Today));
            return first.Outcome == second.Outcome && first.Trace.Count >= rules.Count
                && (given.Priority is not (Priority.Asap or Priority.Stat) || first.Outcome == RuleOutcome.FastTrack);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1_000));
    }

    [Theory]
    [InlineData("outcome: refuse", "refuse is not an outcome")]
    [InlineData("outcome: accept\n    colour: red", "the key colour is not known")]
    [InlineData("outcome: ask", "a rule that asks needs questions")]
    public void BadPack_IsRefusedWithFileLineAndReason(string outcome, string reason)
    {
        var yaml = $"""
            pack: p
            version: "1"
            title: t
            owner: o
            effectiveFrom: 2026-01-01
            rules:
              - id: a
                title: t
                source: s
                when: {"{ always: true }"}
                reason: r
                {outcome}
                examples:
                  - name: n
                    given: {"{}"}
                    fires: true
            """;
        var refused = Should.Throw<RulePackException>(() => RulePackReader.Read("p.yaml", new StringReader(yaml)));
        refused.Message.ShouldStartWith("p.yaml, line ");
        refused.Message.ShouldContain(reason);
    }

    [Fact]
    public void ExampleThatFails_RefusesThePack()
    {
        const string yaml = """
            pack: p
            version: "1"
            title: t
            owner: o
            effectiveFrom: 2026-01-01
            rules:
              - id: a
                title: t
                source: s
                when: { ageBelow: 18 }
                reason: r
                outcome: review
                examples:
                  - { name: child, given: { age: 17 }, fires: true }
                  - { name: adult, given: { age: 40 }, fires: false }
                  - { name: unknown age, given: {}, fires: true }
            """;
        Should.Throw<RulePackException>(() => RulePackReader.Read("p.yaml", new StringReader(yaml))).Message.ShouldContain("unknown age");
    }
}
