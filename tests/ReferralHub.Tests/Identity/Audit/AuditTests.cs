using System.Net;
using Microsoft.EntityFrameworkCore;
using ReferralHub.Identity.Audit;
using ReferralHub.Platform.Access;
using ReferralHub.Platform.Data;
using ReferralHub.Tests.Review;
using Shouldly;
using Xunit;

namespace ReferralHub.Tests.Identity.Audit;

public sealed class AuditTests
{
    [Fact]
    public async Task S32_AThousandMixedCalls_LeaveExactlyAThousandRows()
    {
        await using var hub = await TestHub.StartAsync("web");
        var before = await CountAsync(hub);
        var taken = await hub.TakeAsync(TestReferral.Routine());

        async Task CallAsync(int n)
        {
            using var answer = (n % 5) switch
            {
                0 => await hub.PostAsync(TestReferral.Routine()),
                1 => await hub.Http.GetAsync(new Uri($"/fhir/ServiceRequest/{taken}", UriKind.Relative)),
                2 => await hub.Http.GetAsync(new Uri("/fhir/Task?_count=3", UriKind.Relative)),
                3 => await hub.Http.GetAsync(new Uri($"/fhir/ServiceRequest/{Guid.Empty}", UriKind.Relative)),
                _ => await hub.PostAsync("/fhir/$process-message", "{"u8.ToArray()),
            };
            ((int)answer.StatusCode).ShouldBeLessThan(500);
        }

        await Parallel.ForAsync(0, 999, new ParallelOptions { MaxDegreeOfParallelism = 24 }, async (n, _) => await CallAsync(n));

        (await CountAsync(hub) - before).ShouldBe(1_000);
        await using var db = hub.Database.OpenRead();
        var own = await db.Set<AccessSubject>().CountAsync(s => s.Referral == taken);
        own.ShouldBeGreaterThanOrEqualTo(200);
    }

    [Fact]
    public async Task Change_Taken_IsInTheAuditWithItsPatient()
    {
        await using var hub = await TestHub.StartAsync("web");

        var id = await hub.TakeAsync(TestReferral.Routine());

        await using var db = hub.Database.OpenRead();
        var subject = await db.Set<AccessSubject>().SingleAsync(s => s.Referral == id);
        var kept = await db.Set<AccessEvent>().SingleAsync(e => e.Id == subject.Event);
        subject.PatientKey.ShouldNotBeNullOrEmpty();
        (kept.Act, kept.Outcome, kept.Status, kept.Route).ShouldBe(
            (AuditActs.Change, AuditOutcomes.Done, null, "POST /fhir/$process-message")
        );
        kept.Subjects.ShouldBe(1);
        (kept.Role, kept.Organisation).ShouldBe(("CentreSystem", "XRH01"), "who changed it is known before the change is committed");
    }

    [Fact]
    public async Task Read_OfAPatientByNumber_KeepsNoNumber()
    {
        await using var hub = await TestHub.StartAsync("web");
        await hub.TakeAsync(TestReferral.Routine());

        (await hub.Http.GetAsync(new Uri("/fhir/ServiceRequest?patient:identifier=9990000018", UriKind.Relative))).Dispose();

        await using var db = hub.Database.OpenRead();
        var kept = await db.Set<AccessEvent>().SingleAsync(e => e.Act == AuditActs.Search);
        kept.Route.ShouldBe("GET /fhir/{type}");
        kept.Fingerprint.Length.ShouldBe(64);
    }

    [Fact]
    public async Task S33_WithAuditFailing_ReadsAndChangesGive503AndNothingLeaves()
    {
        await using var hub = await TestHub.StartAsync("web");
        var taken = await hub.TakeAsync(TestReferral.Routine());
        await RenameAsync(hub, "access_event", "access_event_away");

        using var read = await hub.Http.GetAsync(new Uri($"/fhir/ServiceRequest/{taken}", UriKind.Relative));
        using var page = await hub.Http.GetAsync(new Uri("/rules", UriKind.Relative));
        using var change = await hub.PostAsync(TestReferral.Routine());

        read.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        (await read.Content.ReadAsStringAsync()).ShouldNotContain(taken.ToString());
        page.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        change.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        await using var db = hub.Database.OpenRead();
        (await db.Set<ReferralHub.Journey.ReferralJourney>().CountAsync()).ShouldBe(1);
        await RenameAsync(hub, "access_event_away", "access_event");
        using var again = await hub.Http.GetAsync(new Uri($"/fhir/ServiceRequest/{taken}", UriKind.Relative));
        again.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task AssetsAndUnknownAddresses_Asked_LeaveNoRow()
    {
        await using var hub = await TestHub.StartAsync("web");

        (await hub.Http.GetAsync(new Uri("/assets/hub.css", UriKind.Relative))).Dispose();
        (await hub.Http.GetAsync(new Uri("/nothing-here", UriKind.Relative))).Dispose();

        (await CountAsync(hub)).ShouldBe(0);
    }

    [Theory]
    [InlineData("UPDATE access_event SET name = 'Somebody else' WHERE position = 3", "position 3")]
    [InlineData("UPDATE access_event SET outcome = 'refused' WHERE position = 2", "position 2")]
    [InlineData("DELETE FROM access_event WHERE position = 3", "position 3 is missing")]
    [InlineData("DELETE FROM access_subject WHERE event = (SELECT id FROM access_event WHERE position = 2)", "position 2 has 0 subjects")]
    [InlineData("UPDATE access_subject SET patient_key = 'x' WHERE event = (SELECT id FROM access_event WHERE position = 4)", "position 4")]
    [InlineData("DELETE FROM access_event WHERE position > 3", "positions 4 to 5 are missing")]
    public async Task S34_ChangedMissingOrCutRow_IsNamed(string tampering, string named)
    {
        await using var hub = await TestHub.StartAsync("web");
        for (var i = 0; i < 5; i++)
            await hub.TakeAsync(TestReferral.Routine());
        (await hub.Get<AuditStamper>().StampAsync(null, CancellationToken.None)).ShouldBe(5);
        await using (var db = hub.Database.OpenRead())
        {
            var head = (await AuditStamper.HeadAsync(db, CancellationToken.None))!;
            IReadOnlyList<AuditHead> heads = [new(5, head.Hash!, head.At)];
            (await AuditVerifier.VerifyAsync(db, heads, CancellationToken.None)).FirstFault.ShouldBeNull();
            await ExecuteAsync(hub, tampering);
            var found = await AuditVerifier.VerifyAsync(db, heads, CancellationToken.None);
            found.FirstFault.ShouldNotBeNull().ShouldContain(named);
        }
    }

    [Fact]
    public async Task Heads_WrittenHourly_AreReadBack()
    {
        var file = Path.Combine(Path.GetTempPath(), $"rh-heads-{Guid.CreateVersion7():N}");
        await using var hub = await TestHub.StartAsync("web", set: s => s.Audit.HeadsFile = file);
        await hub.TakeAsync(TestReferral.Routine());
        await hub.Get<AuditStamper>().StampAsync(null, CancellationToken.None);

        await hub.Get<AuditHeads>().AppendAsync(CancellationToken.None);
        await hub.Get<AuditHeads>().AppendAsync(CancellationToken.None);

        var head = AuditHeads.Read(file).ShouldHaveSingleItem();
        await using var db = hub.Database.OpenRead();
        (head.Position, head.Hash).ShouldBe((1L, (await AuditStamper.HeadAsync(db, CancellationToken.None))!.Hash));
        File.Delete(file);
    }

    static async Task<int> CountAsync(TestHub hub)
    {
        await using var db = hub.Database.OpenRead();
        return await db.Set<AccessEvent>().CountAsync();
    }

    static Task RenameAsync(TestHub hub, string from, string to) =>
        ExecuteAsync(
            hub,
            hub.Database.ProviderName == "SqlServer" ? $"EXEC sp_rename '{from}', '{to}'" : $"ALTER TABLE {from} RENAME TO {to}"
        );

    static Task ExecuteAsync(TestHub hub, string sql) =>
        hub.Database.WriteAsync((db, token) => db.Database.ExecuteSqlRawAsync(sql, token), CancellationToken.None);
}
