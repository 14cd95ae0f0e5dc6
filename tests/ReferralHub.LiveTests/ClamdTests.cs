using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using ReferralHub.Journey;
using ReferralHub.Kernel;
using ReferralHub.LiveTests.Services;
using ReferralHub.Platform;
using ReferralHub.Referrals.Documents.Scanning;
using ReferralHub.Tests;
using Shouldly;
using Xunit;

namespace ReferralHub.LiveTests;

/// <summary>A real ClamAV daemon finds the industry's test file in attachments, over both of its doors; nobody gets to see it.</summary>
public sealed class ClamdTests
{
    const string Signature = "ReferralHub.Test.Eicar";

    // Never in one piece, or scanners would take this file for the thing itself.
    static readonly string Eicar = @"X5O!P%@AP[4\PZX54(P^)7CC)7}" + "$" + "EICAR-" + "STANDARD-" + "ANTIVIRUS-" + "TEST-FILE!" + "$H+H*";
    static readonly TimeSpan ScanMax = TimeSpan.FromSeconds(60);

    [SkippableTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Eicar_InAnAttachment_IsNeverShownNorDownloadable(bool overSocket)
    {
        Skip.IfNot(ClamdServer.IsInstalled, "ClamAV's daemon is not installed (Debian: clamav-daemon).");
        var folder = Directory.CreateTempSubdirectory("rh-clamd-").FullName;
        await using var clamd = new ClamdServer(folder);
        clamd.Sign(Signature, Encoding.ASCII.GetBytes(Eicar));
        await clamd.StartAsync();
        await using var hub = await TestHub.StartAsync(set: s => s.Scanner.Address = overSocket ? clamd.SocketAddress : clamd.TcpAddress);

        var id = await hub.TakeAsync(
            Bring(
                ("eicar.txt", "text/plain", Encoding.ASCII.GetBytes(Eicar)),
                ("letter.txt", "text/plain", "A clean letter"u8.ToArray()),
                ("scan.pdf", "application/pdf", [.. "%PDF-1.4\n"u8, .. Encoding.ASCII.GetBytes(Eicar), .. new byte[90_000]]),
                ("huge.bin", "application/octet-stream", new byte[3 * 1024 * 1024])
            )
        );
        var rows = await ScannedAsync(hub, id, 4);

        rows.Count(r => r.Status == ScanStatus.Infected && r.Signature!.StartsWith(Signature, StringComparison.Ordinal)).ShouldBe(2);
        rows.Count(r => r.Status == ScanStatus.Clean).ShouldBe(1);
        rows.Count(r => r.Status == ScanStatus.TooLarge).ShouldBe(1);
        rows.ShouldAllBe(r => r.Scanner!.StartsWith("ClamAV "));
        await ShowsNoMalwareAsync(hub, id);
    }

    [SkippableFact]
    public async Task Clamd_ThatDiesAndComesBack_ScansWhatWaited()
    {
        Skip.IfNot(ClamdServer.IsInstalled, "ClamAV's daemon is not installed (Debian: clamav-daemon).");
        var folder = Directory.CreateTempSubdirectory("rh-clamd-").FullName;
        await using var clamd = new ClamdServer(folder);
        clamd.Sign(Signature, Encoding.ASCII.GetBytes(Eicar));
        await clamd.StartAsync();
        await using var hub = await TestHub.StartAsync(set: s => s.Scanner.Address = clamd.TcpAddress);
        await clamd.KillAsync();

        var id = await hub.TakeAsync(Bring(("eicar.txt", "text/plain", Encoding.ASCII.GetBytes(Eicar))));
        var journey = await hub.JourneyAsync(id);
        using var browser = new PageClient(hub.Http.BaseAddress!);
        await browser.NameAsync("Dr Reader");
        var page = await browser.GetAsync($"/review/{ReferralReference.Display(journey.Reference)}");
        page.ShouldContain("Being scanned");
        page.ShouldNotContain("ANTIVIRUS");

        await clamd.StartAsync();

        (await ScannedAsync(hub, id, 1)).Single().Status.ShouldBe(ScanStatus.Infected);
        await ShowsNoMalwareAsync(hub, id);
    }

    static async Task ShowsNoMalwareAsync(TestHub hub, Guid id)
    {
        var journey = await hub.JourneyAsync(id);
        journey.Has(Flags.AttachmentInfected).ShouldBeTrue();
        var reference = ReferralReference.Display(journey.Reference);
        using var browser = new PageClient(hub.Http.BaseAddress!);
        await browser.NameAsync("Dr Reader");
        (await browser.GetAsync($"/review/{reference}")).ShouldNotContain("ANTIVIRUS");
        (await browser.GetAsync($"/review/{reference}/attachments/0")).ShouldNotContain("ANTIVIRUS");
        browser.Status.ShouldBe(HttpStatusCode.Forbidden);
    }

    static TestReferral Bring(params (string Title, string Type, byte[] Content)[] files)
    {
        var referral = TestReferral.Routine();
        foreach (var (title, type, content) in files)
            referral.Entries.Add(
                new JsonObject
                {
                    ["fullUrl"] = $"urn:uuid:{Guid.CreateVersion7()}",
                    ["resource"] = new JsonObject
                    {
                        ["resourceType"] = "DocumentReference",
                        ["status"] = "current",
                        ["content"] = new JsonArray(
                            new JsonObject
                            {
                                ["attachment"] = new JsonObject
                                {
                                    ["contentType"] = type,
                                    ["title"] = title,
                                    ["data"] = Convert.ToBase64String(content),
                                },
                            }
                        ),
                    },
                }
            );
        return referral;
    }

    static async Task<List<AttachmentScan>> ScannedAsync(TestHub hub, Guid id, int count)
    {
        for (var started = TimeProvider.System.GetTimestamp(); TimeProvider.System.GetElapsedTime(started) < ScanMax; await Task.Delay(100))
        {
            await using var db = hub.Database.OpenRead();
            var rows = await db.Set<AttachmentScan>().Where(s => s.Referral == id).ToListAsync();
            if (rows.Count == count && rows.TrueForAll(r => r.Status is not (ScanStatus.NotScanned or ScanStatus.Failed)))
                return rows;
        }

        throw new TimeoutException("The attachments were not scanned.");
    }
}
