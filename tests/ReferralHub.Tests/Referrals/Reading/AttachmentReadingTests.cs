using System.Text;
using System.Text.Json.Nodes;
using ReferralHub.Referrals;
using Shouldly;
using Xunit;

namespace ReferralHub.Tests.Referrals.Reading;

/// <summary>What is written in attachments is read; of what cannot be read a person is told; one content is one attachment.</summary>
public sealed class AttachmentReadingTests
{
    const string HashOfLump = "0f3991a6127f248803839e8c5312cd1655c285033ff3cfa4a0a1ddf350c4bd3e";

    [Theory]
    [InlineData("text/plain", "Coughing blood")]
    [InlineData("text/plain; charset=utf-8", "Coughing blood")]
    [InlineData("text/html", "<html><style>p{}</style><script>alert(1)</script><p>Coughing<br/>&nbsp;blood</p></html>")]
    [InlineData("application/rtf", """{\rtf1\ansi{\fonttbl{\f0 Arial;}}{\*\generator x;}\f0\fs22 Coughing\par blood{\pict 0102}}""")]
    [InlineData("application/msword", """{\rtf1 Coughing blood}""")]
    [InlineData("text/xml", "<?xml version=\"1.0\"?><a><text>Coughing</text><text>blood</text></a>")]
    public void Text_OfEveryKind_IsRead(string type, string content)
    {
        var facts = ReadReferral.With(ReadReferral.Attach(type, content));

        var text = facts.Clinical.Single(c => c.Attachment == 0);
        text.Text.ReplaceLineEndings(" ").ShouldBe("Coughing blood");
        text.Element.ShouldBe("DocumentReference.content.attachment");
        facts.Unread.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("""{\rtf1\ansicpg1252 caf\'e9 \u8364?5 a\tab b\~c \{x\}}""", "café €5 a b c {x}")]
    [InlineData("""{\rtf1{\info{\author Nobody}}{\*\unknown hidden}shown}""", "shown")]
    [InlineData("""{\rtf1 a{\uc2\u8211\'96\'96 b}\bin3 }}}c}""", "a– bc")]
    [InlineData("""{\rtf1 unfinished {\b text""", "unfinished text")]
    public void Rtf_SaysWhatAReaderSees(string rtf, string shown) =>
        ReadReferral.With(ReadReferral.Attach("text/rtf", rtf)).Clinical.Single(c => c.Attachment == 0).Text.ShouldBe(shown);

    [Theory]
    [InlineData("Hb < 80 and <b>falling</b>", "Hb < 80 and falling")]
    [InlineData("<p title='a > b'>one</p><p>two", "one\ntwo")]
    [InlineData("<p>seen<!-- not --></p><img alt=\"mass in lung\" src='x'>", "seen\nmass in lung")]
    [InlineData("<p>seen</p><p class=\"never closed", "seen\nnever closed")]
    public void Markup_LosesNoWord(string html, string shown) =>
        ReadReferral
            .With(ReadReferral.Attach("text/html", html))
            .Clinical.Single(c => c.Attachment == 0)
            .Text.ReplaceLineEndings("\n")
            .ShouldContain(shown.Split('\n')[^1]);

    [Fact]
    public void Text_InAnOlderCharacterSet_IsRead() =>
        ReadReferral
            .With(ReadReferral.Attach("text/plain", [.. "sympt"u8, 0xF4, .. "me"u8]))
            .Clinical.Single(c => c.Attachment == 0)
            .Text.ShouldBe("symptôme");

    [Theory]
    [InlineData("image/png", "a picture, which only a person can read")]
    [InlineData("application/pdf", "no text could be taken out")]
    [InlineData("text/plain", "it says that it is text/plain, and its content is no text")]
    [InlineData(
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "a file of a kind that no rule reads (application/vnd.openxmlformats-officedocument.wordprocessingml.document)"
    )]
    public void WhatCannotBeRead_IsNamedForAPerson(string type, string why)
    {
        var facts = ReadReferral.With(ReadReferral.Attach(type, [1, 2, 0, 255], "scan"));

        facts.Unread.ShouldBe([new UnreadContent($"Attachment scan: {why}", "Bundle.entry[5].resource.content[0].attachment.data")]);
    }

    [Fact]
    public void Link_IsNamedForAPerson() =>
        ReadReferral
            .With(
                """
                {"resourceType":"DocumentReference","status":"current",
                 "content":[{"attachment":{"title":"letter","url":"https://x.example/1"}}]}
                """
            )
            .Unread.Single()
            .What.ShouldBe("Attachment letter: only a link came, which the hub does not follow");

    [Fact]
    public void RecordThatNoRuleReads_IsNamedForAPerson_AndItsWordsAreRead()
    {
        var facts = ReadReferral.With("""{"resourceType":"Group","type":"person","actual":true,"name":"haemoptysis"}""");

        facts.Unread.Single().What.ShouldBe("A kind of record that no rule reads (Group)");
        facts.Clinical.ShouldContain(c => c.Text.Contains("haemoptysis", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("""{"resourceType":"DocumentReference","status":"current","content":[{"attachment":{{a}} }]}""")]
    [InlineData("""{"resourceType":"DiagnosticReport","status":"final","code":{"text":"x"},"presentedForm":[{{a}}]}""")]
    [InlineData("""{"resourceType":"Media","status":"completed","content":{{a}} }""")]
    [InlineData("""{"resourceType":"Communication","status":"completed","payload":[{"contentAttachment":{{a}} }]}""")]
    public void AttachmentThatPointsToABinary_IsOneWithItsTitle(string resource)
    {
        const string Binary = "urn:uuid:8f79e87d-9639-4e4c-a0c0-1dc42d5754ec";
        var referral = TestReferral.Routine();
        referral.Entries.Add(Entry(resource.Replace("{{a}}", Attachment("Clinic letter", Binary), StringComparison.Ordinal)));
        referral.Entries.Add(Entry(resource.Replace("{{a}}", Attachment("Clinic letter", Binary), StringComparison.Ordinal)));
        referral.Entries.Add(Entry("""{"resourceType":"Binary","contentType":"text/plain","data":"bHVtcA=="}""", Binary));

        var facts = ReadReferral.From(referral);

        facts.Attachments.ShouldBe([new("Clinic letter", "text/plain", 4, false, "Bundle.entry[7].resource.data") { Sha256 = HashOfLump }]);
        facts.Clinical.Single(c => c.Attachment == 0).Text.ShouldBe("lump");
    }

    [Fact]
    public void BinaryThatNothingPointsTo_IsAnAttachment()
    {
        var facts = ReadReferral.With("""{"resourceType":"Binary","contentType":"text/plain","data":"bHVtcA=="}""");

        facts.Attachments.ShouldBe([new(null, "text/plain", 4, false, "Bundle.entry[5].resource.data") { Sha256 = HashOfLump }]);
        facts.Clinical.Single(c => c.Attachment == 0).Text.ShouldBe("lump");
    }

    [Fact]
    public void NarrativeThatRepeats_IsNotReadTwice_AndOneThatAddsIs()
    {
        static string Condition(string words) =>
            $$$"""
                {"resourceType":"Condition","subject":{"display":"x"},"code":{"text":"Chronic cough"},
                 "text":{"status":"generated","div":"<div xmlns=\"http://www.w3.org/1999/xhtml\"><b>{{{words}}}</b></div>"}}
                """;

        ReadReferral.With(Condition("cough, chronic")).Clinical.ShouldNotContain(c => c.Label == "Narrative");
        ReadReferral
            .With(Condition("chronic cough with blood"))
            .Clinical.ShouldContain(c => c.Label == "Narrative" && c.Text == "chronic cough with blood");
    }

    static string Attachment(string title, string url) => $$"""{"title":"{{title}}","url":"{{url}}"}""";

    static JsonObject Entry(string resource, string? fullUrl = null)
    {
        var entry = new JsonObject { ["resource"] = JsonNode.Parse(resource) };
        if (fullUrl is not null)
            entry["fullUrl"] = fullUrl;
        return entry;
    }
}
