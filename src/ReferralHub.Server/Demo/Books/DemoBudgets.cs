using System.Globalization;
using System.Text;
using ReferralHub.Kernel;

namespace ReferralHub.Server.Demo.Books;

/// <summary>
/// The budgets of the made-up area as rows of a file: a locality that shares, the other practices of the north and those of the south each
/// by themselves, one practice that has not agreed, specialised care for both boards together, and all that is left.
/// </summary>
/// <param name="totals">What the steps of each plan set arrive at, by its id; while it is not known, zero is written.</param>
sealed class DemoBudgets(DemoArea area, DemoDays days, DemoDemand demand, IReadOnlyDictionary<string, Money> totals)
{
    /// <summary>Prices and demand raise last year's figures by 2.5 % and 1.5 %.</summary>
    const string Risen = """
              - { step: uplift, perMille: 25, source: Planning guidance (fictitious) }
              - { step: growth, perMille: 15, source: Growth of the population (fictitious) }
              - { step: round, toPence: 100 }
        """;
    const long RisenPerMille = 1_040;
    const long HistoricToPence = 1_000;
    const int LocalityYears = 3;
    const string RestPerHead = "1310.00";
    const long SpecialisedPencePerHead = 1_450;

    /// <summary>
    /// Planted: four practices are heading over their budgets, two of them by more than chance explains and two within chance; five stay
    /// far under, the others near.
    /// </summary>
    static readonly int[] OverBeyondChance = [5, 19];
    static readonly int[] OverWithinChance = [2, 13];
    static readonly int[] FarUnder = [8, 11, 16, 20, 22];

    /// <summary>Who commissions reads forecasts rounded to this; the planted stories must be theirs too.</summary>
    const long ToldToPence = 100_000;

    /// <summary>By how much a budget of the locality may differ from last year's: two per cent, where all can be placed so.</summary>
    public int LimitPerMille { get; init; } = 20;

    /// <summary>How far the locality goes from last year's shares to those by need.</summary>
    public int WeightPerMille { get; init; } = 300;

    /// <summary>The plan sets of these years as they stood on a day.</summary>
    public string Write(IReadOnlyList<FinancialYear> years, DateOnly on)
    {
        var text = new StringBuilder("version: 1\n").Append(
            Invariant(
                $"source: Fictitious figures for {demand.Referrals:N0} referrals, one in {demand.OneIn:N0} of what such lists make\n\n"
            )
        );
        text.Append("planSets:\n");
        foreach (var year in years)
            AppendYear(text, year, on);
        return text.ToString();
    }

    void AppendYear(StringBuilder text, FinancialYear year, DateOnly on)
    {
        var (y, early, late) = (year.Starting, new DateOnly(year.Starting, 3, 9), DemoDays.FindLateAgreement(year));
        text.Append(
            Invariant(
                $"  # Four practices that share: part of the way to shares by need, and nobody moves by more than {LimitPerMille} ‰.\n"
            )
        );
        var locality = DemoBodies.Locality(area);
        Append(
            text,
            new(Invariant($"loc-n-{y}"), DemoPeople.Commissioner, year, locality)
            {
                Years = year == days.Year ? LocalityYears : 1,
                RollUp = DemoBodies.LocalityId,
                Shares =
                    $"      - {{ step: fairShares, need: {WriteNeed(locality)}, weightPerMille: {WeightPerMille}, "
                    + "source: Weighted lists }\n"
                    + Invariant(
                        $"      - {{ step: limit, perMille: {LimitPerMille}, of: historic, source: Pace of change that was agreed }}\n"
                    ),
                Agreed = [(DemoBodies.LocalityId, "Demonstration Locality Lead", early), Board(DemoPeople.Commissioner, early)],
                Carry = "{ overspend: within-period, surplus: within-period }",
            }
        );
        text.Append("  # The other practices of the north, each with a budget of its own; the board pays.\n");
        AppendSingle(text, $"north-{y}", DemoPeople.Commissioner, year, DemoBodies.NorthAlone(area), early);
        text.Append("  # Those of the south agreed forty days after they were to.\n");
        AppendSingle(text, $"south-{y}", DemoPeople.CommissionerB, year, DemoBodies.South(area), on >= late ? late : null);
        text.Append("  # One has not agreed: it says that its figure of last year is wrong.\n");
        AppendSingle(text, $"disputed-{y}", DemoPeople.CommissionerB, year, [DemoBodies.Disputing], null);
        AppendRest(text, year, early);
    }

    void AppendSingle(StringBuilder text, string id, string board, FinancialYear year, IReadOnlyList<int> holders, DateOnly? agreed) =>
        Append(
            text,
            new(id, board, year, holders)
            {
                Agreed = agreed is { } on ? [.. holders.Select(i => Manager(i, on)), Board(board, on)] : [],
                Carry = "{ overspend: next-year, balanceWithinYears: 3, thenRight: lost-after-arbitration }",
            }
        );

    void Append(StringBuilder text, DemoBudgetRow row)
    {
        var historic = row.Holders.Select(i => $"{area.Practices[i].Ods}: {Write(FindHistoric(i))}");
        text.Append(Invariant($"  - id: {row.Id}\n    commissioner: {row.Commissioner}\n    scope: {DemoBodies.Scope}\n"))
            .Append(Invariant($"    money: indicative\n    period: {{ from: {row.Year.Start:yyyy-MM-dd}, years: {row.Years} }}\n"))
            .Append(CultureInfo.InvariantCulture, $"    holders: [{string.Join(", ", row.Holders.Select(i => area.Practices[i].Ods))}]\n");
        if (row.RollUp is { } body)
            text.Append(CultureInfo.InvariantCulture, $"    rollUp: {body}\n");
        text.Append(CultureInfo.InvariantCulture, $"    total: {Write(totals.GetValueOrDefault(row.Id))}\n    setting:\n")
            .Append(Invariant($"      - {{ step: historic, year: {WriteYear(row.Year.Starting - 1)}, amounts: {{ "))
            .Append(
                CultureInfo.InvariantCulture,
                $"{string.Join(", ", historic)} }}, source: Activity of last year at its prices (fictitious) }}\n"
            )
            .Append(row.Shares)
            .Append(Risen.ReplaceLineEndings("\n"))
            .Append('\n');
        AppendAgreed(text, row.Agreed);
        text.Append(CultureInfo.InvariantCulture, $"    carry: {row.Carry}\n");
    }

    void AppendRest(StringBuilder text, FinancialYear year, DateOnly early)
    {
        var y = year.Starting;
        var (north, south) = (CountNeed(DemoBodies.North(area)), CountNeed(DemoBodies.SouthAll(area)));
        var (ofNorth, ofSouth) = (new Money(SpecialisedPencePerHead) * north, new Money(SpecialisedPencePerHead) * south);
        var id = Invariant($"specialised-{y}");
        text.Append("  # Rare services, for which both boards pay together.\n")
            .Append(Invariant($"  - id: {id}\n    commissioner: {DemoBodies.Region}\n    scope: specialised\n    money: pooled\n"))
            .Append(Invariant($"    period: {{ from: {year.Start:yyyy-MM-dd}, years: 1 }}\n    holders: [{DemoBodies.Region}]\n"))
            .Append(CultureInfo.InvariantCulture, $"    total: {Write(totals.GetValueOrDefault(id))}\n")
            .Append(
                CultureInfo.InvariantCulture,
                $"    contributors: {{ {DemoPeople.Commissioner}: {Write(ofNorth)}, {DemoPeople.CommissionerB}: {Write(ofSouth)} }}\n"
            )
            .Append(
                CultureInfo.InvariantCulture,
                $"    setting:\n      - {{ step: historic, year: {WriteYear(y - 1)}, amounts: {{ {DemoBodies.Region}: "
            )
            .Append(CultureInfo.InvariantCulture, $"{Write(ofNorth + ofSouth)} }}, source: Agreement on shared risk (fictitious) }}\n");
        AppendAgreed(text, [(DemoBodies.Region, "Demonstration Specialised Lead", early), Board(DemoPeople.Commissioner, early)]);
        text.Append("  # Whatever nobody above holds.\n");
        foreach (var (name, board, need) in new[] { ("north", DemoPeople.Commissioner, north), ("south", DemoPeople.CommissionerB, south) })
            text.Append(Invariant($"  - id: rest-{name}-{y}\n    commissioner: {board}\n    scope: rest\n    money: real\n"))
                .Append(Invariant($"    period: {{ from: {year.Start:yyyy-MM-dd}, years: 1 }}\n    holders: [{board}]\n"))
                .Append(
                    CultureInfo.InvariantCulture,
                    $"    total: {Write(totals.GetValueOrDefault(Invariant($"rest-{name}-{y}")))}\n    setting:\n"
                )
                .Append(Invariant($"      - {{ step: capitation, weightedPopulation: {need}, perHead: {RestPerHead}, "))
                .Append("source: Weighted lists at a rate a head (fictitious) }\n");
    }

    static void AppendAgreed(StringBuilder text, IReadOnlyList<(string By, string Person, DateOnly On)> agreed)
    {
        if (agreed.Count > 0)
            text.Append("    agreed:\n");
        foreach (var (by, person, on) in agreed)
            text.Append(Invariant($"      - {{ by: {by}, person: {person}, on: {on:yyyy-MM-dd} }}\n"));
    }

    /// <summary>Last year's figure, from which the steps arrive near the planted share of the demand.</summary>
    Money FindHistoric(int practice)
    {
        var wanted = FindWanted(practice).Share(1_000, RisenPerMille);
        return new(Math.Max(1, wanted.Pence / HistoricToPence) * HistoricToPence);
    }

    /// <summary>The budget at which the planted story comes out.</summary>
    Money FindWanted(int practice)
    {
        var ods = area.Practices[practice].Ods;
        var expected = demand.Yearly[ods];
        var low = demand.Low.GetValueOrDefault(ods);
        if (FarUnder.Contains(practice))
            return expected.Share(1_350, 1_000);
        if (OverBeyondChance.Contains(practice))
            return new(Math.Min(expected.Share(800, 1_000).Pence, low == Money.Zero ? long.MaxValue : low.Share(960, 1_000).Pence));
        if (OverWithinChance.Contains(practice))
            return new(Math.Max(expected.Share(880, 1_000).Pence, low.Share(1_020, 1_000).Pence));
        var told = (long)Math.Round((decimal)expected.Pence / ToldToPence, MidpointRounding.AwayFromZero) * ToldToPence;
        var (least, most) = (new Money(Math.Min(expected.Pence, told)), new Money(Math.Max(expected.Pence, told)));
        var above = most.Share(1_005, 1_000);
        return above <= least.Share(1_045, 1_000) ? above : (least + most).Share(1, 2);
    }

    string WriteNeed(IReadOnlyList<int> holders) => $"{{ {string.Join(", ", holders.Select(WriteNeed))} }}";

    string WriteNeed(int practice) =>
        Invariant($"{area.Practices[practice].Ods}: {DemoPopulation.FindNeed(area.Practices[practice], practice)}");

    (string By, string Person, DateOnly On) Manager(int practice, DateOnly on) =>
        (area.Practices[practice].Ods, DemoAgreements.FindManager(area, practice), on);

    long CountNeed(IEnumerable<int> practices) => practices.Sum(i => DemoPopulation.FindNeed(area.Practices[i], i));

    static (string By, string Person, DateOnly On) Board(string board, DateOnly on) =>
        (board, board == DemoPeople.Commissioner ? "Demonstration Commissioner" : "Demonstration Commissioner B", on);

    static string Write(Money amount) => (amount.Pence / 100m).ToString("0.00", CultureInfo.InvariantCulture);

    /// <summary>As 2025-26.</summary>
    static string WriteYear(int starting) => Invariant($"{starting}-{(starting + 1) % 100:00}");

    static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

/// <summary>Budgets that are set together.</summary>
/// <param name="Holders">Places in the list of practices.</param>
sealed record DemoBudgetRow(string Id, string Commissioner, FinancialYear Year, IReadOnlyList<int> Holders)
{
    public int Years { get; init; } = 1;

    public string? RollUp { get; init; }

    /// <summary>Steps between last year's figures and what raises them, as rows.</summary>
    public string Shares { get; init; } = "";

    public IReadOnlyList<(string By, string Person, DateOnly On)> Agreed { get; init; } = [];

    public required string Carry { get; init; }
}
