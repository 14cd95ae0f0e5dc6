namespace ReferralHub.Tests;

/// <summary>A small directory: one practice, seven joint services, one that takes suspected cancer.</summary>
public static class TestDirectory
{
    public static void Write(string folder) => Write(folder, "http://127.0.0.1:9");

    /// <param name="providerUrl">Where the services' endpoints are.</param>
    public static void Write(string folder, string providerUrl)
    {
        File.WriteAllText(
            Path.Combine(folder, "practices.csv"),
            "ods,name,listSize,latitude,longitude\nL81008,Test Practice,8000,51.45,-2.59\n"
        );
        File.WriteAllText(
            Path.Combine(folder, "prices.csv"),
            "specialty,provider,pence,effectiveFrom,source\n110,,15000,2026-04-01,Test figure\n110,RH1,17000,2026-04-01,Test figure\n"
        );
        File.WriteAllText(Path.Combine(folder, "budgets.csv"), "practice,yearStarting,pence,source\nL81008,2026,10000000,Test figure\n");
        var services = string.Join(",\n", Enumerable.Range(1, 7).Select(i => DescribeService(i, providerUrl)));
        File.WriteAllText(
            Path.Combine(folder, "services.fhir.json"),
            $$"""{ "resourceType": "Bundle", "type": "collection", "entry": [ {{services}} ] }"""
        );
    }

    /// <summary>Hospital i with its joint clinic; all but the seventh take routine and urgent referrals only.</summary>
    static string DescribeService(int i, string providerUrl)
    {
        const string Own = "https://fhir.referralhub.example/StructureDefinition";
        const string Setting = "https://fhir.hl7.org.uk/CodeSystem/UKCore-PracticeSettingCode";
        const string Ods = "https://fhir.nhs.uk/Id/ods-organization-code";
        var priorities = i < 7 ? $$""", { "url": "{{Own}}/service-priorities", "valueString": "routine urgent" }""" : "";
        return $$"""
            {
              "resource": {
                "resourceType": "Organization",
                "id": "RH{{i}}",
                "identifier": [ { "system": "{{Ods}}", "value": "RH{{i}}" } ],
                "name": "Hospital {{i}}"
              }
            },
            { "resource": { "resourceType": "Endpoint", "id": "e{{i}}", "address": "{{providerUrl}}/RH{{i}}/$process-message" } },
            {
              "resource": {
                "resourceType": "HealthcareService",
                "id": "joint-{{i}}",
                "active": true,
                "name": "Joint clinic {{i}}",
                "providedBy": { "reference": "Organization/RH{{i}}" },
                "specialty": [ { "coding": [ { "system": "{{Setting}}", "code": "110" } ] } ],
                "endpoint": [ { "reference": "Endpoint/e{{i}}" } ],
                "extension": [ { "url": "{{Own}}/service-wait-days", "valueInteger": {{80 - (i * 10)}} }{{priorities}} ]
              }
            }
            """;
    }
}
