using ReferralHub.Referrals;
using Shouldly;
using Xunit;

namespace ReferralHub.Tests.Referrals;

/// <summary>When two descriptions are of one person. Numbers: A and B are two that pass their check, X fails it.</summary>
public sealed class SamePersonTests
{
    const string A = "9998800676";
    const string B = "9990192243";
    const string X = "9998800677";

    [Theory]
    // One number: the name or the date must agree, so that a marriage or a typing error can be told.
    [InlineData($"{A}|Field|Edith|1951-03-14", $"{A}|Field|Edith|1951-03-14", "")]
    [InlineData($"{A}|Field|Edith|1951-03-14", $"{A}|Field|Edith|1951-03-15", "")]
    [InlineData($"{A}|Field|Edith|1951-03-14", $"{A}|Married|Edith|1951-03-14", "")]
    [InlineData($"{A}|Field|Edith|1951-03-14", $"{A}|Other|Tom|1988-01-01", "name and date of birth")]
    [InlineData($"{A}|Field|Edith|1951-03-14", $"{A}|||", "")]
    [InlineData($"{A}|Field|Edith|1951-03-14", $"{A}|Other|Tom|", "name")]
    [InlineData("999 880 0676|Field|Edith|1951-03-14", $"{A}|Field|Edith|1951-03-14", "")]
    // Two numbers that pass their check are two people's.
    [InlineData($"{A}|Field|Edith|1951-03-14", $"{B}|Field|Edith|1951-03-14", "NHS number")]
    [InlineData($"{A}|Field|Edith|1951-03-14", $"{B}|Other|Tom|1988-01-01", "NHS number, name and date of birth")]
    // A number that fails its check is a typing error, a placeholder is none.
    [InlineData($"{X}|Field|Edith|1951-03-14", $"{A}|Field|Edith|1951-03-14", "")]
    [InlineData($"{X}|Field|Edith|1951-03-14", $"{A}|Field|Edith|1951-03-15", "date of birth")]
    [InlineData($"{A}|Field|Edith|1951-03-14", "9999999999|Field|Edith|1951-03-14", "")]
    // Without a number on both sides nothing may disagree.
    [InlineData("|Field|Edith|1951-03-14", $"{A}|Field|Edith|1951-03-14", "")]
    [InlineData("|Field|Edith|1951-03-14", "|Field|Edith|1951-03-14", "")]
    [InlineData("|Twin|Alma|2026-05-05", "|Twin|Boris|2026-05-05", "name")]
    [InlineData("|Field|John|1951-03-14", "|Field|John|1978-03-14", "date of birth")]
    [InlineData("|Field|Edith|1951-03-14", "|||", "")]
    // Spellings of one name are one name; an initial or one of several given names will do.
    [InlineData("|O'Brien|Zoë|1951-03-14", "|O\u2019BRIEN|Zoe|1951-03-14", "")]
    [InlineData("|Müller|Edith Mary|1951-03-14", "|Mu\u0308ller|E|1951-03-14", "")]
    [InlineData("|Smith-Jones|Mary Ann|1951-03-14", "|Smith Jones|Ann|1951-03-14", "")]
    public void FindDifference_OfTwoDescriptions_SaysWhatDiffers(string one, string other, string differs)
    {
        var difference = SamePerson.FindDifference(Read(one), Read(other));

        SamePerson.Describe(difference).ShouldBe(differs);
        SamePerson.FindDifference(Read(other), Read(one)).ShouldBe(difference);
    }

    static PersonOnFile Read(string text)
    {
        var parts = text.Split('|').Select(p => p.Length == 0 ? null : p).ToArray();
        return new(parts[0], parts[1], parts[2], parts[3] is { } born ? DateOnly.Parse(born, null) : null);
    }
}
