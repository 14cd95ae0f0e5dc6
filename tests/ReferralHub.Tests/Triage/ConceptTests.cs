using FsCheck;
using FsCheck.Fluent;
using ReferralHub.Journey;
using ReferralHub.Triage;
using ReferralHub.Triage.Language;
using ReferralHub.Triage.Language.Concepts;
using Shouldly;
using Xunit;

namespace ReferralHub.Tests.Triage;

/// <summary>Concepts are found in any words that mean them, and a denial reaches as far as a reader would take it.</summary>
public sealed class ConceptTests
{
    static readonly DateTime Now = new(2026, 11, 20, 10, 0, 0, DateTimeKind.Utc);
    static readonly PatternReader Reader = new(new Dictionary<string, IReadOnlyList<string>>());

    static readonly string[] Flags =
    [
        "Haemoptysis daily",
        "PR bleeding for six weeks",
        "Unexplained weight loss of 8 kg",
        "FIT 250",
        "Painless jaundice",
        "Chest pain at rest now",
    ];

    static readonly string[] Others =
    [
        "Knee pain for years",
        "No weight loss or bleeding",
        "Mother had breast cancer",
        "Drums normal",
        "Denies chest pain, haemoptysis and night sweats",
        "PSA 1.2",
    ];

    static bool? Say(string line, string text) => Find(line, text).IsSaid;

    static Finding Find(string line, string text) =>
        TermSearch.Find(new("t", "t", null, [], new HashSet<(string, string)>()) { Patterns = [Reader.ReadLine(line)] }, text);

    static TriageDecision Decide(string text) =>
        TriageRules.Decide(
            new(
                new()
                {
                    Specialty = "301",
                    Age = 60,
                    Sex = "female",
                    Reason = text,
                    Text = text,
                },
                Now
            ),
            ShippedPacks.Approved
        );

    [Theory]
    [InlineData("No recent travel, visible haematuria", true)]
    [InlineData("No fever - haematuria daily", true)]
    [InlineData("No pain but haematuria", true)]
    [InlineData("No pain and haematuria", true)]
    [InlineData("No pain. Haematuria", true)]
    [InlineData("No pain; haematuria", true)]
    [InlineData("Never smoked, haematuria for two weeks", true)]
    [InlineData("No cause for the haematuria found", true)]
    [InlineData("No doubt this is haematuria", true)]
    [InlineData("Non-smoker with haematuria", true)]
    [InlineData("No change in haematuria", true)]
    [InlineData("Haematuria cannot be excluded", true)]
    [InlineData("?haematuria", true)]
    [InlineData("No dysuria, loin pain or haematuria", false)]
    [InlineData("Denies dysuria, haematuria and fever", false)]
    [InlineData("Denies dysuria, haematuria.", false)]
    [InlineData("No dysuria, fever, haematuria.", false)]
    [InlineData("No dysuria/haematuria", false)]
    [InlineData("Haematuria: none", false)]
    [InlineData("Haematuria - no", false)]
    [InlineData("Any haematuria? No", false)]
    [InlineData("Haematuria denied", false)]
    [InlineData("has not noticed any haematuria", false)]
    [InlineData("doesn\u2019t have haematuria", false)]
    [InlineData("w/o haematuria", false)]
    [InlineData("No red flags: haematuria, weight loss", false)]
    [InlineData("No red flags (weight loss, haematuria)", false)]
    [InlineData("Mother had haematuria", null)]
    [InlineData("Mother reports haematuria", true)]
    [InlineData("Advised to return if haematuria", null)]
    [InlineData("Safety-netted for haematuria", null)]
    public void Denial_ReachesAsFarAsAReaderWouldTakeIt(string text, bool? isSaid) => Say("haematur*", text).ShouldBe(isSaid);

    [Theory]
    [InlineData("[>=7] episode*|attack*", "nine documented episodes", true)]
    [InlineData("[>=7] episode*|attack*", "7-8 episodes", true)]
    [InlineData("[>=7 episode*] tonsil*", "tonsillitis, five episodes", false)]
    [InlineData("[>=7 episode*] tonsil*", "tonsillitis, 7+ episodes", true)]
    [InlineData("hoars* [>=3 weeks]", "hoarse for 2/52", false)]
    [InlineData("hoars* [>=3 weeks]", "hoarse for 6/52", true)]
    [InlineData("hoars* [>=3 weeks]", "hoarse 2 months", true)]
    [InlineData("hoars* [>=3 weeks]", "a month of hoarseness", true)]
    [InlineData("acuity|va [6/>=18]", "acuity 6/18", true)]
    [InlineData("acuity|va [6/>=18]", "VA 6/9", false)]
    [InlineData("hearing [>=25 db]", "hearing 45 dB", true)]
    [InlineData("?ca", "?ca", true)]
    [InlineData("?ca", "ca 2.4", null)]
    [InlineData("blood stool*", "stool mixed with some fresh blood", true)]
    [InlineData("blood stool*", "stool normal. Blood pressure high", null)]
    public void Line_IsFound(string line, string text, bool? isSaid) => Say(line, text).ShouldBe(isSaid);

    [Theory]
    [InlineData("tonsillitis, more than four episodes")]
    public void BoundThatMayBeEnough_IsSaidAndNotCertain(string text)
    {
        var found = Find("[>=7 episode*] tonsil*", text);

        (found.IsSaid, found.IsCertain).ShouldBe((true, false));
    }

    [Theory]
    [InlineData("PSA 38", true)]
    [InlineData("PSA of 7.1 in May", true)]
    [InlineData("PSA >100", true)]
    [InlineData("PSA: 1.2", false)]
    [InlineData("PSA <4", false)]
    [InlineData("PSA 12 weeks ago", null)]
    [InlineData("PSA on 12/11/2026 was 9", true)]
    [InlineData("PSA normal, 68 years", null)]
    [InlineData("PSA rose from 3 to 9", true)]
    [InlineData("PSA 1 ng/ml from 9", true)]
    [InlineData("PSA 1 eGFR 68", false)]
    public void Value_IsTheNumberOfItsName(string text, bool? isSaid) =>
        TermSearch
            .Find(
                new("t", "t", null, [], new HashSet<(string, string)>())
                {
                    Values = [Reader.ReadValue(["psa"], 6.5, double.PositiveInfinity)],
                },
                text
            )
            .IsSaid.ShouldBe(isSaid);

    [Fact]
    public void AnotherSentence_NeverLowersWhatIsReadFirst() =>
        Prop.ForAll(
                Gen.Elements(Flags).ToArbitrary(),
                Gen.Elements(Others).ListOf().ToArbitrary(),
                Gen.Elements(". ", "; ", "\n", ".\n\n").ToArbitrary(),
                (flag, others, end) =>
                {
                    var alone = Decide(flag).ReadFirst;
                    var before = Decide(string.Concat(others.Select(o => o + end)) + flag).ReadFirst;
                    var after = Decide(flag + string.Concat(others.Select(o => end + o))).ReadFirst;
                    return alone != ReadFirst.No && before >= alone && after >= alone;
                }
            )
            .QuickCheckThrowOnFailure();

    [Fact]
    public void OrderOfSentences_DoesNotMatter() =>
        Prop.ForAll(
                Gen.Elements([.. Flags, .. Others]).ListOf().ToArbitrary(),
                sentences =>
                    Decide(string.Join(". ", sentences)).ReadFirst == Decide(string.Join(". ", Enumerable.Reverse(sentences))).ReadFirst
            )
            .QuickCheckThrowOnFailure();

    [Fact]
    public void CaseSpacesAndUnicodeForms_DoNotMatter() =>
        Prop.ForAll(
                Gen.Elements([.. Flags, .. Others]).ToArbitrary(),
                Gen.Choose(0, 5).ToArbitrary(),
                (text, form) =>
                    Decide(
                        form switch
                        {
                            0 => text.ToUpperInvariant(),
                            1 => text.Replace(' ', '\u00A0'),
                            2 => text.Replace("ae", "\u00E6", StringComparison.Ordinal),
                            3 => string.Concat(text.Select(c => c is >= '!' and <= '~' ? (char)(c + 0xFEE0) : c)),
                            4 => text.Replace("e", "\u0065\u0301", StringComparison.Ordinal),
                            _ => text.Replace("i", "i\u00AD", StringComparison.Ordinal),
                        }
                    ).ReadFirst == Decide(text).ReadFirst
            )
            .QuickCheckThrowOnFailure();

    [Fact]
    public void AnyText_IsReadToItsEnd() =>
        Prop.ForAll(
                Gen.Elements(
                        "a",
                        "n",
                        "\u2019",
                        "'",
                        ".",
                        "/",
                        "o",
                        " ",
                        "1",
                        ",",
                        "\u00E6",
                        "\u0301",
                        "\u00AD",
                        "\uD835",
                        "\uFF0C",
                        "\u0663",
                        "?",
                        "-",
                        "\n",
                        "no"
                    )
                    .ListOf()
                    .ToArbitrary(),
                parts =>
                {
                    var text = string.Concat(parts);
                    var scanned = ReferralHub.Triage.Language.Scanning.TextScanner.Scan(text, new([("no", false), ("an", true)]));
                    var end = 0;
                    foreach (var token in scanned.Tokens)
                    {
                        if (token.Start < end || token.Length < 1 || token.Start + token.Length > text.Length)
                            return false;
                        end = token.Start + token.Length;
                    }

                    return true;
                }
            )
            .Check(Config.QuickThrowOnFailure.WithMaxTest(5_000));

    [Fact]
    public void Denial_NeverReachesOverTheEndOfASentence() =>
        Prop.ForAll(
                Gen.Elements("No", "Denies", "Without", "Never had", "Not").ToArbitrary(),
                Gen.Elements("fever", "fever, cough or rash", "any pain", "").ToArbitrary(),
                Gen.Elements(".", ";", "\n", "!", " - ", ". But").ToArbitrary(),
                (denial, what, end) => Say("haemop*", $"{denial} {what}{end} haemoptysis twice") is true
            )
            .QuickCheckThrowOnFailure();
}
