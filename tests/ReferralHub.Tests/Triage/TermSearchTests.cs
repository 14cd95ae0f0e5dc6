using ReferralHub.Triage;
using ReferralHub.Triage.Language;
using Shouldly;
using Xunit;

namespace ReferralHub.Tests.Triage;

public sealed class TermSearchTests
{
    [Theory]
    [InlineData("cough with haemoptysis", true)]
    [InlineData("haemoptysis", true)]
    [InlineData("no haemoptysis", false)]
    [InlineData("denies weight loss, night sweats or haemoptysis", false)]
    [InlineData("no weight loss but haemoptysis twice", true)]
    [InlineData("no weight loss. haemoptysis twice", true)]
    [InlineData("no weight loss\nhaemoptysis twice", true)]
    [InlineData("without haemoptysis", false)]
    [InlineData("haemoptysis not settling", true)]
    [InlineData("not only haemoptysis", true)]
    [InlineData("no improvement in haemoptysis", true)]
    [InlineData("cannot exclude haemoptysis", true)]
    [InlineData("no haemoptysis in may; haemoptysis in june", true)]
    [InlineData("nil haemoptysis", false)]
    [InlineData("annoyed by haemoptysis", true)]
    [InlineData("notable haemoptysis", true)]
    [InlineData("prehaemoptysislike", null)]
    [InlineData("cough", null)]
    [InlineData("", null)]
    public void Phrase_IsSaidDeniedOrNeither(string text, bool? isSaid) => Say(text, "haemoptysis").ShouldBe(isSaid);

    [Theory]
    [InlineData("two varicose veins", true)]
    [InlineData("varicose vein", true)]
    [InlineData("varicose veining", null)]
    public void Phrase_IsFoundInThePlural(string text, bool? isSaid) => Say(text, "varicose vein").ShouldBe(isSaid);

    [Theory]
    [InlineData("Unexplained weight\nloss", true)]
    [InlineData("unexplained\u00A0weight \t loss", true)]
    [InlineData("no unexplained weight\r\nloss", false)]
    [InlineData("no fever\nunexplained weight loss", true)]
    [InlineData("UNEXPLAINED WEIGHT LOSS", true)]
    [InlineData("unexplained weight gain", null)]
    public void Phrase_IsFoundOverLinesAndSpaces(string text, bool? isSaid) => Say(text, "unexplained weight loss").ShouldBe(isSaid);

    [Theory]
    [InlineData("Dupuytren\u2019s contracture", "Dupuytren's contracture")]
    [InlineData("post\u2011menopausal bleeding", "post-menopausal bleeding")]
    [InlineData("POST MENOPAUSAL BLEEDING", "post-menopausal bleeding")]
    [InlineData("oesophageal tumour", "esophageal tumor")]
    [InlineData("h\u00E6morrhage", "haemorrhage")]
    [InlineData("a \u2460 bleed", null)]
    public void Spelling_DoesNotMatter(string text, string? phrase) => Say(text, phrase ?? "bleed").ShouldBe(true);

    static bool? Say(string text, string phrase) =>
        TermSearch.Find(new("t", "t", null, [phrase], new HashSet<(string, string)>()), text).IsSaid;
}
