using System.Globalization;
using ReferralHub.Commissioning.Model;
using ReferralHub.Kernel;

namespace ReferralHub.Tests.Commissioning;

/// <summary>Rows of figures with the common case filled in.</summary>
static class TestFigures
{
    public const string ThisYear = "national-2026-27";

    public static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    public static PriceRow Price(
        string pod,
        long pence,
        string? tfc = null,
        string? provider = null,
        string? hrg = null,
        string from = "2026-04-01",
        string? to = null,
        string list = ThisYear,
        string kind = "national",
        bool scaled = false,
        int line = 2
    ) =>
        new(
            new("prices.csv", line),
            list,
            kind,
            provider,
            tfc,
            hrg,
            pod,
            new(pence),
            scaled,
            new(Day(from), to is null ? null : Day(to)),
            "Fictitious tariff"
        );

    public static MarketForcesFactor Factor(string provider, long ppm, string from = "2026-04-01", int line = 2) =>
        new(new("mff.csv", line), provider, ppm, new(Day(from), null), "Fictitious factors");

    public static ExpectedCare Expected(
        string tfc,
        string pod,
        long perMille,
        string? priority = null,
        string? provider = null,
        string from = "2026-04-01",
        int line = 2
    ) => new(new("expected.csv", line), tfc, priority, provider, pod, perMille, Day(from), "Fictitious year");

    public static CalendarMonth Month(string month, string flex, string freeze, string close, int line = 2) =>
        new(new("calendar.csv", line), Day(month + "-01"), Day(flex), Day(freeze), Day(close), null);

    public static PopulationBand Band(string practice, string asOf, string sex, int from, int? to, long patients, int line = 2) =>
        new(new("population.csv", line), practice, Day(asOf), sex, from, to, patients);

    public static Configuration WithPrices(params PriceRow[] prices) => new() { Prices = prices };
}
