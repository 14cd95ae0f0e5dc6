using ReferralHub.Fhir.Structure;
using Shouldly;
using Xunit;

namespace ReferralHub.Fhir.Tests.Profiles;

/// <summary>Which profiles a resource is held against, and what is told of those that are not at hand or cannot be used.</summary>
public sealed class ProfileUseTests : IDisposable
{
    const string Nhs = "https://fhir.nhs.uk/Id/nhs-number";
    readonly ProfileFixture fixture = new();

    public void Dispose() => fixture.Dispose();

    [Fact]
    public void ClaimedProfile_IsCheckedWithoutBeingAskedFor()
    {
        fixture.Profile("named", "Patient", """{"id":"Patient.name","path":"Patient.name","min":1}""");

        var (told, issues) = fixture.Check(Patient(""" "active":true """, "named"));

        told.ShouldBe(["error required at Patient"]);
        issues[0].Text.ShouldBe("Patient.name must stand here at least once; there are none (named).");
    }

    [Fact]
    public void ProfileNotAtHand_IsToldAsNotChecked()
    {
        var (told, issues) = fixture.Check(Patient(""" "active":true """, "unknown"));

        told.ShouldBe(["information incomplete at Patient"]);
        issues[0].Text.ShouldContain("https://example.org/fhir/unknown");
    }

    [Fact]
    public void EveryResourceOfABundle_IsCheckedAgainstWhatItClaims()
    {
        fixture.Profile("named", "Patient", """{"id":"Patient.name","path":"Patient.name","min":1}""");
        var named = Patient(""" "name":[{"text":"a"}] """, "named");
        var nameless = Patient(""" "active":true """, "named");
        var bundle = $$$$"""
            {"resourceType":"Bundle","type":"collection","entry":[
             {"fullUrl":"urn:uuid:11111111-1111-4111-8111-111111111111","resource":{{{{named}}}}},
             {"fullUrl":"urn:uuid:11111111-1111-4111-8111-111111111112","resource":{{{{nameless}}}}}]}
            """;

        fixture.Check(bundle).Told.ShouldBe(["error required at Bundle.entry[1].resource"]);
    }

    [Fact]
    public void ProfileOfAnotherType_IsOneError()
    {
        fixture.Profile("named", "Patient", """{"id":"Patient.name","path":"Patient.name","min":1}""");

        fixture.Check("""{"resourceType":"Basic","code":{"text":"x"}}""", "named").Told.ShouldBe(["error structure at Basic"]);
    }

    [Fact]
    public void DerivedProfile_HasTheRulesOfItsBase()
    {
        fixture.Profile("parent", "Patient", """{"id":"Patient.name","path":"Patient.name","min":1}""");
        fixture.Profile("child", "Patient", """{"id":"Patient.gender","path":"Patient.gender","min":1}""", ProfileFixture.Base + "parent");

        var (told, issues) = fixture.Check(Patient(""" "active":true """), "child");

        told.ShouldBe(["error required at Patient", "error required at Patient"]);
        issues.ConvertAll(i => i.Text.Split(' ')[0]).Order().ShouldBe(["Patient.gender", "Patient.name"]);
    }

    [Fact]
    public void BaseNotAtHand_OwnRulesAreCheckedAndTheGapIsTold()
    {
        fixture.Profile("child", "Patient", """{"id":"Patient.gender","path":"Patient.gender","min":1}""", "https://example.org/fhir/gone");

        fixture
            .Check(Patient(""" "active":true """), "child")
            .Told.Order()
            .ShouldBe(["error required at Patient", "information incomplete at Patient"]);
    }

    [Fact]
    public void Snapshot_IsUsedWhenItIsThere()
    {
        fixture.Profile(
            "snap",
            "Patient",
            """
            {"id":"Patient.gender","path":"Patient.gender","min":1,"max":"1"},{"id":"Patient.name","path":"Patient.name","min":0,"max":"*"},
            {"id":"Patient.identifier.id","path":"Patient.identifier.id","min":0,"max":"1"}
            """,
            view: "snapshot"
        );

        fixture.Check(Patient(""" "active":true """), "snap").Told.ShouldBe(["error required at Patient"]);
    }

    [Fact]
    public void ProfileThatNamesNoElementOfR4_IsToldAndStopsNothing()
    {
        fixture.Profile("odd", "Patient", """{"id":"Patient.shoeSize","path":"Patient.shoeSize","min":1}""");

        var (told, issues) = fixture.Check(Patient(""" "active":true """), "odd");

        told.ShouldBe(["information incomplete at Patient"]);
        issues[0].Text.ShouldContain("Patient has no element shoeSize");
    }

    [Fact]
    public void ElementsWithoutIds_AreFoundByPathAndSliceName()
    {
        fixture.Profile(
            "plain",
            "Patient",
            $$$$"""
            {"path":"Patient.identifier","slicing":{"discriminator":[{"type":"value","path":"system"}],"rules":"open"}},
            {"path":"Patient.identifier","sliceName":"nhs","min":1},
            {"path":"Patient.identifier.system","fixedUri":"{{{{Nhs}}}}"},
            {"path":"Patient.identifier.value","min":1},
            {"path":"Patient.gender","min":1}
            """
        );

        fixture
            .Check(Patient($$$$""" "gender":"male","identifier":[{"system":"{{{{Nhs}}}}","value":"1"},{"system":"urn:x"}] """), "plain")
            .Told.ShouldBeEmpty();
        fixture
            .Check(Patient($$$$""" "gender":"male","identifier":[{"system":"{{{{Nhs}}}}"}] """), "plain")
            .Told.ShouldBe(["error required at Patient.identifier[0]"]);
    }

    [Fact]
    public void ConformsTo_AndMemberOf_AskTheDefinitionsAtHand()
    {
        fixture.Profile("named", "Patient", """{"id":"Patient.name","path":"Patient.name","min":1}""");
        fixture.Profile(
            "asking",
            "Patient",
            $$$$"""
            {"id":"Patient","path":"Patient","constraint":[{"key":"own-1","severity":"error","human":"It must be of somebody with a name.",
            "expression":"conformsTo('{{{{ProfileFixture.Base}}}}named')"},{"key":"own-2","severity":"error","human":"F or m.",
            "expression":"gender.memberOf('{{{{ProfileFixture.Base}}}}fm')"}]}
            """
        );
        fixture.Add(
            $$$$"""
            {"resourceType":"ValueSet","url":"{{{{ProfileFixture.Base}}}}fm","status":"active",
            "compose":{"include":[{"system":"http://hl7.org/fhir/administrative-gender","concept":[{"code":"female"},{"code":"male"}]}]}}
            """
        );

        fixture.Check(Patient(""" "name":[{"text":"a"}],"gender":"male" """), "asking").Told.ShouldBeEmpty();
        fixture.Check(Patient(""" "gender":"other" """), "asking").Issues.ConvertAll(i => i.Text[..5]).ShouldBe(["own-1", "own-2"]);
    }

    [Fact]
    public void ReferencesInACircle_EndTheCheck()
    {
        fixture.Profile(
            "loop",
            "Patient",
            $$$$"""
            {"id":"Patient.link.other","path":"Patient.link.other","type":[{"code":"Reference",
            "targetProfile":["{{{{ProfileFixture.Base}}}}loop"]}]}
            """
        );
        fixture.Profile(
            "self",
            "Extension",
            $$$$"""
            {"id":"Extension.extension","path":"Extension.extension","type":[{"code":"Extension",
            "profile":["{{{{ProfileFixture.Base}}}}self"]}]}
            """
        );
        var patient = """{"resourceType":"Patient","id":"a","link":[{"type":"refer","other":{"reference":"Patient/a"}}]}""";

        fixture.Check(patient, "loop").Told.ShouldBeEmpty();
    }

    static string Patient(string content, string? claims = null) =>
        claims is null
            ? $$"""{"resourceType":"Patient",{{content}} }"""
            : $$$"""{"resourceType":"Patient","meta":{"profile":["{{{ProfileFixture.Base}}}{{{claims}}}"]},{{{content}}} }""";
}
