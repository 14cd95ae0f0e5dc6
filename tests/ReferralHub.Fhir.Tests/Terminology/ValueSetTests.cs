using ReferralHub.Fhir.Terminology;
using ReferralHub.Fhir.Tests.Profiles;
using Shouldly;
using Xunit;

namespace ReferralHub.Fhir.Tests.Terminology;

public sealed class ValueSetTests : IDisposable
{
    const string Tree = "urn:tree";
    readonly ProfileFixture fixture = new();

    public ValueSetTests() =>
        fixture
            .Add(
                """
                {"resourceType":"CodeSystem","url":"urn:tree","status":"active","content":"complete","property":[{"code":"colour",
                 "type":"code"}],"concept":[
                  {"code":"a","display":"Alpha","concept":[{"code":"a1","property":[{"code":"colour","valueCode":"red"}],
                   "concept":[{"code":"a11"}]},{"code":"a2"}]},
                  {"code":"b","property":[{"code":"colour","valueCode":"blue"}]},{"code":"c","property":[{"code":"parent",
                   "valueCode":"b"}]}]}
                """
            )
            .Add("""{"resourceType":"CodeSystem","url":"urn:part","status":"active","content":"fragment","concept":[{"code":"x"}]}""")
            .Add(
                """
                {"resourceType":"CodeSystem","url":"urn:folded","status":"active","content":"complete","caseSensitive":false,
                "concept":[{"code":"Ab"}]}
                """
            )
            .Add(
                $$$$"""
                {"resourceType":"ValueSet","url":"{{{{ProfileFixture.Base}}}}as","status":"active",
                "compose":{"include":[{"system":"urn:tree","filter":[{"property":"concept","op":"is-a","value":"a"}]}]}}
                """
            );

    public void Dispose() => fixture.Dispose();

    [Theory]
    [InlineData("""{"include":[{"system":"urn:tree"}]}""", "a a1 a11 a2 b c")]
    [InlineData("""{"include":[{"system":"urn:tree","concept":[{"code":"a"},{"code":"b"}]}]}""", "a b")]
    [InlineData("""{"include":[{"system":"urn:tree","filter":[{"property":"concept","op":"is-a","value":"a"}]}]}""", "a a1 a11 a2")]
    [InlineData("""{"include":[{"system":"urn:tree","filter":[{"property":"concept","op":"descendent-of","value":"a"}]}]}""", "a1 a11 a2")]
    [InlineData("""{"include":[{"system":"urn:tree","filter":[{"property":"concept","op":"is-not-a","value":"a"}]}]}""", "b c")]
    [InlineData("""{"include":[{"system":"urn:tree","filter":[{"property":"concept","op":"generalizes","value":"a11"}]}]}""", "a a1 a11")]
    [InlineData("""{"include":[{"system":"urn:tree","filter":[{"property":"concept","op":"is-a","value":"b"}]}]}""", "b c")]
    [InlineData("""{"include":[{"system":"urn:tree","filter":[{"property":"parent","op":"=","value":"b"}]}]}""", "c")]
    [InlineData("""{"include":[{"system":"urn:tree","filter":[{"property":"colour","op":"=","value":"red"}]}]}""", "a1")]
    [InlineData("""{"include":[{"system":"urn:tree","filter":[{"property":"colour","op":"in","value":"red,blue"}]}]}""", "a1 b")]
    [InlineData(
        """
            {"include":[{"system":"urn:tree","filter":[{"property":"colour","op":"exists","value":"false"},{"property":"concept",
             "op":"is-a",
            "value":"a"}]}]}
            """,
        "a a11 a2"
    )]
    [InlineData("""{"include":[{"system":"urn:tree","filter":[{"property":"code","op":"regex","value":"a\\d"}]}]}""", "a1 a2")]
    [InlineData(
        """
            {"include":[{"system":"urn:tree"}],"exclude":[{"system":"urn:tree","filter":[{"property":"concept","op":"is-a","value":"a"}]}]}
            """,
        "b c"
    )]
    [InlineData(
        """{"include":[{"valueSet":["https://example.org/fhir/as"]}],"exclude":[{"system":"urn:tree","concept":[{"code":"a"}]}]}""",
        "a1 a11 a2"
    )]
    [InlineData(
        """{"include":[{"system":"urn:tree","concept":[{"code":"a1"},{"code":"b"}],"valueSet":["https://example.org/fhir/as"]}]}""",
        "a1"
    )]
    public void Compose_ListsWhatBelongs(string compose, string codes)
    {
        var expansion = Expand(compose);

        expansion.IsComplete.ShouldBeTrue();
        string.Join(' ', expansion.Codes.Select(c => c.Code).Order(StringComparer.Ordinal)).ShouldBe(codes);
    }

    [Theory]
    [InlineData(
        """
            {"include":[{"system":"http://snomed.info/sct","filter":[{"property":"concept","op":"is-a","value":"1"}]},
             {"system":"urn:tree"}]}
            """,
        "http://snomed.info/sct",
        "1",
        Membership.NotKnown
    )]
    [InlineData(
        """
            {"include":[{"system":"http://snomed.info/sct","filter":[{"property":"concept","op":"is-a","value":"1"}]},
             {"system":"urn:tree"}]}
            """,
        "urn:tree",
        "a",
        Membership.In
    )]
    [InlineData(
        """
            {"include":[{"system":"http://snomed.info/sct","filter":[{"property":"concept","op":"is-a","value":"1"}]},
             {"system":"urn:tree"}]}
            """,
        "urn:tree",
        "z",
        Membership.NotIn
    )]
    [InlineData("""{"include":[{"system":"urn:part"}]}""", "urn:part", "x", Membership.In)]
    [InlineData("""{"include":[{"system":"urn:part"}]}""", "urn:part", "y", Membership.NotKnown)]
    [InlineData("""{"include":[{"valueSet":["https://example.org/gone"]}]}""", "urn:any", "y", Membership.NotKnown)]
    [InlineData(
        """{"include":[{"system":"urn:tree"}],"exclude":[{"valueSet":["https://example.org/gone"]}]}""",
        "urn:tree",
        "a",
        Membership.NotKnown
    )]
    [InlineData("""{"include":[{"system":"urn:folded"}]}""", "urn:folded", "aB", Membership.In)]
    [InlineData("""{"include":[{"system":"urn:tree"}]}""", "urn:tree", "A", Membership.NotIn)]
    public void WhatCannotBeListed_IsNotKnownAndNothingElseIs(string compose, string system, string code, Membership expected) =>
        Expand(compose).Holds(system, code).ShouldBe(expected);

    [Fact]
    public void StoredExpansion_HelpsWhereTheComposeCannotBeListed()
    {
        fixture.Add(
            $$$$"""
            {"resourceType":"ValueSet","url":"{{{{ProfileFixture.Base}}}}v","status":"active",
            "compose":{"include":[{"system":"http://snomed.info/sct","filter":[{"property":"constraint","op":"=","value":"<1"}]}]},
            "expansion":{"timestamp":"2026-01-01","total":1,"contains":[{"system":"http://snomed.info/sct","code":"5"}]}}
            """
        );
        var expansion = fixture.Load().Expand(ProfileFixture.Base + "v")!;

        expansion.Holds("http://snomed.info/sct", "5").ShouldBe(Membership.In);
        expansion.Holds("http://snomed.info/sct", "6").ShouldBe(Membership.NotIn);
    }

    [Fact]
    public void StoredExpansionWithAPartMissing_IsNotTrusted()
    {
        fixture.Add(
            $$$$"""
            {"resourceType":"ValueSet","url":"{{{{ProfileFixture.Base}}}}v","status":"active",
            "compose":{"include":[{"system":"http://snomed.info/sct"}]},"expansion":{"timestamp":"2026-01-01","total":9,
            "contains":[{"system":"http://snomed.info/sct","code":"5"}]}}
            """
        );

        fixture.Load().Expand(ProfileFixture.Base + "v")!.Holds("http://snomed.info/sct", "6").ShouldBe(Membership.NotKnown);
    }

    [Theory]
    [InlineData("required", """{"coding":[{"system":"urn:tree","code":"a"}]}""", "")]
    [InlineData("required", """{"coding":[{"system":"urn:o","code":"z"},{"system":"urn:tree","code":"a1"}]}""", "")]
    [InlineData("required", """{"coding":[{"system":"urn:tree","code":"b"}]}""", "error code-invalid at Patient.maritalStatus")]
    [InlineData("required", """{"coding":[{"code":"a"}]}""", "error code-invalid at Patient.maritalStatus")]
    [InlineData("required", """{"text":"a"}""", "error code-invalid at Patient.maritalStatus")]
    [InlineData("extensible", """{"coding":[{"system":"urn:tree","code":"b"}]}""", "warning code-invalid at Patient.maritalStatus")]
    [InlineData("extensible", """{"text":"a"}""", "")]
    [InlineData("preferred", """{"coding":[{"system":"urn:tree","code":"b"}]}""", "")]
    public void Binding_IsAsStrictAsItSays(string strength, string value, string told)
    {
        fixture.Profile(
            "p",
            "Patient",
            $$$$"""
            {"id":"Patient.maritalStatus","path":"Patient.maritalStatus","binding":{"strength":"{{{{strength}}}}",
            "valueSet":"{{{{ProfileFixture.Base}}}}as"}}
            """
        );

        fixture
            .Check($$$$"""{"resourceType":"Patient","maritalStatus":{{{{value}}}}}""", "p")
            .Told.ShouldBe(told.Length == 0 ? [] : [told]);
    }

    [Fact]
    public void BindingToWhatIsNotAtHand_IsToldAsNotChecked()
    {
        fixture.Profile(
            "p",
            "Patient",
            $$$$"""
            {"id":"Patient.maritalStatus","path":"Patient.maritalStatus","binding":{"strength":"required",
            "valueSet":"{{{{ProfileFixture.Base}}}}gone"}}
            """
        );

        fixture
            .Check("""{"resourceType":"Patient","maritalStatus":{"coding":[{"system":"urn:x","code":"a"}]}}""", "p")
            .Told.ShouldBe(["information incomplete at Patient.maritalStatus"]);
    }

    ValueSetExpansion Expand(string compose)
    {
        fixture.Add($$$$"""{"resourceType":"ValueSet","url":"{{{{ProfileFixture.Base}}}}v","status":"active","compose":{{{{compose}}}}}""");
        return fixture.Load().Expand(ProfileFixture.Base + "v")!;
    }
}
