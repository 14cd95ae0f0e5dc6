using System.Text;
using ReferralHub.Tests.Platform;
using ReferralHub.Triage;
using ReferralHub.Triage.Reading;
using Shouldly;
using Xunit;

namespace ReferralHub.Tests.Triage;

public sealed class RulePackReaderTests
{
    const string Whole = """
        pack: p
        version: "1"
        title: T
        owner: O
        effectiveFrom: 2026-01-01
        approval: { writtenBy: A, approvedBy: B, approvedOn: 2025-12-01 }
        terms:
          hb:
            title: haemoglobin
            source: S
            codes: [{ system: "http://loinc.org", codes: ["718-7"] }]
          cough:
            title: a cough
            phrases: [cough]
        rules:
          - id: a
            title: T
            source: { document: D, section: "1", date: 2026-01-01 }
            when: { specialty: ["110"] }
            unless:
              - { name: Child, ageBelow: 16 }
            criteria:
              need: any
              of:
                - { name: Anaemic, expression: "%bundle.latest('hb', 12).value.ofType(Quantity).value < 115",
                    say: the last haemoglobin was under 115, question: "What was the last haemoglobin?" }
                - { name: Coughs, states: [cough], question: Does the patient cough? }
            met: { outcome: accept, reason: R }
            notMet: { outcome: review, reason: R, first: true }
            unknown: { outcome: ask, reason: R }
            examples:
              - { name: coughs, given: { specialty: "110", age: 40, reason: Cough }, expect: met }
              - name: anaemic
                given:
                  specialty: "110"
                  age: 40
                  resources:
                    - resourceType: Observation
                      status: final
                      code: { coding: [{ system: "http://loinc.org", code: "718-7" }] }
                      effectiveDateTime: "2026-10-01"
                      valueQuantity: { value: 101, unit: g/L }
                expect: met
              - name: neither
                given:
                  specialty: "110"
                  age: 40
                  reason: No cough
                  resources:
                    - resourceType: Observation
                      status: final
                      code: { coding: [{ system: "http://loinc.org", code: "718-7" }] }
                      effectiveDateTime: "2026-10-01"
                      valueQuantity: { value: 140, unit: g/L }
                expect: not-met
              - name: an old result is none
                given:
                  specialty: "110"
                  age: 40
                  reason: No cough
                  resources:
                    - resourceType: Observation
                      status: final
                      code: { coding: [{ system: "http://loinc.org", code: "718-7" }] }
                      effectiveDateTime: "2024-10-01"
                      valueQuantity: { value: 140, unit: g/L }
                expect: unknown
              - { name: child, given: { specialty: "110", age: 4 }, expect: excluded }
              - { name: other, given: { specialty: "120", age: 40 }, expect: not-applicable }
        """;

    static RulePack Read(string yaml) => RulePackReader.Read("p.yaml", Encoding.UTF8.GetBytes(yaml));

    [Fact]
    public void WholePack_IsRead_AndSaidInWords()
    {
        var pack = Read(Whole);
        var approved = pack with { Approval = ShippedPacks.Approval };
        (pack.Name, pack.Rules.Single().Criteria.Count, approved.StatusOn(new(2026, 2, 1)), approved.StatusOn(new(2025, 12, 31))).ShouldBe(
            ("p@1", 2, PackStatus.InForce, PackStatus.Approved)
        );
        var words = PackWords.Describe(pack, new(2026, 2, 1));
        foreach (
            var part in new[]
            {
                "When it is to Trauma and Orthopaedic, this is looked at.",
                "Not when: child.",
                "One of these must hold",
                "* Anaemic — if it does not say: \"What was the last haemoglobin?\"",
                "Met: it is accepted, because: R.",
                "before others and on the same working day",
                "Source: D, 1, 1 January 2026",
            }
        )
            words.ShouldContain(part);
    }

    public static TheoryData<string, string, string> Faults =>
        new()
        {
            {
                "outcome: accept, reason: R }",
                "outcome: refuse, reason: R }",
                "line 28, column 21: refuse is not an outcome a rule may have"
            },
            { "outcome: accept, reason: R }", "outcome: accept, colour: red, reason: R }", "the key colour is not known here" },
            { "outcome: accept, reason: R }", "outcome: ask, reason: R }", "a rule that asks needs questions" },
            { "when: { specialty: [\"110\"] }", "when: { always: true }", "a rule that accepts names the specialties for which it does" },
            { "unknown: { outcome: ask, reason: R }", "unknown: { outcome: accept, reason: R }", "what is not known is not accepted" },
            {
                "notMet: { outcome: review, reason: R, first: true }",
                "notMet: { outcome: review, reason: R, first: soon }",
                "soon is no reason"
            },
            { "phrases: [cough]", "words: [\"cough [>=x weeks]\"]", "is not a number that can be asked for" },
            { "phrases: [cough]", "words: [\"{throat} cough\"]", "the pack has no group {throat}" },
            { "phrases: [cough]", "phrases: [cough]\n    said: [No cough]", "\"No cough\" does not say cough" },
            { "outcome: accept, reason: R }", "outcome: accept-elsewhere, reason: R }", "names the specialty" },
            { "outcome: accept, reason: R }", "outcome: accept, first: true, reason: R }", "only the outcome review can be first" },
            {
                "%bundle.latest('hb', 12)",
                "%bundel.latest('hb', 12)",
                "line 25, column 41: There is no variable %bundel; did you mean %bundle?"
            },
            { "%bundle.latest('hb', 12)", "%bundle.latst('hb', 12)", "There is no function latst; did you mean last?" },
            {
                "%bundle.latest('hb', 12)",
                "%request.priorty.latest('hb')",
                "ServiceRequest has no element priorty; did you mean priority?"
            },
            { "%bundle.latest('hb', 12)", "%bundle.latest('hbb', 12)", "The pack has no term hbb" },
            { ".value < 115\"", ".value < \"", "line 25, column 97: The expression ends where a value" },
            { "say: the last haemoglobin was under 115, ", "", "an expression needs \"say\"" },
            { "source: { document: D, section: \"1\", date: 2026-01-01 }", "", "source is missing" },
            { "    source: S\n", "", "the codes of hb need a source" },
            { "approvedBy: B", "approvedBy: a", "approved by someone else" },
            { "specialty: [\"110\"] }\n    unless", "specialty: [\"999\"] }\n    unless", "999 is not the code of a treatment function" },
            {
                "expect: met }\n      - name: anaemic",
                "expect: not-met }\n      - name: anaemic",
                "the example \"coughs\" of rule a comes out as met, not not-met"
            },
            {
                "      - { name: child, given: { specialty: \"110\", age: 4 }, expect: excluded }\n",
                "",
                "no example of rule a shows how it comes out as excluded"
            },
            { "status: final", "status: finished", "Observation.status has a code that is not in" },
            { "need: any", "need: 3", "need must be any, all, or how many" },
            { "pack: p\n", "pack: p\npack: q\n", "line 2, column 1: the key pack stands twice here" },
            { "terms:\n", "terms: &t\n  loop: *t\n", "line 7, column 8: a pack does not give names to parts of itself" },
        };

    [Theory]
    [MemberData(nameof(Faults))]
    public void Fault_IsToldWithFileLineAndColumn(string old, string with, string message)
    {
        Whole.ShouldContain(old);
        var at = Whole.IndexOf(old, StringComparison.Ordinal);
        var refused = Should.Throw<RulePackException>(() => Read(Whole[..at] + with + Whole[(at + old.Length)..]));
        refused.Message.ShouldStartWith("p.yaml, line ");
        refused.Message.ShouldContain(message);
    }

    [Fact]
    public void HostileExpression_IsBounded()
    {
        // It finds something new at every step; without a bound it would never end.
        var hostile = Whole.Replace(
            "%bundle.latest('hb', 12).value.ofType(Quantity).value < 115",
            "(1).repeat($this + 1).exists()",
            StringComparison.Ordinal
        );
        Should.Throw<RulePackException>(() => Read(hostile)).Message.ShouldContain("A collection has more than 5,000 items");
    }

    [Fact]
    public void Schema_NamesEveryKeyThatTheReaderKnows()
    {
        var schema = File.ReadAllText(
            Path.Combine(ModuleBoundaryTests.Root(), "src", "ReferralHub", "Triage", "Packs", "rule-pack.schema.json")
        );
        foreach (
            var section in new[]
            {
                "",
                "rules:\n  - id: x\n    when: { always: true }",
                "rules:\n  - id: x\n    when: { always: true, zz: 1 }",
            }
        )
        {
            var message = Should
                .Throw<RulePackException>(() =>
                    Read($"pack: p\nversion: \"1\"\ntitle: T\nowner: O\neffectiveFrom: 2026-01-01\nzz: 1\n{section}\n")
                )
                .Message;
            if (!message.Contains("known are ", StringComparison.Ordinal))
                continue;
            foreach (var key in message.Split("known are ")[1].Split(", "))
                schema.ShouldContain($"\"{key}\"");
        }
    }
}
