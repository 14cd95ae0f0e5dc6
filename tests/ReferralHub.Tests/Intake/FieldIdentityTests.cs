using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using ReferralHub.Journey;
using ReferralHub.Referrals;
using Shouldly;
using Xunit;

namespace ReferralHub.Tests.Intake;

/// <summary>The cases of identity, posted in their pairs.</summary>
public sealed class FieldIdentityTests : IAsyncLifetime
{
    TestHub hub = null!;

    public async Task InitializeAsync() => hub = await TestHub.StartAsync();

    public async Task DisposeAsync() => await hub.DisposeAsync();

    [SkippableFact]
    public async Task Swap_AnUpdateThatNamesAnotherPatient_IsRefusedAndChangesNothing()
    {
        var id = await TakeAsync("04-swap-1-new");
        await hub.SettleAsync();
        var before = await hub.JourneyAsync(id);

        var (status, body) = await PostAsync("04-swap-2-update-other-patient");

        status.ShouldBe(409, body);
        body.ShouldContain("other-patient");
        (await hub.JourneyAsync(id)).Version.ShouldBe(before.Version);
        (await RecordAsync(id)).Family.ShouldBe("Fieldtest");
        (await PostAsync("04-swap-2-update-other-patient")).Status.ShouldBe(409);
        (await hub.CountAsync<WorkItem>()).ShouldBe(1);
    }

    [SkippableFact]
    public async Task Twins_AreTwoPatients_BothFlagged()
    {
        var (first, second) = (await TakeAsync("05-twin-1"), await TakeAsync("05-twin-2"));
        await hub.SettleAsync();

        var (one, other) = (await hub.JourneyAsync(first), await hub.JourneyAsync(second));
        one.PatientKey.ShouldNotBe(other.PatientKey);
        one.Has(Flags.IdentityDoubtful).ShouldBeTrue(one.FlagCodes);
        other.Has(Flags.IdentityDoubtful).ShouldBeTrue(other.FlagCodes);
        other.Has(Flags.PossibleDuplicate).ShouldBeFalse();
        (one.Stage, other.Stage).ShouldBe((Stage.InReview, Stage.InReview));
    }

    [SkippableFact]
    public async Task PlaceholderNumber_CountsAsAbsent_AndTheTwoAreTwo()
    {
        var (first, second) = (await TakeAsync("05-placeholder-9999999999-1"), await TakeAsync("05-placeholder-9999999999-2"));
        await hub.SettleAsync();

        var (one, other) = (await hub.JourneyAsync(first), await hub.JourneyAsync(second));
        one.PatientKey.ShouldNotBe(other.PatientKey);
        one.Has(Flags.NhsNumberMissing).ShouldBeTrue();
        (await RecordAsync(first)).NhsNumber.ShouldBeNull();
        (await RecordAsync(second)).NhsNumber.ShouldBeNull();
        one.Stage.ShouldBe(Stage.InReview);
    }

    [SkippableFact]
    public async Task EndedNameAndOldNumber_StayBehindTheCurrentOnes()
    {
        (await RecordAsync(await TakeAsync("06-ended-name-first"))).Family.ShouldBe("Marriedname");
        (await RecordAsync(await TakeAsync("06-old-nhs-number-first"))).NhsNumber.ShouldBe("9996864553");
    }

    [SkippableFact]
    public async Task TwoIdentifiers_EitherFindsTheReferral_InAnAmendmentAndInASearch()
    {
        var id = await TakeAsync("07-two-identifiers-1-new");

        var (status, body) = await PostAsync("07-two-identifiers-2-update-by-ubrn");

        status.ShouldBe(200, body);
        (await hub.JourneyAsync(id)).DocumentVersion.ShouldBe(2);
        var request = JsonNode.Parse(CasesFolder.ReadField("07-two-identifiers-1-new.json"))!["entry"]!
            .AsArray()
            .Select(e => e!["resource"]!)
            .First(r => (string?)r["resourceType"] == "ServiceRequest");
        foreach (var identifier in request["identifier"]!.AsArray())
        {
            var token = Uri.EscapeDataString($"{identifier!["system"]}|{identifier["value"]}");
            var found = JsonNode.Parse(await hub.Http.GetStringAsync($"/fhir/ServiceRequest?identifier={token}"))!;
            found["entry"]!.AsArray().Select(e => (string?)e!["resource"]!["id"]).ShouldBe([id.ToString()], token);
        }
    }

    [SkippableFact]
    public async Task SameBundleId_WithANewRequest_IsTheAmendmentThatItSaysItIs()
    {
        var thread = ("X-Correlation-Id", Guid.CreateVersion7().ToString());
        var id = await TakeAsync("08-same-bundle-id-1-new", thread, ("X-Request-Id", "request-1"));

        var (status, body) = await PostAsync("08-same-bundle-id-2-update", thread, ("X-Request-Id", "request-2"));

        status.ShouldBe(200, body);
        (await hub.JourneyAsync(id)).DocumentVersion.ShouldBe(2);
        (await RecordAsync(id)).Reason.ShouldBe("Worse now");
        var again = await PostAsync("08-same-bundle-id-2-update", thread, ("X-Request-Id", "request-2"));
        again.Status.ShouldBe(409);
        again.Body.ShouldContain("\"duplicate\"");
        (await hub.JourneyAsync(id)).DocumentVersion.ShouldBe(2);
    }

    [SkippableFact]
    public async Task RestrictedPatient_IsMarked_AndBeforeAPerson()
    {
        var id = await TakeAsync("11-restricted-patient");
        await hub.SettleAsync();

        var journey = await hub.JourneyAsync(id);
        journey.Has(Flags.Restricted).ShouldBeTrue();
        journey.Stage.ShouldBe(Stage.InReview);
        (await hub.Http.GetStringAsync($"/fhir/ServiceRequest/{id}")).ShouldContain("v3-Confidentiality");
        using var page = new PageClient(hub.Http.BaseAddress!);
        await page.NameAsync("Reader One");
        foreach (var path in new[] { "/review?show=all", $"/review/{journey.Reference}" })
            (await page.GetAsync(path)).ShouldContain(Flags.Describe(Flags.Restricted), Case.Sensitive, path);
    }

    [Fact]
    public async Task RefusedConsent_IsMarkedOnEveryPageThatNamesThePatient_AndBeforeAPerson()
    {
        var referral = TestReferral.Routine();
        referral.Entries.Add(
            JsonNode.Parse(
                """
                {"fullUrl":"urn:uuid:00000000-0000-4000-8000-000000000009","resource":{"resourceType":"Consent","status":"rejected",
                 "scope":{"text":"x"},"category":[{"text":"x"}],"policyRule":{"text":"x"}}}
                """
            )
        );
        var id = await hub.TakeAsync(referral);
        await hub.SettleAsync();
        var journey = await hub.JourneyAsync(id);
        using var page = new PageClient(hub.Http.BaseAddress!);

        await page.NameAsync("Reader One");
        var read = new List<string> { await page.GetAsync("/review?show=all"), await page.GetAsync($"/review/{journey.Reference}") };
        await page.NameAsync("Manager", "Practice manager", "Practice", TestJourney.DefaultPractice);
        read.Add(await page.GetAsync("/practice?turn=centre"));
        read.Add(await page.GetAsync($"/practice/{journey.Reference}"));

        journey.Stage.ShouldBe(Stage.InReview);
        read.ShouldAllBe(p => p.Contains(Flags.Describe(Flags.ConsentRefused), StringComparison.Ordinal));
    }

    [SkippableFact]
    public async Task FamilyName_IsFoundWithAndWithoutItsAccent()
    {
        var id = await TakeAsync("12-family-1");

        foreach (var name in new[] { "muller", "müller", "MÜLLER", "mu\u0308l" })
        {
            var found = JsonNode.Parse(await hub.Http.GetStringAsync($"/fhir/Patient?family={Uri.EscapeDataString(name)}"))!;
            found["entry"]!.AsArray().Count.ShouldBe(1, name);
            var referrals = JsonNode.Parse(
                await hub.Http.GetStringAsync($"/fhir/ServiceRequest?patient.family={Uri.EscapeDataString(name)}")
            )!;
            referrals["entry"]!.AsArray().Select(e => (string?)e!["resource"]!["id"]).ShouldBe([id.ToString()], name);
        }
    }

    async Task<Guid> TakeAsync(string name, params (string Name, string Value)[] headers)
    {
        using var response = await hub.PostAsync("/fhir/$process-message", CasesFolder.ReadField(name + ".json"), headers: headers);
        ((int)response.StatusCode).ShouldBe(200, await response.Content.ReadAsStringAsync());
        return Guid.Parse(response.Headers.Location!.ToString().Split('/')[^1]);
    }

    async Task<(int Status, string Body)> PostAsync(string name, params (string Name, string Value)[] headers)
    {
        using var response = await hub.PostAsync("/fhir/$process-message", CasesFolder.ReadField(name + ".json"), headers: headers);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    async Task<ReferralRecord> RecordAsync(Guid id)
    {
        await using var db = hub.Database.OpenRead();
        return await db.Set<ReferralRecord>().SingleAsync(r => r.Referral == id);
    }
}
