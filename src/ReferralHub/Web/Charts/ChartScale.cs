using System.Globalization;

namespace ReferralHub.Web.Charts;

/// <summary>From figures to places: an axis from and to round figures, with round steps between.</summary>
readonly record struct ChartScale(Int128 Low, Int128 High, Int128 Step)
{
    const int PencePerPound = 100;

    /// <summary>The smallest round axis that holds the figures.</summary>
    /// <param name="values">May be none.</param>
    /// <param name="stepsMax">About how many steps there may be.</param>
    /// <param name="fromNought">Whether nought must be on it. Bars begin there, and lengths compare only then.</param>
    public static ChartScale Fit(IEnumerable<Int128> values, ChartUnit unit, int stepsMax, bool fromNought = true)
    {
        var all = values.ToList();
        if (fromNought || all.Count == 0)
            all.Add(0);
        var (low, high) = (all.Min(), all.Max());
        Int128 smallest = unit == ChartUnit.Pence ? PencePerPound : 1;
        var step = FindStep((high - low) / stepsMax, smallest);
        var (from, to) = (FloorTo(low, step), -FloorTo(-high, step));
        return from == to ? new(from, from + step, step) : new(from, to, step);
    }

    /// <summary>The steps, both ends included.</summary>
    public IReadOnlyList<Int128> Ticks
    {
        get
        {
            var ticks = new List<Int128>();
            for (var tick = Low; tick <= High; tick += Step)
                ticks.Add(tick);
            return ticks;
        }
    }

    /// <summary>Where a figure lies between two places; one beside the axis lies at its end.</summary>
    public decimal Place(Int128 value, decimal from, decimal to) =>
        from + ((decimal)(Int128.Clamp(value, Low, High) - Low) / (decimal)(High - Low) * (to - from));

    /// <summary>What the axis counts in, said once, so that its figures stay short.</summary>
    public (string Words, decimal Divisor) FindUnit(ChartUnit unit)
    {
        var most = Int128.Max(Int128.Abs(Low), Int128.Abs(High));
        if (unit == ChartUnit.Items)
            return ("", 1);
        return most >= 2_000_000 * PencePerPound ? ("£ million", 1_000_000 * PencePerPound)
            : most >= 10_000 * PencePerPound ? ("£ thousand", 1_000 * PencePerPound)
            : ("£", PencePerPound);
    }

    public static string Label(Int128 tick, decimal divisor) =>
        (tick < 0 ? "−" : "") + (Math.Abs((decimal)tick) / divisor).ToString("#,0.###", CultureInfo.InvariantCulture);

    /// <summary>1, 2 or 5 with noughts, at least as much as asked.</summary>
    static Int128 FindStep(Int128 atLeast, Int128 smallest)
    {
        var step = smallest;
        for (var i = 0; step < atLeast; i++)
            step = i % 3 == 1 ? step / 2 * 5 : step * 2;
        return step;
    }

    static Int128 FloorTo(Int128 value, Int128 step) => value - (((value % step) + step) % step);
}
