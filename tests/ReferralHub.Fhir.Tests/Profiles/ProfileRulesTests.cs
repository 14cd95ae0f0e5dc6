using ReferralHub.Fhir.Structure;
using Shouldly;
using Xunit;

namespace ReferralHub.Fhir.Tests.Profiles;

/// <summary>Each kind of rule a profile can hold: what keeps it, and what breaks it.</summary>
public sealed class ProfileRulesTests : IDisposable
{
    const string Nhs = "https://fhir.nhs.uk/Id/nhs-number";
    readonly ProfileFixture fixture = new();

    public void Dispose() => fixture.Dispose();

    // elements of a differential on Patient | patient that keeps it | patient that breaks it | what is told
    [Theory]
    [InlineData(
        """{"id":"Patient.birthDate","path":"Patient.birthDate","min":1}""",
        """ "birthDate":"1980-01-01" """,
        """ "active":true """,
        "error required at Patient"
    )]
    [InlineData(
        """{"id":"Patient.photo","path":"Patient.photo","max":"0"}""",
        """ "active":true """,
        """ "photo":[{"title":"x"}] """,
        "error structure at Patient.photo[0]"
    )]
    [InlineData(
        """{"id":"Patient.name","path":"Patient.name","max":"1"}""",
        """ "name":[{"text":"a"}] """,
        """ "name":[{"text":"a"},{"text":"b"}] """,
        "error structure at Patient.name[1]"
    )]
    [InlineData(
        """{"id":"Patient.name.family","path":"Patient.name.family","min":1}""",
        """ "active":true """,
        """ "name":[{"family":"a"},{"text":"b"}] """,
        "error required at Patient.name[1]"
    )]
    [InlineData(
        """{"id":"Patient.gender","path":"Patient.gender","fixedCode":"female"}""",
        """ "gender":"female" """,
        """ "gender":"male" """,
        "error value at Patient.gender"
    )]
    [InlineData(
        """{"id":"Patient.active","path":"Patient.active","fixedBoolean":true}""",
        """ "active":true """,
        """ "active":false """,
        "error value at Patient.active"
    )]
    [InlineData(
        """
            {"id":"Patient.maritalStatus","path":"Patient.maritalStatus","patternCodeableConcept":{"coding":[{"system":"urn:s",
             "code":"M"}]}}
            """,
        """
            "maritalStatus":{"coding":[{"system":"urn:o","code":"X"},{"system":"urn:s","code":"M","display":"Married"}],"text":"married"}
            """,
        """ "maritalStatus":{"coding":[{"system":"urn:s","code":"S"}]} """,
        "error value at Patient.maritalStatus"
    )]
    [InlineData(
        """{"id":"Patient.maritalStatus","path":"Patient.maritalStatus","fixedCodeableConcept":{"text":"x"}}""",
        """ "maritalStatus":{"text":"x"} """,
        """ "maritalStatus":{"text":"x","coding":[{"code":"y"}]} """,
        "error value at Patient.maritalStatus"
    )]
    [InlineData(
        """{"id":"Patient.birthDate","path":"Patient.birthDate","minValueDate":"1900-01-01"}""",
        """ "birthDate":"1900-01-01" """,
        """ "birthDate":"1899-12-31" """,
        "error value at Patient.birthDate"
    )]
    [InlineData(
        """{"id":"Patient.multipleBirth[x]","path":"Patient.multipleBirth[x]","maxValueInteger":3}""",
        """ "multipleBirthInteger":3 """,
        """ "multipleBirthInteger":4 """,
        "error value at Patient.multipleBirthInteger"
    )]
    [InlineData(
        """{"id":"Patient.name.family","path":"Patient.name.family","maxLength":3}""",
        """ "name":[{"family":"abc"}] """,
        """ "name":[{"family":"abcd"}] """,
        "error too-long at Patient.name[0].family"
    )]
    [InlineData(
        """{"id":"Patient.deceased[x]","path":"Patient.deceased[x]","type":[{"code":"dateTime"}]}""",
        """ "deceasedDateTime":"2020" """,
        """ "deceasedBoolean":true """,
        "error structure at Patient.deceasedBoolean"
    )]
    [InlineData(
        """
            {"id":"Patient.generalPractitioner","path":"Patient.generalPractitioner","type":[{"code":"Reference",
            "targetProfile":["http://hl7.org/fhir/StructureDefinition/Organization"]}]}
            """,
        """ "generalPractitioner":[{"reference":"Organization/1"}] """,
        """ "generalPractitioner":[{"reference":"Practitioner/1"}] """,
        "error structure at Patient.generalPractitioner[0]"
    )]
    [InlineData(
        """
            {"id":"Patient","path":"Patient","constraint":[{"key":"own-1","severity":"error","human":"Someone must be asked for.",
            "expression":"name.exists()"}]}
            """,
        """ "name":[{"text":"a"}] """,
        """ "active":true """,
        "error invariant at Patient"
    )]
    [InlineData(
        """
            {"id":"Patient.name","path":"Patient.name","constraint":[{"key":"own-2","severity":"warning","human":"A family name helps.",
            "expression":"family.exists()"}]}
            """,
        """ "name":[{"family":"a"}] """,
        """ "name":[{"text":"b"}] """,
        "warning invariant at Patient.name[0]"
    )]
    [InlineData(
        """{"id":"Patient.contact.name.given","path":"Patient.contact.name.given","min":2}""",
        """ "contact":[{"name":{"given":["a","b"]}}] """,
        """ "contact":[{"name":{"given":["a"]}}] """,
        "error required at Patient.contact[0].name"
    )]
    [InlineData(
        """{"id":"Patient.birthDate.extension","path":"Patient.birthDate.extension","max":"0"}""",
        """ "birthDate":"1980-01-01" """,
        """ "birthDate":"1980-01-01","_birthDate":{"extension":[{"url":"a","valueString":"b"}]} """,
        "error structure at Patient._birthDate.extension[0]"
    )]
    public void Rule_KeptAndBroken_IsTold(string element, string kept, string broken, string told)
    {
        fixture.Profile("rule", "Patient", element);

        fixture.Check(Patient(kept), "rule").Told.ShouldBeEmpty();
        fixture.Check(Patient(broken), "rule").Told.ShouldBe([told]);
    }

    static string Patient(string content, string? claims = null) =>
        claims is null
            ? $$"""{"resourceType":"Patient",{{content}} }"""
            : $$$"""{"resourceType":"Patient","meta":{"profile":["{{{ProfileFixture.Base}}}{{{claims}}}"]},{{{content}}} }""";
}
