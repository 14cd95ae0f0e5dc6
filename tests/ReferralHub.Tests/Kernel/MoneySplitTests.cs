using FsCheck;
using FsCheck.Fluent;
using ReferralHub.Kernel;
using Shouldly;
using Xunit;

namespace ReferralHub.Tests.Kernel;

/// <summary>Splitting an amount: what a single example shows, and what holds for all.</summary>
public sealed class MoneySplitTests
{
    static readonly Config Many = Config.QuickThrowOnFailure.WithMaxTest(1000);

    static readonly Gen<long> AnyLong = Gen.OneOf(
        Gen.Choose(-1000, 1000).Select(n => (long)n),
        Gen.Choose(int.MinValue, int.MaxValue).Two().Select(p => ((long)p.Item1 << 32) ^ (uint)p.Item2),
        Gen.Elements(0L, 1, -1, long.MaxValue, long.MinValue)
    );

    static readonly Gen<Dictionary<string, long>> AnyWeights = AnyLong
        .Select(w => Math.Abs(w == long.MinValue ? 0 : w))
        .NonEmptyListOf()
        .Select(weights => weights.Select((w, i) => (Id: $"H{i:00}", Weight: w)).ToDictionary(w => w.Id, w => w.Weight));

    static readonly Arbitrary<(Money Total, Dictionary<string, long> Weights)> Any = AnyLong
        .SelectMany(total => AnyWeights.Select(weights => (new Money(total), weights)))
        .ToArbitrary();

    static Dictionary<string, long> Weights(params long[] weights) =>
        weights.Select((w, i) => ($"{(char)('A' + i)}", w)).ToDictionary(w => w.Item1, w => w.w);

    static long[] Split(long total, params long[] weights) =>
        [.. Money.Split(new(total), Weights(weights)).OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => p.Value.Pence)];

    [Theory]
    [InlineData(100, new long[] { 1, 1, 1 }, new long[] { 34, 33, 33 })] // equal remainders: by id
    [InlineData(-100, new long[] { 1, 1, 1 }, new long[] { -34, -33, -33 })] // as the positive one, with the sign changed
    [InlineData(10, new long[] { 0, 3, 0, 4 }, new long[] { 0, 4, 0, 6 })] // 4.29 and 5.71: the larger remainder gets the penny
    [InlineData(2, new long[] { 0, 1, 1, 1 }, new long[] { 0, 1, 1, 0 })] // a weight of zero never gets a penny that is left
    [InlineData(5, new long[] { 0, 0 }, new long[] { 3, 2 })] // all zero: all the same
    [InlineData(0, new long[] { 7, 8 }, new long[] { 0, 0 })]
    [InlineData(7, new long[] { long.MaxValue, long.MaxValue }, new long[] { 4, 3 })] // the sum of the weights is beyond 64 bits
    [InlineData(long.MaxValue, new[] { long.MaxValue }, new[] { long.MaxValue })]
    [InlineData(long.MinValue, new long[] { 1 }, new[] { long.MinValue })]
    public void Split_GivesLargestRemaindersThePenniesLeft(long total, long[] weights, long[] parts) =>
        Split(total, weights).ShouldBe(parts);

    [Fact]
    public void Split_OfThePoolByNeed_IsTheWorkedFigure() => Split(9_000_000, 5100, 7333, 9001).ShouldBe([2_141_457, 3_079_080, 3_779_463]);

    [Fact]
    public void Split_AmongNobody_IsOnlyPossibleForNothing()
    {
        Money.Split(Money.Zero, new Dictionary<string, long>()).ShouldBeEmpty();
        Should.Throw<ArgumentException>(() => Money.Split(new(1), new Dictionary<string, long>()));
    }

    [Fact]
    public void Split_ByAWeightBelowZero_Throws() => Should.Throw<ArgumentOutOfRangeException>(() => Split(10, 1, -1));

    [Fact]
    public void Parts_AddUpExactly() =>
        Prop.ForAll(Any, s => Money.Split(s.Total, s.Weights).Values.Aggregate((Int128)0, (sum, p) => sum + p.Pence) == s.Total.Pence)
            .Check(Many);

    [Fact]
    public void Part_LiesLessThanAPennyFromItsShare() =>
        Prop.ForAll(
                Any,
                s =>
                {
                    var same = s.Weights.Values.All(w => w == 0);
                    var sum = s.Weights.Values.Aggregate((Int128)0, (all, w) => all + (same ? 1 : w));
                    return Money
                        .Split(s.Total, s.Weights)
                        .All(p =>
                        {
                            var (whole, rest) = Int128.DivRem((Int128)s.Total.Pence * (same ? 1 : s.Weights[p.Key]), sum);
                            var away = Math.Sign(s.Total.Pence);
                            return p.Value.Pence == whole || (rest != 0 && p.Value.Pence == whole + away);
                        });
                }
            )
            .Check(Many);

    [Fact]
    public void OrderOfWeights_MakesNoDifference() =>
        Prop.ForAll(
                Any,
                s =>
                {
                    var other = s.Weights.Reverse().ToDictionary(w => w.Key, w => w.Value);
                    var parts = Money.Split(s.Total, other);
                    return Money.Split(s.Total, s.Weights).All(p => parts[p.Key] == p.Value);
                }
            )
            .Check(Many);

    [Fact]
    public void LargerWeight_NeverGetsLess_AndZeroGetsNothing() =>
        Prop.ForAll(
                Any,
                s =>
                {
                    var parts = Money.Split(s.Total, s.Weights);
                    var inOrder = s.Weights.OrderBy(w => w.Value).ThenByDescending(w => w.Key, StringComparer.Ordinal).ToList();
                    return inOrder.Zip(inOrder.Skip(1)).All(p => Abs(parts[p.First.Key]) <= Abs(parts[p.Second.Key]))
                        && (s.Weights.Values.All(w => w == 0) || s.Weights.Where(w => w.Value == 0).All(w => parts[w.Key] == Money.Zero));
                }
            )
            .Check(Many);

    [Fact]
    public void NegativeTotal_IsThePositiveWithTheSignChanged() =>
        Prop.ForAll(
                Any,
                s =>
                    s.Total.Pence == long.MinValue
                    || Money.Split(-s.Total, s.Weights) is var mirrored
                        && Money.Split(s.Total, s.Weights).All(p => mirrored[p.Key] == -p.Value)
            )
            .Check(Many);

    static Int128 Abs(Money money) => Int128.Abs(money.Pence);
}
