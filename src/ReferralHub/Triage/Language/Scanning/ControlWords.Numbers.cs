namespace ReferralHub.Triage.Language.Scanning;

/// <summary>Numbers in words, and units of time with how many days they have.</summary>
static partial class ControlWords
{
    static readonly (double, string)[] Numbers =
    [
        (1, "one"),
        (2, "two couple twice"),
        (3, "three few several thrice"),
        (4, "four"),
        (5, "five"),
        (6, "six"),
        (7, "seven"),
        (8, "eight"),
        (9, "nine"),
        (10, "ten"),
        (11, "eleven"),
        (12, "twelve"),
        (13, "thirteen"),
        (14, "fourteen"),
        (15, "fifteen"),
        (16, "sixteen"),
        (17, "seventeen"),
        (18, "eighteen"),
        (19, "nineteen"),
        (20, "twenty"),
        (30, "thirty"),
        (40, "forty"),
        (50, "fifty"),
        (60, "sixty"),
        (70, "seventy"),
        (80, "eighty"),
        (90, "ninety"),
        (100, "hundred"),
    ];

    static readonly (double, string)[] TimeUnits =
    [
        (1d / 24, "hour hours hr hrs"),
        (1, "day days"),
        (7, "week weeks wk wks"),
        (30.4375, "month months mth mths mo mnth mnths"),
        (365.25, "year years yr yrs"),
    ];

    static readonly (double, string)[] ShortTimeUnits = [(1d / 24, "h"), (1, "d"), (7, "w"), (30.4375, "m"), (365.25, "y")];
}
