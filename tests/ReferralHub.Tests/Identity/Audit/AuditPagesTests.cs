using System.Net;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using ReferralHub.Fhir.Profiles;
using ReferralHub.Identity.Audit;
using ReferralHub.Platform.Access;
using ReferralHub.Tests.Review;
using Shouldly;
using Xunit;

namespace ReferralHub.Tests.Identity.Audit;

public sealed class AuditPagesTests
{
    [Fact]
    public async Task Audit_AskedByReference_NamesWhoSawThePatient()
    {
        await using var review = await ReviewHub.StartAsync();
        var journey = await review.ArriveAsync();
        using var reader = await review.OpenPagesAsync("Reviewer One");
        await reader.GetAsync($"/review/{journey.Reference}");
        using var officer = await OpenAsync(review);

        var page = await officer.PostAsync("/audit", ("Patient", journey.Reference));

        officer.Status.ShouldBe(HttpStatusCode.OK);
        page.ShouldContain("Reviewer One");
        page.ShouldContain("Who saw ");
        (await officer.PostAsync("/audit", ("Person", "Reviewer One"))).ShouldContain("read");
    }

    [Fact]
    public async Task Audit_AskedOfNobody_Is422()
    {
        await using var review = await ReviewHub.StartAsync();
        using var officer = await OpenAsync(review);

        await officer.PostAsync("/audit", ("Patient", "999 000 0000"));
        officer.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        await officer.PostAsync("/audit");
        officer.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
    }

    [Fact]
    public async Task Audit_SameSurname_IsFlagged()
    {
        await using var review = await ReviewHub.StartAsync();
        var journey = await review.ArriveAsync();
        string family;
        await using (var db = review.Hub.Database.OpenRead())
            family = (await db.Set<ReferralHub.Referrals.ReferralRecord>().SingleAsync(r => r.Referral == journey.Id)).Family!;
        using var relative = await review.OpenPagesAsync($"Alex {family}");
        await relative.GetAsync($"/review/{journey.Reference}");
        using var officer = await OpenAsync(review);

        var page = await officer.PostAsync("/audit", ("Patient", journey.Reference), ("SameName", "true"));

        page.ShouldContain("Same surname");
        page.ShouldContain($"Alex {family}");
        page.ShouldNotContain("data-label=\"Who\">Privacy One");
    }

    [Fact]
    public async Task Export_Taken_IsACsvAndItselfAudited()
    {
        await using var review = await ReviewHub.StartAsync();
        var journey = await review.ArriveAsync();
        using var reader = await review.OpenPagesAsync("=cmd()|One");
        await reader.GetAsync($"/review/{journey.Reference}");
        using var officer = await OpenAsync(review);

        var csv = await officer.PostAsync("/audit/export", ("Patient", journey.Reference));

        officer.Response!.Content.Headers.ContentType!.MediaType.ShouldBe("text/csv");
        csv.ShouldStartWith("at,role,name");
        csv.ShouldContain("'=cmd()|One");
        await using var db = review.Hub.Database.OpenRead();
        var kept = await db.Set<AccessEvent>().SingleAsync(e => e.Act == AuditActs.Export);
        (kept.Name, kept.Outcome).ShouldBe(("Privacy One", AuditOutcomes.Done));
        (await db.Set<AccessSubject>().SingleAsync(s => s.Event == kept.Id)).Referral.ShouldBe(journey.Id);
    }

    [Fact]
    public async Task AuditEvent_SearchedByThePrivacyOfficer_IsValidR4()
    {
        await using var review = await ReviewHub.StartAsync();
        var journey = await review.ArriveAsync();
        using var reader = await review.OpenPagesAsync("Reviewer One");
        await reader.GetAsync($"/review/{journey.Reference}");
        using var officer = await OpenAsync(review);

        var bundle = JsonNode.Parse(
            await officer.GetAsync($"/fhir/AuditEvent?entity=ServiceRequest/{journey.Id}&_sort=-date&_total=accurate")
        )!;

        ((int)bundle["total"]!).ShouldBeGreaterThanOrEqualTo(1);
        var newest = bundle["entry"]![0]!["resource"]!;
        ((string)newest["agent"]![0]!["name"]!).ShouldBe("Reviewer One");
        ((string)newest["entity"]![0]!["what"]!["reference"]!).ShouldBe($"Patient/{journey.PatientKey}");
        using var checkedBy = await review.Hub.PostAsync(
            "/fhir/AuditEvent/$validate",
            System.Text.Encoding.UTF8.GetBytes(newest.ToJsonString())
        );
        (await checkedBy.Content.ReadAsStringAsync()).ShouldNotContain("\"severity\":\"error\"");
        var one = JsonNode.Parse(await officer.GetAsync($"/fhir/AuditEvent/{(string)newest["id"]!}"))!;
        ((string)one["resourceType"]!).ShouldBe("AuditEvent");
    }

    [Fact]
    public async Task AuditEvent_ForOthers_IsATypeThatIsNotHere()
    {
        await using var review = await ReviewHub.StartAsync();
        using var reader = await review.OpenPagesAsync("Reviewer One");

        var (asked, askedStatus) = (await reader.GetAsync("/fhir/AuditEvent"), reader.Status);
        var (unknown, unknownStatus) = (await reader.GetAsync("/fhir/Appointment"), reader.Status);

        (asked, askedStatus).ShouldBe((unknown, unknownStatus));
        askedStatus.ShouldBe(HttpStatusCode.NotFound);
        (await reader.GetAsync("/fhir/metadata")).ShouldNotContain("AuditEvent");
    }

    [Fact]
    public async Task Audit_AskedByAReviewer_IsNotTheirs()
    {
        await using var review = await ReviewHub.StartAsync();
        using var reader = await review.OpenPagesAsync("Reviewer One");

        await reader.GetAsync("/audit");

        reader.Path.ShouldStartWith("/user");
        await using var db = review.Hub.Database.OpenRead();
        var refused = await db.Set<AccessEvent>().SingleAsync(e => e.Act == AuditActs.Refused);
        (refused.Name, refused.Route, refused.Outcome).ShouldBe(("Reviewer One", "GET /audit", AuditOutcomes.Refused));
    }

    static async Task<PageClient> OpenAsync(ReviewHub review)
    {
        var client = new PageClient(review.Hub.Http.BaseAddress!);
        await client.NameAsync("Privacy One", "Privacy officer", "Privacy", back: "/audit");
        await client.GetAsync("/audit");
        return client;
    }
}
