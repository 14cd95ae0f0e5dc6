using FsCheck;
using FsCheck.Fluent;
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
    public void Phrase_IsSaidDeniedOrNeither(string text, bool? isSaid) =>
        TermSearch.Phrase(SearchText.Normalise(text), "haemoptysis").IsSaid.ShouldBe(isSaid);

    [Theory]
    [InlineData("two varicose veins", true)]
    [InlineData("varicose vein", true)]
    [InlineData("varicose veining", null)]
    public void Phrase_IsFoundInThePlural(string text, bool? isSaid) =>
        TermSearch.Phrase(SearchText.Normalise(text), "varicose vein").IsSaid.ShouldBe(isSaid);

    [Theory]
    [InlineData("Unexplained weight\nloss", true)]
    [InlineData("unexplained\u00A0weight \t loss", true)]
    [InlineData("no unexplained weight\r\nloss", false)]
    [InlineData("no fever\nunexplained weight loss", true)]
    [InlineData("UNEXPLAINED WEIGHT LOSS", true)]
    [InlineData("unexplained weight gain", null)]
    public void Phrase_IsFoundOverLinesAndSpaces(string text, bool? isSaid) =>
        TermSearch.Phrase(SearchText.Normalise(text), "unexplained weight loss").IsSaid.ShouldBe(isSaid);

    [Theory]
    [InlineData("Dupuytren\u2019s contracture", "Dupuytren's contracture")]
    [InlineData("post\u2011menopausal bleeding", "post-menopausal bleeding")]
    [InlineData("a \n \n b", "a b")]
    [InlineData("", "")]
    [InlineData("  x  ", "x")]
    public void Text_HasOneKindOfEverything(string text, string phrase) => SearchText.Phrase(text).ShouldBe(phrase.ToLowerInvariant());

    [Fact]
    public void WordsAndClauses_AgreeCharacterForCharacter() =>
        Prop.ForAll<string>(text =>
            {
                var made = SearchText.Normalise(text ?? "");
                return made.Words.Length == made.Clauses.Length
                    && made.Words == made.Clauses.Replace('\n', ' ')
                    && !made.Words.Contains("  ", StringComparison.Ordinal);
            })
            .QuickCheckThrowOnFailure();

    [Fact]
    public void Shown_IsTheWordsAround() =>
        TermSearch
            .Phrase(SearchText.Normalise(new string('a', 100) + " has haemoptysis since may " + new string('b', 100)), "haemoptysis")
            .Shown!.ShouldContain("has haemoptysis since may");
}
