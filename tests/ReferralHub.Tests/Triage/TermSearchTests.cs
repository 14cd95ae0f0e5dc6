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
    public void Phrase_IsSaidDeniedOrNeither(string text, bool? isSaid) => TermSearch.Phrase(text, "haemoptysis").IsSaid.ShouldBe(isSaid);

    [Theory]
    [InlineData("two varicose veins", true)]
    [InlineData("varicose vein", true)]
    [InlineData("varicose veining", null)]
    public void Phrase_IsFoundInThePlural(string text, bool? isSaid) => TermSearch.Phrase(text, "varicose vein").IsSaid.ShouldBe(isSaid);

    [Fact]
    public void Shown_IsTheWordsAround() => TermSearch.Phrase(new string('a', 100) + " has haemoptysis since may " + new string('b', 100), "haemoptysis").Shown!.ShouldContain("has haemoptysis since may");
}
