using FsCheck;
using FsCheck.Fluent;
using ReferralHub.Kernel;
using Shouldly;
using Xunit;

namespace ReferralHub.Tests.Kernel;

public sealed class ValueTests
{
    static readonly Config Quick = Config.QuickThrowOnFailure.WithMaxTest(500);

    [Theory]
    [InlineData("943 476 5919", true)]
    [InlineData("9912003888", true)]
    [InlineData("4010232137", true)]
    [InlineData("9990000018", true)]
    [InlineData("9876543210", true)]
    [InlineData("3478526985", false)]
    [InlineData("7778521234", false)]
    [InlineData("9990000001", false)]
    [InlineData("943476591", false)]
    [InlineData("94347659190", false)]
    [InlineData("943476591X", false)]
    [InlineData(null, false)]
    public void NhsNumber_FollowsModulus11(string? text, bool valid) => NhsNumber.TryParse(text, out _).ShouldBe(valid);

    [Fact]
    public void NhsNumber_AnySingleWrongDigit_IsFound() =>
        Prop.ForAll(
                Gen.Choose(0, 999_999_999)
                    .Select(n => n.ToString("000000000"))
                    .Where(n => NhsNumber.CheckDigit(n) is not null)
                    .ToArbitrary(),
                Gen.Choose(0, 9).ToArbitrary(),
                Gen.Choose(1, 9).ToArbitrary(),
                (nine, place, shift) =>
                {
                    var number = nine + NhsNumber.CheckDigit(nine);
                    var wrong = number.ToCharArray();
                    wrong[place] = (char)('0' + ((wrong[place] - '0' + shift) % 10));
                    return NhsNumber.TryParse(number, out _) && !NhsNumber.TryParse(new string(wrong), out _);
                }
            )
            .Check(Quick);

    [Fact]
    public void NhsNumber_DisplaysThreeThreeFour()
    {
        NhsNumber.TryParse("9434765919", out var number).ShouldBeTrue();
        number.ToString().ShouldBe("943 476 5919");
        NhsNumber.Display("3478526985").ShouldBe("347 852 6985");
    }

    [Theory]
    [InlineData("RH8", true)]
    [InlineData(" l81008 ", true)]
    [InlineData("RH802", true)]
    [InlineData("R1", false)]
    [InlineData("RH-8", false)]
    [InlineData("ABCDEFGHIJKLM", false)]
    [InlineData("", false)]
    public void OdsCode_TakesLettersAndDigits(string text, bool valid) => OdsCode.TryParse(text, out _).ShouldBe(valid);

    [Fact]
    public void OdsCode_PracticeForm_IsALetterAndFiveDigits()
    {
        OdsCode.TryParse("l81008", out var practice);
        practice.Value.ShouldBe("L81008");
        practice.IsPracticeForm.ShouldBeTrue();
        OdsCode.TryParse("RH802", out var site);
        site.IsPracticeForm.ShouldBeFalse();
    }

    [Fact]
    public void Reference_RoundTrips_AndHasNoLookAlikes() =>
        Prop.ForAll(
                Gen.Choose(int.MinValue, int.MaxValue).Two().ToArbitrary(),
                seeds =>
                {
                    var reference = ReferralReference.FromReferralId(
                        EntityId.New(
                            new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc),
                            new Random(HashCode.Combine(seeds.Item1, seeds.Item2))
                        )
                    );
                    return reference.Value.Length == 12
                        && reference.Value.IndexOfAny("01258BILOSUVZ".ToCharArray()) < 0
                        && ReferralReference.TryParse(reference.ToString().ToLowerInvariant(), out var parsed)
                        && parsed == reference;
                }
            )
            .Check(Quick);

    [Fact]
    public void Reference_EveryWrongCharacterAndEverySwap_IsFound()
    {
        const string alphabet = "34679ACDEFGHJKMNPQRTWXY";
        var reference = ReferralReference.FromReferralId(Guid.Parse("0199c0de-1234-7abc-9def-0123456789ab")).Value;
        for (var place = 0; place < 12; place++)
        {
            foreach (var other in alphabet.Where(c => c != reference[place]))
                ReferralReference.TryParse(reference[..place] + other + reference[(place + 1)..], out _).ShouldBeFalse();
            for (var with = place + 1; with < 12; with++)
            {
                var swapped = reference.ToCharArray();
                (swapped[place], swapped[with]) = (swapped[with], swapped[place]);
                ReferralReference.TryParse(new string(swapped), out _).ShouldBe(reference[place] == reference[with]);
            }
        }
    }

    [Theory]
    [InlineData("routine", Priority.Routine)]
    [InlineData("urgent", Priority.Urgent)]
    [InlineData("asap", Priority.Asap)]
    [InlineData("stat", Priority.Stat)]
    public void Priority_RoundTrips(string code, Priority priority)
    {
        Priorities.TryParse(code, out var parsed).ShouldBeTrue();
        parsed.ShouldBe(priority);
        parsed.ToCode().ShouldBe(code);
        Priorities.TryParse(code.ToUpperInvariant(), out _).ShouldBeFalse();
    }

    [Fact]
    public void TreatmentFunction_KnowsBothNationalLists()
    {
        TreatmentFunction.TryFind("110", out var orthopaedics).ShouldBeTrue();
        orthopaedics.RttLine.ShouldBe("110");
        TreatmentFunction.TryFind("111", out var rollsUp).ShouldBeTrue();
        rollsUp.RttLine.ShouldBe("110");
        TreatmentFunction.TryFind("999", out _).ShouldBeFalse();
        TreatmentFunction.All.Count().ShouldBeGreaterThan(120);
        TreatmentFunction.FindName(null).ShouldBe("Not known");
    }

    [Theory]
    [InlineData(0, 1, "0–1")]
    [InlineData(7, 1, "0–1")]
    [InlineData(8, 2, "1–2")]
    [InlineData(14, 2, "1–2")]
    [InlineData(119, 17, "16–17")]
    [InlineData(120, 18, "17–18")]
    [InlineData(126, 18, "17–18")]
    [InlineData(127, 19, "18–19")]
    [InlineData(358, 52, "51–52")]
    [InlineData(364, 52, "51–52")]
    [InlineData(728, 104, "103–104")]
    [InlineData(729, 105, "104+")]
    public void RttClock_Bands_AreThoseOfTheReturn(int days, int band, string label)
    {
        var clock = new RttClock(new(2026, 1, 2));
        clock.WeekBandOn(clock.Start.AddDays(days)).ShouldBe(band);
        RttClock.BandLabel(band).ShouldBe(label);
        clock.IsBreachedOn(clock.Start.AddDays(days)).ShouldBe(days > 126);
    }

    [Fact]
    public void Money_Laws() =>
        Prop.ForAll(
                Gen.Choose(-1_000_000_000, 1_000_000_000).Select(p => new Money(p)).Two().ToArbitrary(),
                Gen.Choose(1, 400).ToArbitrary(),
                (pair, parts) =>
                {
                    var (a, b) = (pair.Item1, pair.Item2);
                    var share = a.Share(1, parts);
                    return a + b == b + a
                        && a - a == Money.Zero
                        && (a + b) - b == a
                        && a.Share(parts, parts) == a
                        && Math.Abs(a.Pence - (share.Pence * parts)) <= parts;
                }
            )
            .Check(Quick);

    [Fact]
    public void Money_Overflow_Throws() => Should.Throw<OverflowException>(() => new Money(long.MaxValue) + new Money(1));

    [Theory]
    [InlineData("1,234.56", 123456)]
    [InlineData("£0.05", 5)]
    [InlineData("7", 700)]
    public void Money_Parses(string text, long pence)
    {
        Money.TryParse(text, out var money).ShouldBeTrue();
        money.Pence.ShouldBe(pence);
    }

    [Theory]
    [InlineData("1.005")]
    [InlineData("ten")]
    [InlineData(null)]
    public void Money_RefusesWhatIsNotPence(string? text) => Money.TryParse(text, out _).ShouldBeFalse();

    [Fact]
    public void EntityId_GrowsWithinAMillisecond()
    {
        var now = new DateTime(2026, 11, 21, 12, 0, 0, DateTimeKind.Utc);
        var ids = Enumerable.Range(0, 10_000).Select(_ => EntityId.New(now).ToString()).ToList();
        ids.ShouldBe(ids.Order(StringComparer.Ordinal).ToList());
        ids.Distinct().Count().ShouldBe(ids.Count);
        ids[0][14].ShouldBe('7');
    }

    [Fact]
    public void Place_DistanceIsSymmetricAndKnown()
    {
        var (leeds, london) = (new Place(53.8008, -1.5491), new Place(51.5072, -0.1276));
        leeds.MilesTo(london).ShouldBe(169, 2);
        leeds.MilesTo(london).ShouldBe(london.MilesTo(leeds), 0.0001);
        leeds.MilesTo(leeds).ShouldBe(0, 0.0001);
    }
}
