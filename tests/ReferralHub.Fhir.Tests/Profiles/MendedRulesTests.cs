using System.Text;
using ReferralHub.Fhir.Profiles;
using ReferralHub.Fhir.Structure;
using Shouldly;
using Xunit;

namespace ReferralHub.Fhir.Tests.Profiles;

/// <summary>Rules that other validators have shown to be easy to get wrong.</summary>
public sealed class MendedRulesTests : IDisposable
{
    const string Kilograms = "\"system\":\"http://unitsofmeasure.org\",\"code\":\"kg\"";
    const string Observed = "\"resourceType\":\"Observation\",\"status\":\"final\",\"code\":{\"text\":\"x\"}";
    readonly ProfileFixture fixture = new();

    public void Dispose() => fixture.Dispose();

    [Fact]
    public void ResourceOfAnInvariant_IsTheOneThatTheProfileIsAbout()
    {
        fixture.Profile("bundle", "Bundle", OnEntry("%resource.type().name = 'Bundle' and %rootResource.type().name = 'Bundle'"));
        fixture.Profile("patient", "Patient", OnPatient("%resource.type().name = 'Patient' and %rootResource.type().name = 'Patient'"));

        fixture
            .Check(
                $$$$"""
                {"resourceType":"Bundle","type":"collection","entry":[{"fullUrl":"urn:uuid:0a08fbc4-ba6a-40b5-b8af-9a18ddddaf1e",
                 "resource":{"resourceType":"Patient","meta":{"profile":["{{{{ProfileFixture.Base}}}}patient"]}}}]}
                """,
                "bundle"
            )
            .Told.ShouldBeEmpty();
    }

    [Fact]
    public void RootOfAContainedResource_IsItsContainer()
    {
        fixture.Profile("patient", "Patient", OnPatient("%resource.type().name = 'Patient' and %rootResource.type().name = 'Basic'"));

        fixture
            .Check(
                $$$$"""
                {"resourceType":"Basic","code":{"text":"x"},"subject":{"reference":"#p"},
                 "contained":[{"resourceType":"Patient","id":"p","meta":{"profile":["{{{{ProfileFixture.Base}}}}patient"]}}]}
                """
            )
            .Told.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("patternIdentifier")]
    [InlineData("fixedIdentifier")]
    public void Slices_GoByWhatIsFixedForTheWhole(string how)
    {
        fixture.Profile(
            "p",
            "Patient",
            $$$"""
            {"id":"Patient.identifier","path":"Patient.identifier","slicing":{"discriminator":[{"type":"value","path":"system"}],
             "rules":"open"}},
            {"id":"Patient.identifier:a","path":"Patient.identifier","sliceName":"a","min":1,"max":"1","{{{how}}}":{"system":"urn:a"}}
            """
        );

        fixture.Check("""{"resourceType":"Patient","identifier":[{"system":"urn:a"},{"system":"urn:b"}]}""", "p").Told.ShouldBeEmpty();
        fixture.Check("""{"resourceType":"Patient","identifier":[{"system":"urn:b"}]}""", "p").Told.ShouldBe(["error required at Patient"]);
    }

    [Fact]
    public void DiscriminatorOfWhichASliceSaysNothing_TellsNothingOfIt()
    {
        fixture.Profile(
            "p",
            "Patient",
            """
            {"id":"Patient.identifier","path":"Patient.identifier","slicing":{"discriminator":[{"type":"value","path":"system"},
             {"type":"value","path":"use"}],"rules":"closed"}},
            {"id":"Patient.identifier:a","path":"Patient.identifier","sliceName":"a","min":1},
            {"id":"Patient.identifier:a.system","path":"Patient.identifier.system","fixedUri":"urn:a"}
            """
        );

        fixture.Check("""{"resourceType":"Patient","identifier":[{"system":"urn:a","use":"old"}]}""", "p").Told.ShouldBeEmpty();
        fixture.Check("""{"resourceType":"Patient","identifier":[{"use":"old"}]}""", "p").Told.Count.ShouldBe(2);
    }

    [Theory]
    [InlineData(""" "value":1000,"system":"http://unitsofmeasure.org","code":"g" """, true)]
    [InlineData(""" "value":999,"system":"http://unitsofmeasure.org","code":"g" """, false)]
    [InlineData(""" "value":10000,"system":"http://unitsofmeasure.org","code":"g" """, true)]
    [InlineData(""" "value":10001,"system":"http://unitsofmeasure.org","code":"g" """, false)]
    [InlineData(""" "value":99999,"system":"http://unitsofmeasure.org","code":"cm" """, true)]
    [InlineData(""" "value":0.5,"system":"urn:own","code":"kg" """, true)]
    public void BoundsOfQuantities_HoldInAnyUnit(string quantity, bool isRight)
    {
        fixture.Profile(
            "p",
            "Observation",
            $$$$"""
            {"id":"Observation.value[x]","path":"Observation.value[x]","minValueQuantity":{"value":1,{{{{Kilograms}}}}},
             "maxValueQuantity":{"value":10,{{{{Kilograms}}}}}}
            """
        );

        fixture
            .Check($$$$"""{{{{{Observed}}}},"valueQuantity":{{{{{quantity}}}}}}""", "p")
            .Told.ShouldBe(isRight ? [] : ["error value at Observation.valueQuantity"]);
    }

    [Theory]
    [InlineData("1900-01-01", true)]
    [InlineData("1850-01-01", false)]
    [InlineData("2027-06-01", true)]
    [InlineData("2028-06-01", false)]
    public void BoundThatIsADuration_IsCountedFromNow(string born, bool isRight)
    {
        fixture.Profile(
            "p",
            "Patient",
            """
            {"id":"Patient.birthDate","path":"Patient.birthDate","minValueQuantity":{"value":150,"system":"http://unitsofmeasure.org",
             "code":"a"},
             "maxValueQuantity":{"value":1,"system":"http://unitsofmeasure.org","code":"a"}}
            """
        );
        var validator = new FhirValidator(fixture.Load(), new At(new(2026, 11, 27, 10, 0, 0, TimeSpan.Zero)));
        var (document, _) = FhirJson.Read(Encoding.UTF8.GetBytes($$$$"""{"resourceType":"Patient","birthDate":"{{{{born}}}}"}"""));

        using (document)
            validator
                .CheckProfiles(document!, [ProfileFixture.Base + "p"])
                .Select(i => i.Expression)
                .ShouldBe(isRight ? [] : ["Patient.birthDate"]);
    }

    [Theory]
    [InlineData("""{"resourceType":"Patient","_gender":{"extension":[{"url":"urn:x","valueCode":"a"}]}}""", "Patient._gender")]
    [InlineData("""{"resourceType":"Patient","gender":"male","_gender":{"extension":[{"url":"urn:x","valueCode":"a"}]}}""", null)]
    [InlineData(
        """{"resourceType":"AllergyIntolerance","patient":{"display":"x"},"clinicalStatus":{"text":"active"}}""",
        "AllergyIntolerance.clinicalStatus"
    )]
    [InlineData(
        """
            {"resourceType":"AllergyIntolerance","patient":{"display":"x"},"clinicalStatus":{"coding":[{"system":"urn:x","code":"active"}]}}
            """,
        "AllergyIntolerance.clinicalStatus"
    )]
    public void RequiredBinding_WantsACodeAndNotWords(string resource, string? at)
    {
        var (document, _) = FhirJson.Read(Encoding.UTF8.GetBytes(resource));

        using (document)
        {
            FhirStructure.Check(document!).ShouldBeEmpty("it is no reason to turn a message away");
            FhirStructure.Check(document!, isStrict: true).Select(i => i.Expression).ShouldBe(at is null ? [] : [at]);
        }
    }

    [Theory]
    [InlineData(1024 * 1024, "é", true)]
    [InlineData((1024 * 1024) + 1, "a", false)]
    public void Text_HasAtMostAMegabyteOfCharacters(int count, string character, bool isRight)
    {
        var text = string.Concat(Enumerable.Repeat(character, count));
        var (document, _) = FhirJson.Read(Encoding.UTF8.GetBytes($$$$"""{"resourceType":"Patient","name":[{"text":"{{{{text}}}}"}]}"""));

        using (document)
            FhirStructure.Check(document!).Select(i => i.Code).ShouldBe(isRight ? [] : ["too-long"]);
    }

    static string OnEntry(string rule) =>
        $$$$"""
            {"id":"Bundle.entry.resource","path":"Bundle.entry.resource","constraint":[{"key":"a","severity":"error","human":"a",
             "expression":"{{{{rule}}}}"}]}
            """;

    static string OnPatient(string rule) =>
        $$$$"""
            {"id":"Patient","path":"Patient","constraint":[{"key":"b","severity":"error","human":"b","expression":"{{{{rule}}}}"}]}
            """;

    sealed class At(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
