using System.Text;

namespace ReferralHub.Tests.Referrals.Reading;

/// <summary>Places where a clinician's system may put a word, each as a resource that intake takes; <c>{word}</c> is the word.</summary>
static class Placements
{
    const string Subject = "\"subject\":{\"display\":\"x\"}";
    const string Final = "\"status\":\"final\",\"code\":{\"text\":\"Report\"}";
    static readonly string Encoded = "{base64}";

    public static readonly string[] All =
    [
        """{"resourceType":"QuestionnaireResponse","status":"completed","item":[{"linkId":"1","text":"{word}?"}]}""",
        Answer("\"valueString\":\"Yes, {word}\""),
        Answer("\"valueCoding\":{\"display\":\"{word}\"}"),
        Answer("\"valueQuantity\":{\"value\":3,\"unit\":\"{word}\"}"),
        Answer($"\"valueAttachment\":{{\"contentType\":\"text/plain\",\"data\":\"{Encoded}\"}}"),
        Answer("\"valueBoolean\":true,\"item\":[{\"linkId\":\"2\",\"text\":\"Which?\",\"answer\":[{\"valueString\":\"{word}\"}]}]"),
        Write("DiagnosticReport", $"{Final},\"conclusion\":\"{{word}}\""),
        Write("DiagnosticReport", $"{Final},\"conclusionCode\":[{{\"coding\":[{{\"display\":\"{{word}}\"}}]}}]"),
        Write("DiagnosticReport", $"{Final},\"presentedForm\":[{{\"contentType\":\"text/html\",\"data\":\"{Encoded}\"}}]"),
        Write("DiagnosticReport", $"{Final},\"media\":[{{\"comment\":\"{{word}}\",\"link\":{{\"display\":\"x\"}}}}]"),
        Write("DiagnosticReport", $"{Final},\"result\":[{{\"display\":\"{{word}}\"}}]"),
        Write("ClinicalImpression", $"\"status\":\"completed\",{Subject},\"summary\":\"{{word}}\""),
        Write(
            "ClinicalImpression",
            $"\"status\":\"completed\",{Subject},\"finding\":[{{\"itemCodeableConcept\":{{\"text\":\"{{word}}\"}}}}]"
        ),
        Write("ClinicalImpression", $"\"status\":\"completed\",{Subject},\"note\":[{{\"text\":\"{{word}}\"}}]"),
        Observed(""" "code":{"text":"Sputum"},"valueString":"first line\n{word}" """),
        Observed(""" "code":{"text":"Sputum"},"note":[{"text":"{word}"}] """),
        Observed(""" "code":{"text":"Sputum"},"interpretation":[{"text":"{word}"}] """),
        Observed(""" "code":{"text":"Sputum"},"bodySite":{"text":"{word}"} """),
        Observed(""" "code":{"text":"Sputum"},"method":{"text":"{word}"} """),
        Observed(""" "code":{"text":"Sputum"},"referenceRange":[{"text":"{word}"}] """),
        Observed(""" "code":{"text":"Sputum"},"component":[{"code":{"text":"{word}"},"valueBoolean":true}] """),
        Observed(""" "code":{"text":"Sputum"},"_valueString":{"extension":[{"url":"https://x.example/a","valueString":"{word}"}]} """),
        Write("CarePlan", $"\"status\":\"active\",\"intent\":\"plan\",{Subject},\"title\":\"{{word}}\""),
        Write("CarePlan", $"\"status\":\"active\",\"intent\":\"plan\",{Subject},\"note\":[{{\"text\":\"{{word}}\"}}]"),
        Write(
            "CarePlan",
            $"\"status\":\"active\",\"intent\":\"plan\",{Subject},\"activity\":[{{\"progress\":[{{\"text\":\"{{word}}\"}}]}}]"
        ),
        Write("Task", "\"status\":\"requested\",\"intent\":\"order\",\"note\":[{\"text\":\"{word}\"}]"),
        Write("Task", "\"status\":\"requested\",\"intent\":\"order\",\"input\":[{\"type\":{\"text\":\"Why\"},\"valueString\":\"{word}\"}]"),
        Medicine("\"dosage\":[{\"text\":\"{word}\"}]"),
        Medicine("\"note\":[{\"text\":\"{word}\"}]"),
        Medicine("\"reasonCode\":[{\"text\":\"{word}\"}]"),
        Write("Encounter", "\"status\":\"finished\",\"class\":{\"code\":\"AMB\"},\"reasonCode\":[{\"text\":\"{word}\"}]"),
        Write("Encounter", "\"status\":\"finished\",\"class\":{\"code\":\"AMB\"},\"type\":[{\"text\":\"{word}\"}]"),
        Relative("\"condition\":[{\"code\":{\"text\":\"{word}\"}}]"),
        Relative("\"note\":[{\"text\":\"{word}\"}]"),
        Write("RiskAssessment", $"\"status\":\"final\",{Subject},\"prediction\":[{{\"outcome\":{{\"text\":\"{{word}}\"}}}}]"),
        Write("RiskAssessment", $"\"status\":\"final\",{Subject},\"mitigation\":\"{{word}}\""),
        Letter("\"section\":[{\"title\":\"History\",\"section\":[{\"text\":{\"status\":\"generated\",\"div\":{div}}}]}]"),
        Letter("\"section\":[{\"title\":\"{word}\",\"entry\":[{\"display\":\"x\"}]}]"),
        Patiently("Condition", $"{Subject},\"severity\":{{\"text\":\"{{word}}\"}}"),
        Patiently("Condition", $"{Subject},\"stage\":[{{\"summary\":{{\"text\":\"{{word}}\"}}}}]"),
        Patiently("Condition", $"{Subject},\"evidence\":[{{\"code\":[{{\"text\":\"{{word}}\"}}]}}]"),
        Patiently("Condition", $"{Subject},\"onsetString\":\"{{word}}\""),
        Patiently("Condition", $"{Subject},\"text\":{{\"status\":\"additional\",\"div\":{{div}}}}"),
        Allergic("\"reaction\":[{\"manifestation\":[{\"text\":\"{word}\"}]}]"),
        Allergic("\"note\":[{\"text\":\"{word}\"}]"),
        Patiently("Procedure", $"\"status\":\"completed\",{Subject},\"outcome\":{{\"text\":\"{{word}}\"}}"),
        Patiently("Procedure", $"\"status\":\"completed\",{Subject},\"followUp\":[{{\"text\":\"{{word}}\"}}]"),
        Patiently("Flag", $"\"status\":\"active\",{Subject}").Replace("Entry", "{word}", StringComparison.Ordinal),
        Write("Goal", $"\"lifecycleStatus\":\"active\",{Subject},\"description\":{{\"text\":\"{{word}}\"}}"),
        Write("Communication", "\"status\":\"completed\",\"payload\":[{\"contentString\":\"{word}\"}]"),
        Write(
            "Communication",
            $"\"status\":\"completed\",\"payload\":[{{\"contentAttachment\":{{\"contentType\":\"text/plain\",\"data\":\"{Encoded}\"}}}}]"
        ),
        Write("Media", "\"status\":\"completed\",\"content\":{\"title\":\"{word}\",\"url\":\"https://x.example/1\"}"),
        Write(
            "DocumentReference",
            "\"status\":\"current\",\"description\":\"{word}\","
                + "\"content\":[{\"attachment\":{\"title\":\"x\",\"url\":\"https://x.example/2\"}}]"
        ),
        Write(
            "Appointment",
            "\"status\":\"proposed\",\"comment\":\"{word}\",\"participant\":[{\"actor\":{\"display\":\"x\"},\"status\":\"accepted\"}]"
        ),
        Write(
            "Immunization",
            "\"status\":\"completed\",\"vaccineCode\":{\"text\":\"BCG\"},\"patient\":{\"display\":\"x\"},\"occurrenceString\":\"{word}\""
        ),
        Write("Procedure", $"\"status\":\"completed\",{Subject},\"contained\":[{Contained}],\"report\":[{{\"reference\":\"#c\"}}]"),
        Write("Patient", "\"extension\":[{\"url\":\"https://x.example/a\",\"valueString\":\"{word}\"}]"),
    ];

    /// <summary>The n-th place with this word.</summary>
    public static string Fill(int n, string word) =>
        All[n]
            .Replace("{div}", $"\"<div xmlns=\\\"http://www.w3.org/1999/xhtml\\\"><p>{word}</p></div>\"", StringComparison.Ordinal)
            .Replace("{base64}", Convert.ToBase64String(Encoding.UTF8.GetBytes(word)), StringComparison.Ordinal)
            .Replace("{word}", word, StringComparison.Ordinal);

    const string Contained = """{"resourceType":"DiagnosticReport","id":"c","status":"final","code":{"text":"x"},"conclusion":"{word}"}""";

    static string Write(string type, string rest) => $$"""{"resourceType":"{{type}}",{{rest}}}""";

    static string Observed(string rest) => Write("Observation", "\"status\":\"final\"," + rest);

    static string Patiently(string type, string rest) => Write(type, "\"code\":{\"text\":\"Entry\"}," + rest);

    static string Allergic(string rest) =>
        Patiently(
            "AllergyIntolerance",
            "\"patient\":{\"display\":\"x\"},\"clinicalStatus\":{\"coding\":[{\"code\":\"active\","
                + $"\"system\":\"http://terminology.hl7.org/CodeSystem/allergyintolerance-clinical\"}}]}},{rest}"
        );

    static string Answer(string answer) =>
        $$"""
            {"resourceType":"QuestionnaireResponse","status":"completed","item":[{"linkId":"1","text":"Other?","answer":[{{{answer}}}]}]}
            """;

    static string Medicine(string rest) =>
        Write("MedicationStatement", $"\"status\":\"active\",{Subject},\"medicationCodeableConcept\":{{\"text\":\"Aspirin\"}},{rest}");

    static string Relative(string rest) =>
        Write(
            "FamilyMemberHistory",
            $"\"status\":\"completed\",\"patient\":{{\"display\":\"x\"}},\"relationship\":{{\"text\":\"mother\"}},{rest}"
        );

    static string Letter(string rest) =>
        Write(
            "Composition",
            "\"status\":\"final\",\"type\":{\"text\":\"Letter\"},\"date\":\"2026-11-20\",\"author\":[{\"display\":\"x\"}],"
                + $"\"title\":\"Referral letter\",{rest}"
        );
}
