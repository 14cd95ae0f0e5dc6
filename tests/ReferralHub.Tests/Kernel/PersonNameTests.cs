using System.Text;
using FsCheck;
using FsCheck.Fluent;
using ReferralHub.Kernel;
using Shouldly;
using Xunit;

namespace ReferralHub.Tests.Kernel;

public sealed class PersonNameTests
{
    [Theory]
    [InlineData("Müller", "MULLER")]
    [InlineData("Mu\u0308ller", "MULLER")]
    [InlineData("O'Brien", "OBRIEN")]
    [InlineData("O\u2019Brien", "OBRIEN")]
    [InlineData("O`Brien", "OBRIEN")]
    [InlineData("O\u00b4Brien", "OBRIEN")]
    [InlineData("O\u02bcBrien", "OBRIEN")]
    [InlineData("Smith-Jones", "SMITH JONES")]
    [InlineData("Smith\u2011Jones", "SMITH JONES")]
    [InlineData("  smith   jones ", "SMITH JONES")]
    [InlineData("Łukaszewska", "LUKASZEWSKA")]
    [InlineData("Strauß", "STRAUSS")]
    [InlineData("Sørensen", "SORENSEN")]
    [InlineData("D'Árcy", "DARCY")]
    [InlineData("Нова\u0301к", "НОВАК")]
    [InlineData("---", "")]
    [InlineData("\ud83d", "")]
    public void Fold_SpellingsOfOneName_AreOne(string name, string folded) => PersonName.Fold(name).ShouldBe(folded);

    [Fact]
    public void Fold_IsTheSame_FoldedAgainAndInEveryUnicodeForm() =>
        Check.QuickThrowOnFailure(
            Prop.ForAll<NonEmptyString>(any =>
            {
                var text = any.Get.Replace("\0", "", StringComparison.Ordinal);
                if (!IsWhole(text))
                    return true;
                var folded = PersonName.Fold(text);
                return PersonName.Fold(folded) == folded
                    && PersonName.Fold(text.Normalize(NormalizationForm.FormC)) == PersonName.Fold(text.Normalize(NormalizationForm.FormD));
            })
        );

    [Fact]
    public void Fold_LettersWithAnyMarksAndApostrophes_AreTheLetters()
    {
        var marks = new[] { "", "\u0308", "\u0301", "\u0327", "'", "\u2019", "`", "\u200d" };
        Check.QuickThrowOnFailure(
            Prop.ForAll(
                Gen.ListOf(Gen.Zip(Gen.Choose('a', 'z'), Gen.Elements(marks))).ToArbitrary(),
                letters =>
                {
                    var plain = string.Concat(letters.Select(l => (char)l.Item1));
                    var marked = string.Concat(letters.Select(l => (char)l.Item1 + l.Item2));
                    return PersonName.Fold(marked) == plain.ToUpperInvariant();
                }
            )
        );
    }

    [Theory]
    [InlineData("FIELD, Edith (Mrs)", "Mrs", "Edith", "FIELD")]
    [InlineData("Mrs Edith Mary Field", "Mrs", "Edith Mary", "Field")]
    [InlineData("Dr. Field", "Dr.", null, "Field")]
    [InlineData("Edith Field", null, "Edith", "Field")]
    [InlineData("Suharto", null, null, "Suharto")]
    public void Split_OneText_GivesItsParts(string text, string? prefix, string? given, string? family) =>
        PersonName.Split(text).ShouldBe((prefix, given, family));

    [Theory]
    [InlineData("999 780 4295")]
    [InlineData("999-780-4295")]
    [InlineData("999\u00a0780\u00a04295")]
    [InlineData("999\u2011780\u20114295")]
    [InlineData("999\u2009780\u202f4295")]
    [InlineData("\u200e9997804295\ufeff")]
    [InlineData("９９９７８０４２９５")]
    public void NhsNumber_HoweverItIsSetApart_IsOneNumber(string text) => NhsNumber.Clean(text).ShouldBe("9997804295");

    [Fact]
    public void NhsNumber_CleanedTwice_IsAsCleanedOnce() =>
        Check.QuickThrowOnFailure(Prop.ForAll<string?>(text => NhsNumber.Clean(NhsNumber.Clean(text)) == NhsNumber.Clean(text)));

    [Theory]
    [InlineData("0000000000", true)]
    [InlineData("9999999999", true)]
    [InlineData("111 111 1111", true)]
    [InlineData("0123456789", true)]
    [InlineData("1234567890", true)]
    [InlineData("9876543210", true)]
    [InlineData("9998800676", false)]
    [InlineData("4010232137", false)]
    [InlineData("999", false)]
    [InlineData(null, false)]
    public void NhsNumber_WhatIsTypedWhereThereIsNone_IsAPlaceholder(string? text, bool expected) =>
        NhsNumber.IsPlaceholder(text).ShouldBe(expected);

    static bool IsWhole(string text)
    {
        try
        {
            return text.IsNormalized() || text.Length > 0;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
