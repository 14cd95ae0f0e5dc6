using System.Globalization;
using ReferralHub.Commissioning.Model;

namespace ReferralHub.Commissioning.Reading;

/// <summary>Reads how a budget was set: the steps of a plan set, whose kinds are a closed list.</summary>
static class StepRows
{
    const long PerMilleMax = 1_000;
    const long GrowthPerMilleMax = 10_000;
    const long HeadsMax = 1_000_000_000;
    const long PenceMax = 100_000_000;
    static readonly string[] References = ["historic"];

    static readonly Dictionary<string, Func<RowSection, string?, SettingStep>> Kinds = new(StringComparer.Ordinal)
    {
        ["historic"] = (s, source) => new HistoricStep(s.Place, source, ReadYear(s), s.NeededAmounts("amounts")),
        ["uplift"] = (s, source) => new ChangeStep(s.Place, source, ChangeKind.Uplift, s.Whole("perMille", 0, GrowthPerMilleMax)),
        ["reduce"] = (s, source) => new ChangeStep(s.Place, source, ChangeKind.Reduce, s.Whole("perMille", 0, PerMilleMax)),
        ["growth"] = (s, source) => new ChangeStep(s.Place, source, ChangeKind.Growth, s.Whole("perMille", 0, GrowthPerMilleMax)),
        ["fairShares"] = (s, source) =>
            new FairSharesStep(s.Place, source, s.NeededWholes("need", HeadsMax), s.Whole("weightPerMille", 0, PerMilleMax)),
        ["capitation"] = (s, source) =>
            new CapitationStep(s.Place, source, s.Whole("weightedPopulation", 1, HeadsMax), s.Amount("perHead"))
            {
                Need = s.Wholes("need", HeadsMax),
            },
        ["limit"] = (s, source) =>
            new LimitStep(s.Place, source, s.Whole("perMille", 0, PerMilleMax), s.Word("of", References)) { LeftTo = s.IdOrNull("leftTo") },
        ["topSlice"] = (s, source) => new TopSliceStep(s.Place, source, s.Whole("perMille", 0, PerMilleMax), s.Id("pool")),
        ["round"] = (s, source) => new RoundStep(s.Place, source, s.Whole("toPence", 1, PenceMax)),
        ["adjust"] = (s, source) =>
            new AdjustStep(s.Place, source, s.Amount("amount", mayBeNegative: true), s.Text("reason"), s.Text("by"), s.IdOrNull("holder")),
    };

    public static SettingStep? Read(RowSection row, string source)
    {
        if (row.NeededChoice("step", Kinds) is not { } make)
            return null;
        var step = make(row, row.TextOrNull("source") ?? source);
        return row.Finish(() => step);
    }

    /// <summary>A financial year as 2025-26.</summary>
    static string ReadYear(RowSection row)
    {
        var text = row.Text("year");
        if (text.Length > 0 && !IsYear(text))
            row.Fault("year", $"year is {Shown.Short(text)}; write a financial year, such as 2025-26");
        return text;
    }

    static bool IsYear(string text) =>
        text.Length == 7
        && text[4] == '-'
        && int.TryParse(text.AsSpan(0, 4), NumberStyles.None, CultureInfo.InvariantCulture, out var first)
        && int.TryParse(text.AsSpan(5), NumberStyles.None, CultureInfo.InvariantCulture, out var second)
        && (first + 1) % 100 == second;
}
