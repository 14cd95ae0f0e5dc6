using System.Text;
using ReferralHub.Fhir.Packages;
using ReferralHub.Fhir.Profiles;
using ReferralHub.Fhir.Structure;
using Shouldly;
using Xunit;

namespace ReferralHub.Fhir.Tests.Profiles;

/// <summary>What HL7 publishes with R4 is at hand without any package, and gives way to what is loaded.</summary>
public sealed class CoreDefinitionTests : IDisposable
{
    const string Core = "http://hl7.org/fhir/StructureDefinition/";
    readonly ProfileFixture fixture = new();

    public void Dispose() => fixture.Dispose();

    [Theory]
    [InlineData("StructureDefinition", Core + "patient-birthTime")]
    [InlineData("StructureDefinition", Core + "vitalsigns")]
    [InlineData("ValueSet", "http://hl7.org/fhir/ValueSet/age-units|4.0.1")]
    [InlineData("ValueSet", "http://terminology.hl7.org/ValueSet/v3-ActCode")]
    [InlineData("CodeSystem", "http://terminology.hl7.org/CodeSystem/v2-0203")]
    public void Definition_IsAtHand(string type, string url) => DefinitionSet.None.Find(type, url).ShouldNotBeNull();

    [Fact]
    public void EveryProfileAndValueSet_CanBeRead()
    {
        var all = CoreDefinitions.All().ToList();

        all.Count.ShouldBe(2798);
        foreach (var (type, url) in all)
        {
            var definition = DefinitionSet.None.Find(type, url).ShouldNotBeNull(url);
            definition.Url.ShouldBe(url);
            if (type == "StructureDefinition")
                DefinitionSet.None.FindProfile(url).ShouldNotBeNull().MissingBase.ShouldBeNull(url);
            else if (type == "ValueSet")
                DefinitionSet.None.Expand(url).ShouldNotBeNull();
            else
                DefinitionSet.None.FindSystem(url).ShouldNotBeNull();
        }
    }

    [Fact]
    public void WhatIsLoaded_ComesBeforeWhatR4Has()
    {
        fixture.Add(
            """
            {"resourceType":"ValueSet","url":"http://hl7.org/fhir/ValueSet/age-units","status":"active",
             "compose":{"include":[{"system":"urn:own","concept":[{"code":"a"}]}]}}
            """
        );

        fixture.Load().Expand("http://hl7.org/fhir/ValueSet/age-units")!.Codes.ShouldBe([("urn:own", "a")]);
        DefinitionSet.None.Expand("http://hl7.org/fhir/ValueSet/age-units")!.Codes.Count.ShouldBe(6);
    }

    // resource | what is told
    [Theory]
    [InlineData(
        """{"resourceType":"Patient","_birthDate":{"extension":[{"url":"{core}patient-birthTime","valueDateTime":"2020-01-01"}]}}""",
        null
    )]
    [InlineData(
        """{"resourceType":"Patient","_birthDate":{"extension":[{"url":"{core}patient-birthTime","valueString":"x"}]}}""",
        "structure at Patient._birthDate.extension[0].valueString"
    )]
    [InlineData(
        """{"resourceType":"Patient","name":[{"extension":[{"url":"{core}humanname-mothers-family","valueString":"x"}]}]}""",
        "structure at Patient.name[0].extension[0]"
    )]
    [InlineData(
        """
            {"resourceType":"NutritionOrder","status":"active","intent":"order","dateTime":"2026-11-27","patient":{"display":"x"},
            "extension":[{"url":"{core}request-doNotPerform","valueBoolean":true}]}
            """,
        "structure at NutritionOrder.extension[0]"
    )]
    [InlineData(
        """
            {"resourceType":"Patient","modifierExtension":[{"url":"{core}patient-nationality","extension":[{"url":"code",
            "valueCodeableConcept":{"text":"x"}}]}]}
            """,
        "structure at Patient.modifierExtension[0]"
    )]
    [InlineData("""{"resourceType":"Patient","extension":[{"url":"urn:nobody","valueCode":"x"}]}""", "extension at Patient.extension[0]")]
    [InlineData("""{"resourceType":"Patient","extension":[{"url":"{core}of-a-later-release","valueCode":"x"}]}""", null)]
    public void Extension_StandsWhereItsDefinitionSays(string resource, string? told) =>
        Errors(resource).ShouldBe(told is null ? [] : [told]);

    [Fact]
    public void UnknownExtension_IsToldWhenItIsNoError()
    {
        var validator = new FhirValidator(DefinitionSet.None) { UnknownExtensions = UnknownExtensions.AreTold };

        var issues = Check(validator, """{"resourceType":"Patient","extension":[{"url":"urn:nobody","valueCode":"x"}]}""");

        issues.ShouldHaveSingleItem().Severity.ShouldBe(FhirSeverity.Information);
    }

    [Fact]
    public void GuideThatAsksForAProfileOfEveryResource_IsFollowed()
    {
        fixture
            .Profile("p", "Patient", """{"id":"Patient.name","path":"Patient.name","min":1}""")
            .Add(
                $$$$"""
                {"resourceType":"ImplementationGuide","url":"urn:guide","name":"G","status":"active","packageId":"g",
                 "fhirVersion":["4.0.1"],
                 "global":[{"type":"Patient","profile":"{{{{ProfileFixture.Base}}}}p"}]}
                """
            );

        var issues = Check(new(fixture.Load()), """{"resourceType":"Patient","active":true}""");

        issues.ShouldHaveSingleItem().Code.ShouldBe("required");
    }

    static List<string> Errors(string resource) =>
        [
            .. Check(new(DefinitionSet.None), resource.Replace("{core}", Core, StringComparison.Ordinal))
                .Where(i => i.Severity == FhirSeverity.Error)
                .Select(i => $"{i.Code} at {i.Expression}"),
        ];

    static IReadOnlyList<FhirIssue> Check(FhirValidator validator, string resource)
    {
        var (document, problem) = FhirJson.Read(Encoding.UTF8.GetBytes(resource));
        problem.ShouldBeNull();
        using (document)
            return validator.Check(document!);
    }
}
