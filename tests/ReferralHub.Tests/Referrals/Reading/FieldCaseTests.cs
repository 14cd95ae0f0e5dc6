using System.Net;
using ReferralHub.Referrals;
using ReferralHub.Tests.Review;
using Shouldly;
using Xunit;

namespace ReferralHub.Tests.Referrals.Reading;

/// <summary>What the field cases write is read by the rules and shown to the reader.</summary>
public sealed class FieldCaseTests
{
    [SkippableTheory]
    [InlineData("02-unread-questionnaire.json", "Haemoptysis? Yes, and suspected cancer")]
    [InlineData("02-unread-report-and-its-pdf.json", "3 cm mass, suspected cancer")]
    [InlineData("03-comparator.json", "PSA: >100 ug/L")]
    [InlineData("03-comparator.json", "CRP: <5 mg/L")]
    [InlineData("09-documentreference-to-binary.json", "Clinic letter")]
    public async Task Text_IsReadAndShown(string file, string text)
    {
        var message = CasesFolder.ReadField(file);
        await using var review = await ReviewHub.StartAsync();

        var facts = ReadReferral.From(message);
        var reference = await SendAsync(review, message);
        using var page = await review.OpenPagesAsync("Reviewer One");
        var shown = await page.GetAsync($"/review/{reference}");

        facts.Clinical.ShouldContain(c => c.Standing == null && c.Text == text);
        WebUtility.HtmlDecode(shown).ShouldContain(text);
    }

    [SkippableFact]
    public async Task FileThatNobodyCanRead_IsNamedOnThePage()
    {
        var message = CasesFolder.ReadField("02-unread-report-and-its-pdf.json");
        await using var review = await ReviewHub.StartAsync();

        var reference = await SendAsync(review, message);
        using var page = await review.OpenPagesAsync("Reviewer One");

        (await page.GetAsync($"/review/{reference}")).ShouldContain("Attachment chest-x-ray.pdf: no text could be taken out");
    }

    [SkippableFact]
    public void DocumentThatPointsToItsFile_IsOneAttachment() =>
        ReadReferral
            .From(CasesFolder.ReadField("09-documentreference-to-binary.json"))
            .Attachments.Select(a => a with { Sha256 = null })
            .ShouldBe([new AttachmentFacts("Clinic letter", "application/pdf", 9, false, "Bundle.entry[6].resource.data")]);

    static async Task<string> SendAsync(ReviewHub review, byte[] message)
    {
        var id = await review.Hub.TakeAsync(TestReferral.From(message));
        return (await review.Hub.JourneyAsync(id)).Reference;
    }
}
