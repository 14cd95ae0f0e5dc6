using System.Globalization;
using ReferralHub.Commissioning.Model;
using ReferralHub.Kernel;

namespace ReferralHub.Commissioning.Reading;

/// <summary>Reads budgets that are set together: the section planSets.</summary>
static class PlanSetRows
{
    const int YearsMax = 5;
    const int PseudonymCharactersMin = 16;
    static readonly string[] States = ["live", "example"];
    static readonly string[] Balances = ["next-year", "within-period", "commissioner", "holder", "shared"];
    static readonly string[] Rights = ["kept", "lost", "lost-after-arbitration"];
    static readonly string[] Bearers = ["shared", "commissioner", "holder"];

    static readonly Dictionary<string, string> Nothing = [];

    static readonly Dictionary<string, MoneyMode> Modes = new(StringComparer.Ordinal)
    {
        ["none"] = MoneyMode.None,
        ["advisory"] = MoneyMode.Advisory,
        ["notional"] = MoneyMode.Notional,
        ["indicative"] = MoneyMode.Indicative,
        ["real"] = MoneyMode.Real,
        ["pooled"] = MoneyMode.Pooled,
        ["personal"] = MoneyMode.Personal,
    };

    public static readonly Dictionary<string, PriceBasis> Prices = new(StringComparer.Ordinal)
    {
        ["national"] = PriceBasis.National,
        ["local"] = PriceBasis.Local,
        ["negotiated"] = PriceBasis.Negotiated,
    };

    public static PlanSet? Read(RowSection row, string source)
    {
        var mode = row.NeededChoice("money", Modes);
        var set = new PlanSet(
            row.Place,
            row.Id("id"),
            row.Id("commissioner"),
            row.Id("scope"),
            mode,
            ReadPeriod(row),
            row.NeededIds("holders"),
            row.Amount("total"),
            [.. row.Rows("setting").Select(s => StepRows.Read(s, source)).OfType<SettingStep>()]
        )
        {
            RollUp = row.IdOrNull("rollUp"),
            Prices = row.Choice("prices", Prices),
            Contributors = row.Amounts("contributors"),
            Agreed = [.. row.Rows("agreed").Select(ReadAgreement).OfType<WrittenAgreement>()],
            Carry = ReadCarry(row.Part("carry")),
            Risk = ReadRisk(row.Part("risk")),
            Goals = [.. row.Rows("goals").Select(ReadGoal).OfType<PlanGoal>()],
            IsExample = row.WordOrNull("state", States) == "example",
        };
        if (!row.Has("setting"))
            row.Fault("setting", "setting is missing; say by which steps the total came about, such as { step: historic, … }");
        CheckHolders(row, set);
        return row.Finish(() => set);
    }

    static PlanPeriod ReadPeriod(RowSection row)
    {
        if (row.NeededPart("period") is not { } part)
            return default;
        var (from, years) = (part.Date("from"), (int)part.Whole("years", 1, YearsMax));
        if (from != default && from is not { Month: 4, Day: 1 })
            part.Fault("from", $"a plan begins with a financial year, and {from:yyyy-MM-dd} does not; write the 1st of April");
        part.RefuseOtherKeys();
        return new(from, years);
    }

    /// <summary>A person's budget is held under a pseudonym. Nobody's NHS number may stand in a file that many read.</summary>
    static void CheckHolders(RowSection row, PlanSet set)
    {
        foreach (var holder in set.Holders)
            if (NhsNumber.TryParse(holder, out _))
                row.Fault("holders", "holders has an NHS number; write the hub's pseudonym of the person instead");
            else if (set.Money == MoneyMode.Personal && holder.Length < PseudonymCharactersMin)
                row.Fault(
                    "holders",
                    $"the holder {holder} of a personal budget is no pseudonym; write that of the hub, which has "
                        + $"{PseudonymCharactersMin} characters or more"
                );
    }

    static WrittenAgreement? ReadAgreement(RowSection row)
    {
        var agreement = new WrittenAgreement(row.Id("by"), row.Text("person"), row.Date("on"));
        return row.Finish(() => agreement);
    }

    static PlanGoal? ReadGoal(RowSection row)
    {
        var goal = new PlanGoal(row.Text("measure"), row.Text("target"));
        return row.Finish(() => goal);
    }

    static Dictionary<string, string> ReadCarry(RowSection? part)
    {
        if (part is null)
            return Nothing;
        var read = new (string Key, string? Value)[]
        {
            ("overspend", part.WordOrNull("overspend", Balances)),
            ("surplus", part.WordOrNull("surplus", Balances)),
            ("balanceWithinYears", ToText(part.WholeOrNull("balanceWithinYears", 1, YearsMax))),
            ("thenRight", part.WordOrNull("thenRight", Rights)),
        };
        return part.Finish(() => KeepGiven(read)) ?? Nothing;
    }

    static Dictionary<string, string> ReadRisk(RowSection? part)
    {
        if (part is null)
            return Nothing;
        var read = new (string Key, string? Value)[]
        {
            ("corridorPerMille", ToText(part.WholeOrNull("corridorPerMille", 0, 1_000))),
            ("beyond", part.WordOrNull("beyond", Bearers)),
            ("sharePerMille", ToText(part.WholeOrNull("sharePerMille", 0, 1_000))),
        };
        return part.Finish(() => KeepGiven(read)) ?? Nothing;
    }

    static Dictionary<string, string> KeepGiven((string Key, string? Value)[] read) =>
        read.Where(r => r.Value is not null).ToDictionary(r => r.Key, r => r.Value!, StringComparer.Ordinal);

    static string? ToText(long? number) => number?.ToString(CultureInfo.InvariantCulture);
}
