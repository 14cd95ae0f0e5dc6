using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using ReferralHub.Referrals;
using ReferralHub.Referrals.Documents.Pdf;
using ReferralHub.Tests.Review;
using Shouldly;
using Xunit;

namespace ReferralHub.Tests.Referrals.Reading;

/// <summary>What stands in a PDF is read; no PDF can hurt the hub, and of every one that was not read a person is told.</summary>
public sealed class PdfReadingTests : IDisposable
{
    readonly PdfReader reader = new(TimeProvider.System, NullLogger<PdfReader>.Instance);

    public void Dispose() => reader.Dispose();

    [Fact]
    public async Task Letter_IsRead() =>
        (await ReadAsync(TestPdf.Letter("Six weeks of haemoptysis.", "Smoker."))).ShouldBe(
            new PdfText("Six weeks of haemoptysis.\nSmoker.", null)
        );

    [Fact]
    public async Task FilledInForm_IsRead() => (await ReadAsync(TestPdf.Form("Haemoptysis", "yes"))).Text.ShouldBe("Haemoptysis: yes");

    [Fact]
    public async Task Scan_IsForAPerson() =>
        (await ReadAsync(TestPdf.Letter())).ShouldBe(new PdfText("", "no text could be taken out (a scan, or pictures only)"));

    [Fact]
    public async Task DamagedFile_IsForAPerson() =>
        (await ReadAsync("%PDF-1.4\n"u8.ToArray())).Unread!.ShouldStartWith("no text could be taken out (damaged");

    [Fact]
    public async Task FileThatEndsItsReader_IsForAPerson_AndTheNextIsRead()
    {
        var hostile = await ReadAsync(TestPdf.DeepTree(60_000));
        var next = await ReadAsync(TestPdf.Letter("Hoarse for weeks."));

        hostile.Text.ShouldBeEmpty();
        hostile.Unread.ShouldNotBeNull();
        next.Text.ShouldBe("Hoarse for weeks.");
    }

    [Fact]
    public async Task Words_OfAnAttachedPdf_AreAmongTheFactsAndOnThePage()
    {
        await using var review = await ReviewHub.StartAsync();
        var attachment = ReadReferral.Attach("application/pdf", TestPdf.Letter("Six weeks of haemoptysis."), "Clinic letter");
        var journey = await review.ArriveAsync(
            TestJourney.InReview().With(r => r.Entries.Add(new JsonObject { ["resource"] = JsonNode.Parse(attachment) }))
        );
        using var page = await review.OpenPagesAsync("Reviewer One");

        var shown = await page.GetAsync($"/review/{journey.Reference}");

        await using var db = review.Hub.Database.OpenRead();
        var facts = ReferralFacts.Read((await db.Referrals.SingleAsync(r => r.Referral == journey.Id)).Facts);
        facts.Clinical.Single(c => c.Attachment == 0).Text.ShouldBe("Six weeks of haemoptysis.");
        facts.Unread.ShouldBeEmpty();
        shown.ShouldContain("Six weeks of haemoptysis.");
    }

    async Task<PdfText> ReadAsync(byte[] pdf)
    {
        var read = await reader.ReadAsync(pdf, CancellationToken.None);
        return read with { Text = read.Text.ReplaceLineEndings("\n") };
    }
}
