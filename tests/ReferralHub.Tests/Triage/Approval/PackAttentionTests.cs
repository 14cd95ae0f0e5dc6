using System.Text;
using ReferralHub.Triage.Reading;
using Shouldly;
using Xunit;

namespace ReferralHub.Tests.Triage.Approval;

/// <summary>Whether a pack only raises attention is worked out from its rules.</summary>
public sealed class PackAttentionTests
{
    [Theory]
    [InlineData("when: { always: true }, then: review", true)]
    [InlineData("when: { always: true }, then: flag", true)]
    [InlineData("when: { always: true }, then: link", true)]
    [InlineData("when: { specialty: [\"110\"], mentions: [knee] }, then: accept", false)]
    [InlineData("when: { always: true }, then: { outcome: ask, questions: [Q] }", false)]
    [InlineData("when: { always: true }, then: { outcome: advise, advice: A }", false)]
    [InlineData("when: { specialty: [\"120\"], mentions: [knee] }, then: { outcome: accept-elsewhere, specialty: \"110\" }", false)]
    [InlineData("when: { always: true }, then: fast-track", false)]
    [InlineData("when: { priority: [asap, stat] }, then: fast-track", true)]
    [InlineData("when: { priority: [asap, urgent] }, then: fast-track", false)]
    public void RaisesAttentionOnly_FollowsFromTheRules(string rule, bool expected)
    {
        var other = rule.Contains("always", StringComparison.Ordinal)
            ? ""
            : ", { name: another, given: { priority: routine }, expect: not-applicable }";
        var yaml = $$"""
            pack: p
            version: "1"
            title: T
            owner: O
            effectiveFrom: 2020-01-01
            rules:
              - id: a
                title: T
                source: S
                {{rule.Replace(", then", "\n    then", StringComparison.Ordinal)}}
                reason: R
                examples: [{ name: any, given: { priority: asap{{(
                rule.Contains("knee", StringComparison.Ordinal) ? Knee(rule) : ""
            )}} }, expect: met }{{other}}]
            """;

        RulePackReader.Read("p.yaml", Encoding.UTF8.GetBytes(yaml)).RaisesAttentionOnly.ShouldBe(expected);
    }

    static string Knee(string rule) => $", reason: Knee, specialty: \"{(rule.Contains("120", StringComparison.Ordinal) ? "120" : "110")}\"";

    [Theory]
    [InlineData("suspected-cancer", true)]
    [InlineData("emergencies", true)]
    [InlineData("safety", true)]
    [InlineData("completeness", false)]
    [InlineData("evidence-based-interventions", false)]
    public void ShippedPacks_StandAsTheyShould(string pack, bool expected) =>
        ShippedPacks.Approved.Single(p => p.Id == pack).RaisesAttentionOnly.ShouldBe(expected);
}
