using Shouldly;
using Xunit;

namespace ReferralHub.Tests.Referrals.Reading;

/// <summary>Values with all that changes them.</summary>
public sealed class ValueTests
{
    [Theory]
    [InlineData("""{"value":100,"comparator":">","unit":"ug/L"}""", "PSA: >100 ug/L")]
    [InlineData("""{"value":5,"comparator":"<","unit":"mg/L"}""", "PSA: <5 mg/L")]
    [InlineData("""{"value":5.10,"comparator":">=","code":"mg/L","system":"http://unitsofmeasure.org"}""", "PSA: >=5.10 mg/L")]
    [InlineData("""{"value":7}""", "PSA: 7")]
    [InlineData("""{"unit":"ug/L"}""", "PSA: ug/L")]
    public void Quantity_ComesWithItsComparatorAndUnit(string quantity, string read) =>
        Read($"\"valueQuantity\":{quantity}").ShouldContain($"Observation: {read}");

    [Theory]
    [InlineData("\"valueRange\":{\"low\":{\"value\":3,\"unit\":\"cm\"},\"high\":{\"value\":5,\"unit\":\"cm\"}}", "PSA: 3 cm to 5 cm")]
    [InlineData("\"valueRange\":{\"low\":{\"value\":3,\"unit\":\"cm\"}}", "PSA: at least 3 cm")]
    [InlineData("\"valueRange\":{\"high\":{\"value\":5,\"unit\":\"cm\"}}", "PSA: up to 5 cm")]
    [InlineData("\"valueRatio\":{\"numerator\":{\"value\":1},\"denominator\":{\"value\":128}}", "PSA: 1:128")]
    [InlineData(
        "\"valueRatio\":{\"numerator\":{\"value\":5,\"unit\":\"mg\",\"comparator\":\"<\"},\"denominator\":{\"value\":2,\"unit\":\"mL\"}}",
        "PSA: <5 mg in 2 mL"
    )]
    [InlineData("\"valueBoolean\":true", "PSA: yes")]
    [InlineData("\"valueBoolean\":false", "PSA: no")]
    [InlineData("\"valueInteger\":12", "PSA: 12")]
    [InlineData("\"valueTime\":\"08:30:00\"", "PSA: 08:30:00")]
    [InlineData("\"valueDateTime\":\"2026-05-03\"", "PSA: 2026-05-03")]
    [InlineData("\"valuePeriod\":{\"start\":\"2026-05-03\"}", "PSA: from 3 May 2026")]
    [InlineData("\"valueString\":\"line one\\nline two\"", "PSA: line one\nline two")]
    [InlineData(
        "\"valueCodeableConcept\":{\"coding\":[{\"system\":\"http://snomed.info/sct\",\"code\":\"260385009\"}]}",
        "PSA: SNOMED CT 260385009"
    )]
    [InlineData("\"dataAbsentReason\":{\"coding\":[{\"code\":\"not-performed\"}]}", "PSA: not known (code not-performed)")]
    [InlineData("\"dataAbsentReason\":{\"text\":\"refused\"}", "PSA: not known (refused)")]
    [InlineData("\"interpretation\":[{\"text\":\"High\"}],\"valueInteger\":4", "PSA: 4, interpretation: High")]
    [InlineData(
        "\"referenceRange\":[{\"low\":{\"value\":1},\"high\":{\"value\":4}},{\"text\":\"below 4\"}],\"valueInteger\":4",
        "PSA: 4, reference range: 1 to 4, reference range: below 4"
    )]
    [InlineData(
        "\"valueSampledData\":{\"origin\":{\"value\":0},\"period\":10,\"dimensions\":1,\"lowerLimit\":-5,\"data\":\"1 2 E\"}",
        "PSA: samples 1 2 E, origin 0, every 10 ms, lower limit -5"
    )]
    public void Value_OfEveryType_IsWritten(string value, string read) => Read(value).ShouldContain($"Observation: {read}");

    [Fact]
    public void Components_StandWithTheirWholeAndSayWhatIsMissing() =>
        Read(
                """
                "component":[
                  {"code":{"text":"Systolic"},"valueQuantity":{"value":180,"comparator":">","unit":"mmHg"}},
                  {"code":{"text":"Diastolic"},"dataAbsentReason":{"text":"cuff error"}}]
                """
            )
            .ShouldContain("Observation: PSA: Systolic >180 mmHg, Diastolic not known (cuff error)");

    [Fact]
    public void ValueThatIsLeftOutForAReason_SaysTheReason() =>
        Read(
                """
                "_valueString":{"extension":[{"url":"http://hl7.org/fhir/StructureDefinition/data-absent-reason","valueCode":"masked"}]}
                """
            )
            .ShouldContain("Observation: PSA: not known (masked)");

    [Theory]
    [InlineData("\"text\":\"3 mg at night\"", "Warfarin: 3 mg at night")]
    [InlineData(
        "\"timing\":{\"repeat\":{\"frequency\":2,\"period\":1,\"periodUnit\":\"d\"}},"
            + "\"doseAndRate\":[{\"doseQuantity\":{\"value\":5,\"unit\":\"mg\"}}]",
        "Warfarin: 5 mg, 2 times every 1 days"
    )]
    [InlineData(
        "\"asNeededCodeableConcept\":{\"text\":\"for pain\"},\"route\":{\"text\":\"oral\"}",
        "Warfarin: as needed: for pain, route: oral"
    )]
    public void Dosage_IsWritten(string dosage, string read) =>
        ReadReferral
            .WriteLines(
                ReadReferral.With(
                    $$"""
                    {"resourceType":"MedicationStatement","status":"active","subject":{"display":"x"},
                     "medicationCodeableConcept":{"text":"Warfarin"},"dosage":[{ {{dosage}} }]}
                    """
                )
            )
            .ShouldContain($"Medication: {read}");

    [Fact]
    public void TextAndDisplayThatDiffer_AreBothRead() =>
        Read(
                "\"valueCodeableConcept\":{\"text\":\"Lump\","
                    + "\"coding\":[{\"display\":\"Suspected cancer\"},{\"display\":\"Lump in breast\"}]}"
            )
            .ShouldContain("Observation: PSA: Suspected cancer; Lump in breast");

    [Fact]
    public void FamilyHistory_IsOneLineForARelative_UnderItsOwnLabel() =>
        ReadReferral
            .WriteLines(
                ReadReferral.With(
                    """
                    {"resourceType":"FamilyMemberHistory","status":"completed","patient":{"display":"x"},"relationship":{"text":"mother"},
                     "condition":[{"code":{"text":"breast cancer"},"outcome":{"text":"died"},
                      "onsetAge":{"value":41,"unit":"years","system":"http://unitsofmeasure.org","code":"a"}}]}
                    """
                )
            )
            .ShouldContain("Family history: mother: breast cancer, outcome: died, onset: 41 years");

    [Fact]
    public void AnswerAlone_IsReadWithTheQuestionOfItsForm() =>
        ReadReferral
            .WriteLines(
                ReadReferral.With(
                    """
                    {"resourceType":"Questionnaire","status":"active","url":"https://x.example/q",
                     "item":[{"linkId":"7","type":"boolean","text":"Haemoptysis?"}]}
                    """,
                    """
                    {"resourceType":"QuestionnaireResponse","status":"completed","questionnaire":"https://x.example/q|1",
                     "item":[{"linkId":"7","answer":[{"valueBoolean":true}]},{"linkId":"8","answer":[{"valueString":"worse"}]}]}
                    """
                )
            )
            .ShouldBe([
                "Reason for referral: Knee pain for eight months",
                "Questionnaire: Haemoptysis? yes",
                "Questionnaire: Question 8: worse",
            ]);

    static List<string> Read(string value) =>
        ReadReferral.WriteLines(ReadReferral.With($$"""{"resourceType":"Observation","status":"final","code":{"text":"PSA"},{{value}}}"""));
}
