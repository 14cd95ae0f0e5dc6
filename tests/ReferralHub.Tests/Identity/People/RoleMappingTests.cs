using System.Text.Json;
using ReferralHub.Identity.People;
using ReferralHub.Identity.People.Providers;
using ReferralHub.Platform;
using ReferralHub.Platform.Access;
using Shouldly;
using Xunit;

namespace ReferralHub.Tests.Identity.People;

/// <summary>How claims become roles, with claims in the form in which real providers send them.</summary>
public sealed class RoleMappingTests
{
    // NHS Care Identity Service 2, scope nationalrbacaccess: a list of the roles of the smartcard.
    const string Cis2 = """
        {"name":"AADAM Ash","nhsid_nrbac_roles":[
          {"person_orgid":"1","person_roleid":"2","org_code":"L81008","role_name":"Clinical Practitioner","role_code":"S8000:G8000:R8000"},
          {"person_orgid":"3","person_roleid":"4","org_code":"RZ1","role_name":"Admin","role_code":"S8000:G8001:R8008"}]}
        """;

    static readonly RoleMappingSettings Cis2Rule = new()
    {
        Claim = "nhsid_nrbac_roles.role_code",
        Value = "S8000:G8000:R8000",
        Role = CallerRole.Practice,
        OrganisationClaim = "nhsid_nrbac_roles.org_code",
    };

    [Fact]
    public void Cis2Role_GivesTheOrganisationOfTheSameEntry() =>
        Read(Cis2, Cis2Rule).ShouldBe([new GrantedRole(CallerRole.Practice, "L81008")]);

    [Fact]
    public void JsonInAString_IsRead() =>
        Read(JsonSerializer.Serialize(new { nhsid_nrbac_roles = """[{"org_code":"L81008","role_code":"S8000:G8000:R8000"}]""" }), Cis2Rule)
            .ShouldBe([new GrantedRole(CallerRole.Practice, "L81008")]);

    [Fact]
    public void StarAtTheEnd_TakesWhatBeginsSo() =>
        Read(
                Cis2,
                new()
                {
                    Claim = "nhsid_nrbac_roles.role_code",
                    Value = "S8000:*",
                    Role = CallerRole.Provider,
                    OrganisationClaim = "nhsid_nrbac_roles.org_code",
                }
            )
            .Select(r => r.Organisation)
            .ShouldBe(["L81008", "RZ1"]);

    [Fact]
    public void EntraGroup_GivesTheOrganisationOfTheSettings() =>
        Read(
                """{"name":"B","groups":["0f1e","8a7b"]}""",
                new()
                {
                    Claim = "groups",
                    Value = "8a7b",
                    Role = CallerRole.Reviewer,
                    Specialties = "110 330",
                }
            )
            .ShouldBe([new GrantedRole(CallerRole.Reviewer, "XRH01", "110 330")]);

    [Theory]
    [InlineData("""{"nhsid_nrbac_roles":[{"role_code":"S8000:G8000:R8000"}]}""")]
    [InlineData("""{"nhsid_nrbac_roles":[{"role_code":"S8000:G8000:R8000","org_code":"not an ods code"}]}""")]
    [InlineData("""{"nhsid_nrbac_roles":"[broken"}""")]
    [InlineData("""{"nhsid_nrbac_roles":{"role_code":"S8000:G8000:R80001","org_code":"L81008"}}""")]
    [InlineData("""{"groups":[]}""")]
    public void ClaimsThatDoNotMatch_GiveNothing(string claims) => Read(claims, Cis2Rule).ShouldBeEmpty();

    static IReadOnlyList<GrantedRole> Read(string claims, RoleMappingSettings rule)
    {
        var settings = new IdentityProviderSettings { Roles = [rule] };
        using var document = JsonDocument.Parse(claims);
        return RoleMapping.Read(settings, "https://idp.example", "s", [document.RootElement], "XRH01").Roles!;
    }
}
