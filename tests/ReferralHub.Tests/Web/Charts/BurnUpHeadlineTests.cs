using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;
using ReferralHub.Kernel;
using ReferralHub.Web.Charts.BurnUps;
using Shouldly;
using Xunit;

namespace ReferralHub.Tests.Web.Charts;

/// <summary>The sentence above a burn-up is read back and each thing it claims compared with the figures.</summary>
public sealed partial class BurnUpHeadlineTests
{
    static readonly Config Many = Config.QuickThrowOnFailure.WithMaxTest(2000);

    /// <summary>Near to one another, so that equal amounts and differences of a penny come up; or far.</summary>
    static readonly Gen<long> Pence = Gen.Frequency(
        (3, Gen.Choose(-2, 2).Select(n => 6_200_000L + n)),
        (2, Gen.Choose(-500_000, 9_000_000).Select(n => (long)n)),
        (1, Gen.Choose(0, 2_100).Select(n => n * 1_000_000L)),
        (1, Gen.Constant(0L))
    );

    static readonly Gen<BurnUp> BurnUps =
        from pence in Pence.ArrayOf(8)
        from has in Gen.Elements(true, true, true, false).ArrayOf(5)
        from months in Gen.Elements(1, 12, 36)
        select new BurnUp(
            "b",
            "n",
            new(2026, 8, 31),
            [
                .. Enumerable
                    .Range(0, months)
                    .Select(i => new BurnUpMonth(
                        ChartSamples.April.AddMonths(i),
                        has[0] && i < 5 ? new Money(pence[0]) : null,
                        has[1] && i < 5 ? new Money(Math.Abs(pence[1])) : null,
                        null
                    )),
            ]
        )
        {
            Budget = has[2] ? new Money(pence[2]) : null,
            Forecast = has[3]
                ? new(new(pence[3]), new(pence[4]), new(pence[5])) { Earlier = has[4] ? new(new(2026, 7, 31), new(pence[6])) : null }
                : null,
        };

    [Fact]
    public void Headline_AnyForecastAndBudget_SaysWhatTheFiguresSay() =>
        Prop.ForAll(
                BurnUps.Where(b => b is { Budget: not null, Forecast: not null }).ToArbitrary(),
                facts =>
                {
                    var claim = Verdict().Match(BurnUp.Draw(facts).Headline);
                    var (budget, expected) = (facts.Budget!.Value, facts.Forecast!.Expected);
                    var low = new[] { expected, facts.Forecast.Low, facts.Forecast.High }.Min();
                    var high = new[] { expected, facts.Forecast.Low, facts.Forecast.High }.Max();
                    var saysOver = claim.Groups["side"].Value == "Over";
                    var end = claim.Groups["end"].Value == "low" ? low : high;
                    return claim.Success
                        && saysOver == expected > budget
                        && claim.Groups["sure"].Value == "and fairly" == (saysOver ? low > budget : high <= budget)
                        && claim.Groups["period"].Value == "year" == (facts.Months.Count == 12)
                        && claim.Groups["expected"].Value == Pounds.Say(expected.Pence)
                        && claim.Groups["beside"].Value == Compare(expected, budget)
                        && claim.Groups["end"].Value == "low" == saysOver
                        && claim.Groups["limit"].Value == Pounds.Say(end.Pence)
                        && claim.Groups["not"].Success == end <= budget;
                }
            )
            .Check(Many);

    [Fact]
    public void Headline_AnyBurnUp_SaysIffTheMoneyIsGoneAlready() =>
        Prop.ForAll(
                BurnUps.Where(b => b.Forecast is not null).ToArbitrary(),
                facts =>
                {
                    var spent = facts.Months.LastOrDefault(m => m.Spent is not null)?.Spent;
                    var headline = BurnUp.Draw(facts).Headline;
                    return headline.Contains(" Already ", StringComparison.Ordinal) == (facts.Budget is { } b && spent > b)
                        && (
                            !headline.Contains(" Already ", StringComparison.Ordinal)
                            || headline.Contains(
                                $"Already {Pounds.Say(spent!.Value.Pence)} is spent, {Compare(spent.Value, facts.Budget!.Value)}.",
                                StringComparison.Ordinal
                            )
                        );
                }
            )
            .Check(Many);

    [Fact]
    public void Headline_AnyEarlierForecast_SaysWhatChanged() =>
        Prop.ForAll(
                BurnUps.Where(b => b.Forecast is not null).ToArbitrary(),
                facts =>
                {
                    var claim = Changed().Match(BurnUp.Draw(facts).Headline);
                    if (facts.Forecast!.Earlier is not { } earlier)
                        return !claim.Success;
                    var change = facts.Forecast.Expected - earlier.Expected;
                    var wasOver = facts.Budget is { } budget ? earlier.Expected > budget : (bool?)null;
                    var isOver = facts.Budget is { } now ? facts.Forecast.Expected > now : (bool?)null;
                    return claim.Success
                        && claim.Groups["how"].Value
                            == (
                                change == Money.Zero ? "has not changed"
                                : change > Money.Zero ? $"has risen by {Pounds.Say(change.Pence)}"
                                : $"has fallen by {Pounds.Say(-change.Pence)}"
                            )
                        && claim.Groups["was"].Value
                            == (
                                wasOver == isOver ? ""
                                : wasOver == true ? "over"
                                : "in"
                            );
                }
            )
            .Check(Many);

    [Fact]
    public void Headline_WithoutForecast_SaysWhetherTheMoneyIsGone() =>
        Prop.ForAll(
                BurnUps.Where(b => b is { Forecast: null, Budget: not null } && b.Months[0].Spent is not null).ToArbitrary(),
                facts =>
                {
                    var headline = BurnUp.Draw(facts).Headline;
                    var month = facts.Months.Last(m => m.Spent is not null);
                    var (spent, used) = (month.Spent!.Value, month.Spent.Value + (month.Committed ?? Money.Zero));
                    var begins =
                        spent > facts.Budget ? "Over budget already: "
                        : used > facts.Budget ? "Over budget with what is committed: "
                        : "In budget so far: ";
                    return headline.StartsWith(begins, StringComparison.Ordinal)
                        && headline.Contains(Compare(spent > facts.Budget ? spent : used, facts.Budget!.Value), StringComparison.Ordinal)
                        && headline.EndsWith("there is no forecast yet.", StringComparison.Ordinal);
                }
            )
            .Check(Many);

    [Fact]
    public void Headline_WithoutBudget_SaysThatNoneIsSet() =>
        Prop.ForAll(
                BurnUps.Where(b => b.Budget is null && (b.Forecast is not null || b.Months[0].Spent is not null)).ToArbitrary(),
                facts => BurnUp.Draw(facts).Headline.StartsWith("No budget is set: ", StringComparison.Ordinal)
            )
            .Check(Many);

    [Fact]
    public void Headline_OfAUsualYear_Reads() =>
        BurnUp
            .Draw(
                ChartSamples.UsualBurnUp with
                {
                    Forecast = ChartSamples.UsualBurnUp.Forecast! with { Earlier = new(new(2026, 7, 31), new(99_000_000)) },
                }
            )
            .Headline.ShouldBe(
                "Over budget, but not sure: the forecast for the year is £1,043,029, £43,029 over the budget of £1,000,000; the low end of "
                    + "its range, £987,303, is not over. Since 31 July 2026 the forecast has risen by £53,029; it was in budget then."
            );

    [Fact]
    public void Headline_OfNothing_SaysSo()
    {
        var nothing = new BurnUp("b", "n", ChartSamples.April, []);
        BurnUp.Draw(nothing).Headline.ShouldBe("There are no figures yet.");
        BurnUp.Draw(nothing with { Budget = new(150_000) }).Headline.ShouldBe("Nothing is reported yet of the budget of £1,500.");
    }

    static string Compare(Money figure, Money budget) =>
        figure == budget ? $"exactly the budget of {Pounds.Say(budget.Pence)}"
        : figure > budget ? $"{Pounds.Say((figure - budget).Pence)} over the budget of {Pounds.Say(budget.Pence)}"
        : $"{Pounds.Say((budget - figure).Pence)} under the budget of {Pounds.Say(budget.Pence)}";

    [GeneratedRegex(
        @"^(?<side>Over|In) budget, (?<sure>and fairly|but not) sure: the forecast for the (?<period>year|whole period) "
            + @"is (?<expected>−?£[\d,.]+?), "
            + @"(?<beside>.+?); (even )?the (?<end>low|high) end of its range, (?<limit>−?£[\d,.]+?), is (?<not>not )?over\."
    )]
    private static partial Regex Verdict();

    [GeneratedRegex(@" Since 31 July 2026 the forecast (?<how>has [^;]+?)(; it was (?<was>in|over) budget then)?\.$")]
    private static partial Regex Changed();
}
