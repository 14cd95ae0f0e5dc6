using Shouldly;
using Xunit;

namespace ReferralHub.Fhir.Tests.Profiles;

/// <summary>Slices by value, pattern, type, exists and profile; open, closed, in order, and within one another.</summary>
public sealed class SlicingTests : IDisposable
{
    readonly ProfileFixture fixture = new();

    public void Dispose() => fixture.Dispose();

    [Fact]
    public void ByValue_CountsAndRulesAreThoseOfTheSlice()
    {
        fixture.Profile("p", "Patient", ByValue(rules: "open"));

        Told(Identifiers("""{"system":"urn:nhs","value":"1"},{"system":"urn:x"}""")).ShouldBeEmpty();
        Told(Identifiers("""{"system":"urn:x"}""")).ShouldBe(["error required at Patient"]);
        Told(Identifiers("""{"system":"urn:nhs"}""")).ShouldBe(["error required at Patient.identifier[0]"]);
        Told(Identifiers("""{"system":"urn:nhs","value":"1"},{"system":"urn:nhs","value":"2"}"""))
            .ShouldBe(["error structure at Patient.identifier[1]"]);
    }

    [Fact]
    public void MissingSlice_IsDescribed() =>
        fixture
            .Profile("p", "Patient", ByValue("open"))
            .Check(Identifiers("""{"system":"urn:x"}"""), "p")
            .Issues[0]
            .Text.ShouldBe("Patient.identifier:nhs must stand here at least once with system urn:nhs; there are none (p).");

    [Fact]
    public void Closed_RefusesWhatIsInNoSlice()
    {
        fixture.Profile("p", "Patient", ByValue("closed"));

        Told(Identifiers("""{"system":"urn:nhs","value":"1"},{"system":"urn:x"}""")).ShouldBe(["error structure at Patient.identifier[1]"]);
    }

    [Fact]
    public void OpenAtEnd_WantsTheOthersBehind()
    {
        fixture.Profile("p", "Patient", ByValue("openAtEnd"));

        Told(Identifiers("""{"system":"urn:nhs","value":"1"},{"system":"urn:x"}""")).ShouldBeEmpty();
        Told(Identifiers("""{"system":"urn:x"},{"system":"urn:nhs","value":"1"}""")).ShouldBe(["error structure at Patient.identifier[1]"]);
    }

    [Fact]
    public void Ordered_WantsTheOrderOfTheProfile()
    {
        fixture.Profile(
            "p",
            "Patient",
            """
            {"id":"Patient.identifier","path":"Patient.identifier","slicing":{"discriminator":[{"type":"value","path":"system"}],
             "rules":"open","ordered":true}},
            {"id":"Patient.identifier:a","path":"Patient.identifier","sliceName":"a"},{"id":"Patient.identifier:a.system",
             "path":"Patient.identifier.system","fixedUri":"urn:a"},
            {"id":"Patient.identifier:b","path":"Patient.identifier","sliceName":"b"},{"id":"Patient.identifier:b.system",
             "path":"Patient.identifier.system","fixedUri":"urn:b"}
            """
        );

        Told(Identifiers("""{"system":"urn:a"},{"system":"urn:b"}""")).ShouldBeEmpty();
        Told(Identifiers("""{"system":"urn:b"},{"system":"urn:a"}""")).ShouldBe(["error structure at Patient.identifier[1]"]);
    }

    [Theory]
    [InlineData(
        "value",
        "coding.code",
        """{"id":"Observation.category:lab.coding.code","path":"Observation.category.coding.code","fixedCode":"laboratory"}"""
    )]
    [InlineData(
        "pattern",
        "$this",
        """
            {"id":"Observation.category:lab","path":"Observation.category","sliceName":"lab","min":1,
            "patternCodeableConcept":{"coding":[{"code":"laboratory"}]}}
            """
    )]
    [InlineData(
        "value",
        "$this",
        """
            {"id":"Observation.category:lab","path":"Observation.category","sliceName":"lab","min":1,
            "patternCodeableConcept":{"coding":[{"code":"laboratory"}]}}
            """
    )]
    [InlineData("exists", "text", """{"id":"Observation.category:lab.text","path":"Observation.category.text","min":1}""")]
    public void Discriminators_FindTheSlice(string kind, string path, string rule)
    {
        fixture.Profile(
            "p",
            "Observation",
            $$$$"""
            {"id":"Observation.category","path":"Observation.category","slicing":{"discriminator":[{"type":"{{{{kind}}}}",
             "path":"{{{{path}}}}"}],"rules":"open"}},
            {"id":"Observation.category:lab","path":"Observation.category","sliceName":"lab","min":1},{{{{rule}}}}
            """
        );

        Told(Observation(""" "category":[{"coding":[{"code":"other"}]},{"coding":[{"code":"laboratory"}],"text":"lab"}] """))
            .ShouldBeEmpty();
        Told(Observation(""" "category":[{"coding":[{"code":"other"}]}] """)).ShouldBe(["error required at Observation"]);
    }

    [Fact]
    public void ByType_OfAChoice()
    {
        fixture.Profile(
            "p",
            "Observation",
            """
            {"id":"Observation.value[x]","path":"Observation.value[x]","slicing":{"discriminator":[{"type":"type","path":"$this"}],
             "rules":"closed"}},
            {"id":"Observation.value[x]:valueQuantity","path":"Observation.value[x]","sliceName":"valueQuantity",
             "type":[{"code":"Quantity"}]},
            {"id":"Observation.value[x]:valueQuantity.code","path":"Observation.value[x].code","min":1}
            """
        );

        Told(Observation(""" "valueQuantity":{"value":1,"system":"urn:u","code":"kg"} """)).ShouldBeEmpty();
        Told(Observation(""" "valueQuantity":{"value":1} """)).ShouldBe(["error required at Observation.valueQuantity"]);
        Told(Observation(""" "valueString":"a" """)).ShouldBe(["error structure at Observation.valueString"]);
    }

    [Fact]
    public void ChoiceByItsJsonName_IsASliceOfThatType()
    {
        fixture.Profile("p", "Observation", """{"id":"Observation.valueQuantity.code","path":"Observation.valueQuantity.code","min":1}""");

        Told(Observation(""" "valueString":"a" """)).ShouldBeEmpty();
        Told(Observation(""" "valueQuantity":{"value":1} """)).ShouldBe(["error required at Observation.valueQuantity"]);
    }

    [Fact]
    public void ByTypeAndByProfile_OfWhatAReferencePointsTo()
    {
        fixture.Profile("female", "Patient", """{"id":"Patient.gender","path":"Patient.gender","min":1,"fixedCode":"female"}""");
        fixture.Profile(
            "p",
            "List",
            $$$$"""
            {"id":"List.entry","path":"List.entry","slicing":{"discriminator":[{"type":"profile","path":"item.resolve()"}],"rules":"open"}},
            {"id":"List.entry:her","path":"List.entry","sliceName":"her","min":1},
            {"id":"List.entry:her.item","path":"List.entry.item","type":[{"code":"Reference",
             "targetProfile":["{{{{ProfileFixture.Base}}}}female"]}]}
            """
        );

        Told(WithPatient("female")).ShouldBeEmpty();
        Told(WithPatient("male")).ShouldBe(["error required at List"]);
        static string WithPatient(string gender) =>
            $$$$"""
                {"resourceType":"List","status":"current","mode":"snapshot","contained":[{"resourceType":"Patient","id":"p",
                "gender":"{{{{gender}}}}"}],"entry":[{"item":{"reference":"#p"}}]}
                """;
    }

    [Fact]
    public void EntriesOfABundle_ByTypeOfResource()
    {
        fixture.Profile(
            "p",
            "Bundle",
            """
            {"id":"Bundle.entry","path":"Bundle.entry","slicing":{"discriminator":[{"type":"type","path":"resource"}],"rules":"open"}},
            {"id":"Bundle.entry:patient","path":"Bundle.entry","sliceName":"patient","min":1,"max":"1"},
            {"id":"Bundle.entry:patient.resource","path":"Bundle.entry.resource","min":1,"type":[{"code":"Patient"}]}
            """
        );

        Told(Bundle("""{"resource":{"resourceType":"Patient","active":true}},{"resource":{"resourceType":"Basic","code":{"text":"x"}}}"""))
            .ShouldBeEmpty();
        Told(Bundle("""{"resource":{"resourceType":"Basic","code":{"text":"x"}}}""")).ShouldBe(["error required at Bundle"]);
        static string Bundle(string entries) => $$$$"""{"resourceType":"Bundle","type":"collection","entry":[{{{{entries}}}}]}""";
    }

    [Fact]
    public void SlicesWithinSlices_AreEachHeldToTheirOwn()
    {
        fixture.Profile(
            "p",
            "Observation",
            """
            {"id":"Observation.component","path":"Observation.component","slicing":{"discriminator":[{"type":"value",
             "path":"code.coding.code"}],"rules":"open"}},
            {"id":"Observation.component:sys","path":"Observation.component","sliceName":"sys","min":1},
            {"id":"Observation.component:sys.code.coding","path":"Observation.component.code.coding",
             "slicing":{"discriminator":[{"type":"value","path":"system"}],"rules":"open"}},
            {"id":"Observation.component:sys.code.coding:sct","path":"Observation.component.code.coding","sliceName":"sct","min":1},
            {"id":"Observation.component:sys.code.coding:sct.system","path":"Observation.component.code.coding.system","min":1,
             "fixedUri":"http://snomed.info/sct"},
            {"id":"Observation.component:sys.code.coding:sct.code","path":"Observation.component.code.coding.code","min":1,
             "fixedCode":"72313002"}
            """
        );

        Told(
                Observation(
                    """
                    "component":[{"code":{"coding":[{"system":"http://snomed.info/sct","code":"72313002"},{"system":"urn:x","code":"y"}]},
                    "valueInteger":1}]
                    """
                )
            )
            .ShouldBeEmpty();
        Told(Observation(""" "component":[{"code":{"coding":[{"system":"urn:x","code":"y"}]},"valueInteger":1}] """))
            .ShouldBe(["error required at Observation"]);
        Told(Observation(""" "component":[{"code":{"coding":[{"system":"urn:x","code":"72313002"}]},"valueInteger":1}] """))
            .ShouldBe(["error required at Observation.component[0].code"]);
    }

    [Fact]
    public void SlicesWithoutASayHow_AreToldAsNotChecked()
    {
        fixture.Profile("p", "Patient", """{"id":"Patient.identifier:a","path":"Patient.identifier","sliceName":"a","min":1}""");

        Told(Identifiers("""{"system":"urn:a"}""")).ShouldBe(["information incomplete at Patient.identifier[0]"]);
    }

    List<string> Told(string resource) => fixture.Check(resource, "p").Told;

    static string ByValue(string rules) =>
        $$$$"""
            {"id":"Patient.identifier","path":"Patient.identifier","slicing":{"discriminator":[{"type":"value","path":"system"}],
             "rules":"{{{{rules}}}}"}},
            {"id":"Patient.identifier:nhs","path":"Patient.identifier","sliceName":"nhs","min":1,"max":"1"},
            {"id":"Patient.identifier:nhs.system","path":"Patient.identifier.system","min":1,"fixedUri":"urn:nhs"},
            {"id":"Patient.identifier:nhs.value","path":"Patient.identifier.value","min":1}
            """;

    static string Identifiers(string items) => $$$$"""{"resourceType":"Patient","identifier":[{{{{items}}}}]}""";

    static string Observation(string content) =>
        $$$$"""{"resourceType":"Observation","status":"final","code":{"text":"c"},{{{{content}}}}}""";
}
