using System.Net;
using System.Text;
using ReferralHub.Journey;
using ReferralHub.Referrals.Documents.Scanning;
using ReferralHub.Tests.Practices.Say;
using Shouldly;
using Xunit;

namespace ReferralHub.Tests.Referrals.Scanning;

/// <summary>What the scanner says decides what pages hand out, and never what becomes of a referral.</summary>
public sealed class ScanningTests
{
    [Fact]
    public async Task CleanFile_IsShownWhenScanned_AndNotBefore()
    {
        await using var scanner = new FakeScanner();
        await using var hub = await ScanHub.StartAsync(scanner.Address);
        var id = await hub.TakeAsync("text/plain", ScanHub.Letter);
        var address = $"/review/{await hub.ReferenceAsync(id)}";

        var before = await hub.Reviewer.GetAsync(address);
        before.ShouldContain("Being scanned");
        before.ShouldNotContain(ScanHub.Letter);
        (await hub.Reviewer.GetAsync($"{address}/attachments/0")).ShouldContain("cannot be opened");
        hub.Reviewer.Status.ShouldBe(HttpStatusCode.Conflict);
        scanner.Scans.ShouldBe(0);

        (await hub.ScanAsync()).ShouldBe(1);

        var after = await hub.Reviewer.GetAsync(address);
        after.ShouldContain("Scanned, no malware found");
        after.ShouldContain(ScanHub.Letter);
        (await hub.Reviewer.GetAsync($"{address}/attachments/0")).ShouldBe(ScanHub.Letter);
        (await hub.ScanAsync()).ShouldBe(0);
        var row = (await hub.RowsAsync()).ShouldHaveSingleItem();
        (row.Status, row.Scanner, row.Sha256.Length).ShouldBe((ScanStatus.Clean, "ClamAV 9.9.9/12345/Sat Nov 28 09:00:00 2026", 64));
    }

    [Fact]
    public async Task Malware_IsShownToNobody_AndPeopleAreTold()
    {
        await using var scanner = new FakeScanner();
        await using var hub = await ScanHub.StartAsync(scanner.Address);
        var id = await hub.TakeAsync("text/plain", ScanHub.Malware);
        var reference = await hub.ReferenceAsync(id);

        await hub.ScanAsync();

        var page = await hub.Reviewer.GetAsync($"/review/{reference}");
        page.ShouldContain($"Malware found ({FakeScanner.Signature})");
        page.ShouldContain(Flags.Describe(Flags.AttachmentInfected));
        page.ShouldNotContain(FakeScanner.Marker);
        page.ShouldNotContain("$original");
        var refused = await hub.Reviewer.GetAsync($"/review/{reference}/attachments/0");
        hub.Reviewer.Status.ShouldBe(HttpStatusCode.Forbidden);
        refused.ShouldNotContain(FakeScanner.Marker);
        (await hub.Reviewer.GetAsync($"/review/{reference}/trace")).ShouldNotContain(FakeScanner.Marker);
        var practice = await hub.Practice.GetAsync($"/practice/{reference}");
        practice.ShouldContain("A file you sent holds malware");
        practice.ShouldNotContain(FakeScanner.Marker);

        (await hub.Hub.JourneyAsync(id)).Has(Flags.AttachmentInfected).ShouldBeTrue();
        (await hub.Hub.EventsAsync(id)).Count(e => e.Type == EventTypes.Flagged && e.Actor == "hub:scanner").ShouldBe(1);
        var item = (await hub.WorkItemsAsync(Flags.AttachmentInfected)).ShouldHaveSingleItem();
        item.Text.ShouldContain(FakeScanner.Signature);
        item.Referral.ShouldBe(id);
    }

    [Fact]
    public async Task Malware_OfAnEarlierReferral_IsKnownInTheNext_WithoutAnotherScan()
    {
        await using var scanner = new FakeScanner();
        await using var hub = await ScanHub.StartAsync(scanner.Address);
        await hub.TakeAsync("text/plain", ScanHub.Malware);
        await hub.ScanAsync();

        var second = await hub.TakeAsync("text/plain", ScanHub.Malware);
        await hub.FindAsync();

        scanner.Scans.ShouldBe(1);
        (await hub.Hub.JourneyAsync(second)).Has(Flags.AttachmentInfected).ShouldBeTrue();
        (await hub.WorkItemsAsync(Flags.AttachmentInfected)).Count.ShouldBe(2);
    }

    [Fact]
    public async Task Malware_BroughtAgainByAnAmendment_IsFlaggedAgain_AndToldOfOnce()
    {
        await using var scanner = new FakeScanner();
        await using var hub = await ScanHub.StartAsync(scanner.Address);
        var referral = ScanHub.Bring(TestReferral.Routine(), "text/plain", Encoding.UTF8.GetBytes(ScanHub.Malware));
        var id = await hub.Hub.TakeAsync(referral);
        await hub.ScanAsync();

        await hub.Hub.TakeAsync(referral.Again("update", "active"));
        await hub.FindAsync();

        var journey = await hub.Hub.JourneyAsync(id);
        journey.DocumentVersion.ShouldBe(2);
        journey.Has(Flags.AttachmentInfected).ShouldBeTrue();
        (await hub.WorkItemsAsync(Flags.AttachmentInfected)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Pdf_KnownToHoldMalware_IsNotReadAgain()
    {
        await using var scanner = new FakeScanner();
        await using var hub = await ScanHub.StartAsync(scanner.Address);
        await hub.TakeAsync("application/pdf", $"%PDF-1.4 {FakeScanner.Marker}");
        await hub.ScanAsync();

        var second = await hub.TakeAsync("application/pdf", $"%PDF-1.4 {FakeScanner.Marker}");

        (await hub.Reviewer.GetAsync($"/review/{await hub.ReferenceAsync(second)}")).ShouldContain(
            "it was not read, because it holds malware"
        );
    }

    [Fact]
    public async Task ScannerAway_HoldsNoReferralUp_AndOperationsIsTold()
    {
        var scanner = new FakeScanner();
        await using var hub = await ScanHub.StartAsync(scanner.Address);
        var port = scanner.Port;
        await scanner.DisposeAsync();
        var id = await hub.TakeAsync("text/plain", ScanHub.Letter);

        (await hub.ScanAsync()).ShouldBe(0);
        (await hub.WorkItemsAsync(ScannerOutage.Kind)).ShouldBeEmpty();
        hub.Time.Advance(TimeSpan.FromMinutes(16));
        (await hub.ScanAsync()).ShouldBe(0);
        (await hub.ScanAsync()).ShouldBe(0);

        (await hub.WorkItemsAsync(ScannerOutage.Kind)).ShouldHaveSingleItem().Settled.ShouldBeNull();
        (await hub.Hub.Http.GetStringAsync("/health/ready")).ShouldContain("asked by the scheduler");
        (await hub.Hub.EventsAsync(id)).ShouldContain(e => e.Type == EventTypes.Received);

        await using var back = new FakeScanner(port);
        (await hub.ScanAsync()).ShouldBe(1);
        (await hub.WorkItemsAsync(ScannerOutage.Kind)).ShouldHaveSingleItem().SettledBy.ShouldBe("hub");
        (await hub.RowsAsync()).ShouldHaveSingleItem().Status.ShouldBe(ScanStatus.Clean);
    }

    [Fact]
    public async Task ScannerAway_IsSaidByHealth_AndTheHubStaysReady()
    {
        var scanner = new FakeScanner();
        await scanner.DisposeAsync();
        await using var hub = await TestHub.StartAsync(set: s => s.Scanner.Address = scanner.Address);

        using var answer = await hub.Http.GetAsync(new Uri("/health/ready", UriKind.Relative));

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await answer.Content.ReadAsStringAsync()).ShouldContain("The scanner does not answer");
    }

    [Fact]
    public async Task FileThatCouldNotBeScanned_IsTriedAgainLater()
    {
        await using var scanner = new FakeScanner { Answer = "stream: Can't allocate memory ERROR" };
        await using var hub = await ScanHub.StartAsync(scanner.Address);
        var reference = await hub.ReferenceAsync(await hub.TakeAsync("text/plain", ScanHub.Letter));

        await hub.ScanAsync();
        (await hub.RowsAsync()).ShouldHaveSingleItem().Status.ShouldBe(ScanStatus.Failed);
        (await hub.Reviewer.GetAsync($"/review/{reference}")).ShouldContain("could not look through it yet");
        (await hub.ScanAsync()).ShouldBe(0);

        scanner.Answer = null;
        hub.Time.Advance(TimeSpan.FromMinutes(2));
        (await hub.ScanAsync()).ShouldBe(1);
        (await hub.RowsAsync()).ShouldHaveSingleItem().Status.ShouldBe(ScanStatus.Clean);
    }

    [Fact]
    public async Task FileLargerThanTheScannerTakes_IsNotOpened_AndOperationsIsTold()
    {
        await using var scanner = new FakeScanner { BytesMax = 10 };
        await using var hub = await ScanHub.StartAsync(scanner.Address);
        var reference = await hub.ReferenceAsync(await hub.TakeAsync("text/plain", new string('a', 200_000)));

        await hub.ScanAsync();

        await hub.Reviewer.GetAsync($"/review/{reference}/attachments/0");
        hub.Reviewer.Status.ShouldBe(HttpStatusCode.Conflict);
        (await hub.WorkItemsAsync(MalwareAlarm.TooLargeKind)).ShouldHaveSingleItem().Text.ShouldContain("StreamMaxLength");
    }

    [Fact]
    public async Task AnswerOfAPractice_WithMalware_IsNotHandedOut()
    {
        await using var scanner = new FakeScanner();
        await using var hub = await ScanHub.StartAsync(scanner.Address);
        var journey = await TestJourney.AwaitingInformation().ArriveAsync(hub.Hub);
        var communication = TestCommunication
            .Answer(journey.Id, "As asked")
            .Attaching("text/plain", Encoding.UTF8.GetBytes(ScanHub.Malware), "notes.txt");
        var (status, body) = await communication.SendAsync(hub.Hub);
        status.ShouldBe(201, body);

        await hub.ScanAsync();

        var reference = await hub.ReferenceAsync(journey.Id);
        var page = await hub.Reviewer.GetAsync($"/review/{reference}");
        page.ShouldContain($"malware found ({FakeScanner.Signature})");
        page.ShouldNotContain($"/review/{reference}/messages/");
        (await hub.Practice.GetAsync($"/practice/{reference}")).ShouldContain("A file you sent holds malware");
        (await hub.RowsAsync()).ShouldHaveSingleItem().Referral.ShouldBe(journey.Id);
    }

    [Fact]
    public async Task WithoutAScanner_FilesAreShown_AndThePagesSaySo()
    {
        await using var hub = await ScanHub.StartAsync(null);
        var reference = await hub.ReferenceAsync(await hub.TakeAsync("text/plain", ScanHub.Letter));

        (await hub.Reviewer.GetAsync($"/review/{reference}")).ShouldContain("Not scanned for malware: this hub has no scanner");
        (await hub.Reviewer.GetAsync($"/review/{reference}/attachments/0")).ShouldBe(ScanHub.Letter);
        (await hub.Practice.GetAsync($"/practice/{reference}")).ShouldContain("not scanned for malware");
        (await hub.RowsAsync()).ShouldBeEmpty();
        (await hub.Hub.Http.GetStringAsync("/health/ready")).ShouldContain("\"scanner\":\"none\"");
    }

    [Theory]
    [InlineData("x.html", "text/html", "<script>alert(1)</script>", "attachment", "x_html.bin")]
    [InlineData("x.html", "text/plain", "words", "inline", "x_html.txt")]
    [InlineData("../../etc/passwd", "text/plain", "words", "inline", "etcpasswd.txt")]
    [InlineData("a\"; filename=\"b.exe", "application/octet-stream", "MZ", "attachment", "a filenameb_exe.bin")]
    [InlineData("pic.svg", "image/svg+xml", "<svg xmlns='http://www.w3.org/2000/svg'/>", "attachment", "pic_svg.bin")]
    public async Task FileName_EndsAsItsContentIs(string title, string type, string content, string disposition, string name)
    {
        await using var hub = await ScanHub.StartAsync(null);
        var id = await hub.Hub.TakeAsync(
            ScanHub.Bring(
                TestReferral.Routine(),
                type,
                Encoding.UTF8.GetBytes(content),
                title.Replace("\"", "\\\"", StringComparison.Ordinal)
            )
        );

        await hub.Reviewer.GetAsync($"/review/{await hub.ReferenceAsync(id)}/attachments/0");

        var header = hub.Reviewer.Response!.Content.Headers.ContentDisposition.ShouldNotBeNull();
        (header.DispositionType, header.FileNameStar).ShouldBe((disposition, name));
        hub.Reviewer.Response.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
        hub.Reviewer.Response.Headers.GetValues("Content-Security-Policy").Single().ShouldContain("default-src 'none'");
    }
}
