using Shouldly;
using Xunit;

namespace ReferralHub.Fhir.Tests.Profiles;

public sealed class ExtensionTests : IDisposable
{
    const string Flag = ProfileFixture.Base + "flag";
    readonly ProfileFixture fixture = new();

    public ExtensionTests() =>
        fixture.Profile(
            "flag",
            "Extension",
            $$$$"""
            {"id":"Extension.url","path":"Extension.url","fixedUri":"{{{{Flag}}}}"},
            {"id":"Extension.value[x]","path":"Extension.value[x]","min":1,"type":[{"code":"boolean"}]}
            """,
            more: """
            ,"context":[{"type":"element","expression":"Patient"},{"type":"element","expression":"Patient.contact"},{"type":"element",
            "expression":"Patient.maritalStatus.coding"},{"type":"element","expression":"Patient.birthDate"}]
            """
        );

    public void Dispose() => fixture.Dispose();

    [Theory]
    [InlineData("", """ "extension":[{"url":"$","valueBoolean":true}] """)]
    [InlineData("error structure at Patient.extension[0].valueString", """ "extension":[{"url":"$","valueString":"yes"}] """)]
    [InlineData("", """ "contact":[{"extension":[{"url":"$","valueBoolean":true}],"name":{"text":"a"}}] """)]
    [InlineData("", """ "maritalStatus":{"coding":[{"extension":[{"url":"$","valueBoolean":true}],"code":"M"}]} """)]
    [InlineData("", """ "birthDate":"1980","_birthDate":{"extension":[{"url":"$","valueBoolean":true}]} """)]
    [InlineData(
        "error structure at Patient.maritalStatus.extension[0]",
        """ "maritalStatus":{"extension":[{"url":"$","valueBoolean":true}],"text":"M"} """
    )]
    [InlineData(
        "error structure at Patient._gender.extension[0]",
        """ "gender":"male","_gender":{"extension":[{"url":"$","valueBoolean":true}]} """
    )]
    [InlineData(
        "information incomplete at Patient.extension[0]",
        """ "extension":[{"url":"https://example.org/other","valueBoolean":true}] """
    )]
    public void Extension_IsHeldToItsDefinitionAndPlace(string told, string content) =>
        fixture
            .Check($$$$"""{"resourceType":"Patient",{{{{content.Replace("$", Flag, StringComparison.Ordinal)}}}}}""")
            .Told.ShouldBe(told.Length == 0 ? [] : [told]);

    [Fact]
    public void SliceByProfile_CountsTheExtension()
    {
        fixture.Profile(
            "p",
            "Patient",
            $$$$"""
            {"id":"Patient.extension:flag","path":"Patient.extension","sliceName":"flag","min":1,"type":[{"code":"Extension",
            "profile":["{{{{Flag}}}}"]}]}
            """
        );

        fixture
            .Check($$$$"""{"resourceType":"Patient","extension":[{"url":"{{{{Flag}}}}","valueBoolean":true}]}""", "p")
            .Told.ShouldBeEmpty();
        fixture.Check("""{"resourceType":"Patient","active":true}""", "p").Told.ShouldBe(["error required at Patient"]);
    }

    [Fact]
    public void PartsOfAnExtension_AreHeldToTheirSlices()
    {
        fixture.Profile(
            "parts",
            "Extension",
            $$$$"""
            {"id":"Extension.extension","path":"Extension.extension","slicing":{"discriminator":[{"type":"value","path":"url"}],
             "rules":"closed"}},
            {"id":"Extension.extension:when","path":"Extension.extension","sliceName":"when","min":1},
            {"id":"Extension.extension:when.url","path":"Extension.extension.url","fixedUri":"when"},
            {"id":"Extension.extension:when.value[x]","path":"Extension.extension.value[x]","type":[{"code":"date"}]},
            {"id":"Extension.url","path":"Extension.url","fixedUri":"{{{{ProfileFixture.Base}}}}parts"}
            """
        );

        Told("""{"url":"when","valueDate":"2026-01-01"}""").ShouldBeEmpty();
        Told("""{"url":"when","valueString":"soon"}""").ShouldBe(["error structure at Basic.extension[0].extension[0].valueString"]);
        Told("""{"url":"when","valueDate":"2026-01-01"},{"url":"else","valueString":"x"}""")
            .ShouldBe(["error structure at Basic.extension[0].extension[1]"]);
        List<string> Told(string parts) =>
            fixture
                .Check(
                    $$$$"""
                    {"resourceType":"Basic","code":{"text":"x"},"extension":[{"url":"{{{{ProfileFixture.Base}}}}parts",
                    "extension":[{{{{parts}}}}]}]}
                    """
                )
                .Told;
    }
}
