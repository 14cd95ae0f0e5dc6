using Shouldly;
using Xunit;

namespace ReferralHub.Tests.History;

/// <summary>The checker is tested too: a sound history passes, and every way to spoil it is named.</summary>
public sealed class HistoryCheckerTests
{
    public static TheoryData<string, string> Mutations =>
        new()
        {
            { "an acknowledged message is gone", "I1" },
            { "a journey is gone", "I1" },
            { "a message nobody sent", "I2" },
            { "a message stored twice", "I2" },
            { "a journey begun twice", "I2" },
            { "a journey out of nowhere", "I2" },
            { "a message taken for another kind", "I2" },
            { "a journey twice", "I3" },
            { "a journey left with a worker", "I3" },
            { "a notice left with a worker", "I3" },
            { "a delivery that never came", "I4" },
            { "an effect twice", "I4" },
            { "two messages for one choice", "I4" },
            { "one message recorded twice", "I4" },
            { "a version missing", "I5" },
            { "a version twice", "I5" },
            { "an illegal move", "I5" },
            { "a move from elsewhere", "I5" },
            { "a stage swapped", "I5" },
            { "a beginning missing", "I5" },
            { "a log without journey", "I5" },
            { "a move after the end", "I5" },
            { "a priority lowered", "I6" },
            { "a priority other than logged", "I6" },
            { "one more received than there are", "I7" },
            { "an activity miscounted", "I7" },
            { "nobody's turn", "I8" },
            { "an event without place", "I8" },
            { "a broken chain", "I9" },
            { "a short chain", "I9" },
            { "a broken audit", "I16" },
            { "a change without audit", "I16" },
            { "a place given twice", "I9" },
            { "another's referral", "I10" },
            { "a decision without effect", "I11" },
            { "a decision twice", "I11" },
            { "an undone decision all the same", "I11" },
            { "an undoing of nothing", "I11" },
            { "a decision overtaken by the hub", "I11" },
            { "a decision acknowledged and gone", "I11" },
            { "a return nobody signed", "I12" },
            { "a return signed by another", "I12" },
            { "a signature under nothing", "I12" },
            { "a return by a rule", "I12" },
            { "two providers with one referral", "I13" },
            { "a provider with an old version", "I13" },
            { "a provider with what was returned", "I13" },
            { "a provider without its referral", "I13" },
            { "a refusal that nobody knows of", "I14" },
        };

    [Fact]
    public void SoundHistory_Passes() => HistoryChecker.Check(SpoiltHistory.Sound).Violations.ShouldBeEmpty();

    [Theory]
    [MemberData(nameof(Mutations))]
    public void SpoiltHistory_IsNamed(string mutation, string invariant) =>
        HistoryChecker.Check(SpoiltHistory.Spoil(mutation)).Count(invariant).ShouldBeGreaterThan(0);
}
