using System.Collections.Concurrent;
using System.Globalization;

namespace ReferralHub.Fhir.FhirPath.Values;

/// <summary>
/// A unit of UCUM (unitsofmeasure.org) taken apart: how many of the base unit it is, and what it measures. Knows the base
/// units, the metric prefixes and the units in clinical use (table below); others have no meaning here and compare with nothing
/// but themselves. Temperatures with an offset convert only when they stand alone, as UCUM says.
/// </summary>
sealed class UcumUnit
{
    const int CacheMax = 1_000;
    const int CharactersMax = 100;

    static readonly ConcurrentDictionary<string, UcumUnit?> Known = new(StringComparer.Ordinal);

    static readonly Dictionary<string, decimal> Prefixes = new(StringComparer.Ordinal)
    {
        ["da"] = 10m, ["h"] = 100m, ["k"] = 1_000m, ["M"] = 1_000_000m, ["G"] = 1e9m, ["T"] = 1e12m, ["P"] = 1e15m,
        ["d"] = 0.1m, ["c"] = 0.01m, ["m"] = 0.001m, ["u"] = 1e-6m, ["n"] = 1e-9m, ["p"] = 1e-12m, ["f"] = 1e-15m,
    };

    /// <summary>Units that take prefixes: their definition in units already known.</summary>
    static readonly Dictionary<string, (decimal Factor, string Of)> Metric = new(StringComparer.Ordinal)
    {
        ["m"] = (1, "m"), ["g"] = (1, "g"), ["s"] = (1, "s"), ["K"] = (1, "K"), ["C"] = (1, "C"), ["cd"] = (1, "cd"), ["rad"] = (1, "rad"),
        ["mol"] = (6.0221367e23m, "1"), ["sr"] = (1, "rad2"), ["Hz"] = (1, "s-1"), ["N"] = (1000, "g.m.s-2"), ["Pa"] = (1000, "g.m-1.s-2"),
        ["J"] = (1000, "g.m2.s-2"), ["W"] = (1000, "g.m2.s-3"), ["A"] = (1, "C.s-1"), ["V"] = (1000, "g.m2.s-2.C-1"), ["F"] = (0.001m, "g-1.m-2.s2.C2"),
        ["Ohm"] = (1000, "g.m2.s-1.C-2"), ["lm"] = (1, "cd.rad2"), ["Bq"] = (1, "s-1"), ["Gy"] = (1, "m2.s-2"), ["Sv"] = (1, "m2.s-2"),
        ["L"] = (0.001m, "m3"), ["l"] = (0.001m, "m3"), ["t"] = (1_000_000m, "g"), ["bar"] = (1e8m, "g.m-1.s-2"), ["u"] = (1.6605402e-24m, "g"),
        ["eV"] = (1.60217733e-16m, "g.m2.s-2"), ["m[Hg]"] = (133322000m, "g.m-1.s-2"), ["m[H2O]"] = (9806650m, "g.m-1.s-2"),
        ["eq"] = (6.0221367e23m, "1"), ["osm"] = (6.0221367e23m, "1"), ["kat"] = (6.0221367e23m, "s-1"), ["U"] = (10036894500000000m, "s-1"),
        ["cal"] = (4184m, "g.m2.s-2"), ["dyn"] = (0.01m, "g.m.s-2"), ["[iU]"] = (1, "[iU]"), ["[IU]"] = (1, "[iU]"), ["B"] = (1, "B"), ["bit"] = (1, "bit"), ["By"] = (8, "bit"),
    };

    /// <summary>Units that take none.</summary>
    static readonly Dictionary<string, (decimal Factor, string Of)> Plain = new(StringComparer.Ordinal)
    {
        ["%"] = (0.01m, "1"), ["[ppth]"] = (0.001m, "1"), ["[ppm]"] = (1e-6m, "1"), ["10*"] = (10, "1"), ["10^"] = (10, "1"), ["[pi]"] = (3.1415926535897932384626433833m, "1"),
        ["min"] = (60, "s"), ["h"] = (3600, "s"), ["d"] = (86400, "s"), ["wk"] = (604800, "s"), ["mo"] = (2629800, "s"), ["mo_j"] = (2629800, "s"), ["a"] = (31557600, "s"), ["a_j"] = (31557600, "s"),
        ["[in_i]"] = (0.0254m, "m"), ["[ft_i]"] = (0.3048m, "m"), ["[yd_i]"] = (0.9144m, "m"), ["[mi_i]"] = (1609.344m, "m"), ["[in_us]"] = (0.02540005080010160020m, "m"),
        ["[lb_av]"] = (453.59237m, "g"), ["[oz_av]"] = (28.349523125m, "g"), ["[st_av]"] = (6350.29318m, "g"), ["[gr]"] = (0.06479891m, "g"), ["[lb_tr]"] = (373.2417216m, "g"),
        ["[foz_us]"] = (0.0000295735295625m, "m3"), ["[pt_us]"] = (0.000473176473m, "m3"), ["[gal_us]"] = (0.003785411784m, "m3"), ["[pt_br]"] = (0.00056826125m, "m3"), ["[foz_br]"] = (0.0000284130625m, "m3"),
        ["[drp]"] = (0.00000005m, "m3"), ["[tsp_us]"] = (0.00000492892159375m, "m3"), ["[tbs_us]"] = (0.00001478676478125m, "m3"), ["[psi]"] = (6894757.2931783m, "g.m-1.s-2"),
        ["[in_i'Hg]"] = (3386378.8m, "g.m-1.s-2"), ["atm"] = (101325000m, "g.m-1.s-2"), ["deg"] = (0.0174532925199432957692369077m, "rad"), ["'"] = (0.000290888208665721596153948m, "rad"), ["''"] = (0.0000048481368110953599358991m, "rad"),
        ["[Cal]"] = (4184000m, "g.m2.s-2"), ["[arb'U]"] = (1, "[arb'U]"), ["[pH]"] = (1, "[pH]"), ["[CFU]"] = (1, "[CFU]"), ["[HPF]"] = (1, "1"), ["[LPF]"] = (100, "1"), ["[drop]"] = (0.00000005m, "m3"),
    };

    static readonly Dictionary<string, (decimal Scale, decimal Offset)> Temperatures = new(StringComparer.Ordinal)
    {
        ["Cel"] = (1, 273.15m), ["[degF]"] = (0.5555555555555555555555555556m, 255.3722222222222222222222222m),
    };

    readonly SortedDictionary<string, int> dimensions;
    readonly decimal offset;

    UcumUnit(decimal factor, SortedDictionary<string, int> dimensions, decimal offset = 0)
    {
        (Factor, this.dimensions, this.offset) = (factor, dimensions, offset);
    }

    /// <summary>Base units in one of this.</summary>
    public decimal Factor { get; }

    /// <summary>Code in base units; 1 when it measures nothing.</summary>
    public string BaseCode => dimensions.Count == 0 ? "1" : string.Join(".", dimensions.Select(d => d.Value == 1 ? d.Key : $"{d.Key}{d.Value.ToString(CultureInfo.InvariantCulture)}"));

    /// <summary>The unit with this code; null when it is not known.</summary>
    public static UcumUnit? Parse(string code)
    {
        if (Known.TryGetValue(code, out var known)) return known;
        var unit = Read(code);
        if (Known.Count < CacheMax) Known[code] = unit;
        return unit;
    }

    public bool Measures(UcumUnit other) => dimensions.Count == other.dimensions.Count && dimensions.All(d => other.dimensions.TryGetValue(d.Key, out var power) && power == d.Value);

    public decimal ToBase(decimal value) => (value * Factor) + offset;

    public decimal FromBase(decimal value) => (value - offset) / Factor;

    public static UcumUnit Multiply(UcumUnit a, UcumUnit b, int sign)
    {
        var together = new SortedDictionary<string, int>(a.dimensions, StringComparer.Ordinal);
        foreach (var (name, power) in b.dimensions)
        {
            var sum = together.GetValueOrDefault(name) + (sign * power);
            if (sum == 0) together.Remove(name);
            else together[name] = sum;
        }

        return new(sign > 0 ? a.Factor * b.Factor : a.Factor / b.Factor, together);
    }

    static UcumUnit? Read(string code)
    {
        if (code.Length is 0 or > CharactersMax) return null;
        if (Temperatures.TryGetValue(code, out var temperature)) return new(temperature.Scale, new(StringComparer.Ordinal) { ["K"] = 1 }, temperature.Offset);
        try
        {
            var at = 0;
            var unit = Term(code, ref at);
            return at == code.Length ? unit : null;
        }
        catch (OverflowException)
        {
            return null;
        }
    }

    /// <summary>Components joined by full stops and strokes, from the left.</summary>
    static UcumUnit? Term(string code, ref int at)
    {
        var unit = One;
        var sign = 1;
        if (at < code.Length && code[at] == '/')
        {
            sign = -1;
            at++;
        }

        while (true)
        {
            if (Component(code, ref at) is not { } next) return null;
            unit = Multiply(unit, next, sign);
            if (at >= code.Length || code[at] is not ('.' or '/')) return unit;
            sign = code[at++] == '.' ? 1 : -1;
        }
    }

    static UcumUnit One => new(1, new(StringComparer.Ordinal));

    static UcumUnit? Component(string code, ref int at)
    {
        if (at >= code.Length) return null;
        if (code[at] == '(')
        {
            at++;
            var inner = Term(code, ref at);
            return inner is not null && at < code.Length && code[at++] == ')' ? inner : null;
        }

        if (code[at] == '{') return Annotation(code, ref at) ? One : null;
        var start = at;
        if (char.IsAsciiDigit(code[at]) && !code.AsSpan(at).StartsWith("10*") && !code.AsSpan(at).StartsWith("10^"))
        {
            while (at < code.Length && char.IsAsciiDigit(code[at])) at++;
            return new(decimal.Parse(code.AsSpan(start, at - start), CultureInfo.InvariantCulture), new(StringComparer.Ordinal));
        }

        var brackets = 0;
        while (at < code.Length && (brackets > 0 || code[at] is not ('.' or '/' or '(' or ')' or '{')))
        {
            brackets += code[at] == '[' ? 1 : code[at] == ']' ? -1 : 0;
            at++;
        }

        var symbol = code[start..at];
        if (at < code.Length && code[at] == '{' && !Annotation(code, ref at)) return null;
        var (name, power) = Power(symbol);
        return Atom(name) is { } atom ? Raise(atom, power) : null;
    }

    static bool Annotation(string code, ref int at)
    {
        var end = code.IndexOf('}', at);
        if (end < 0) return false;
        at = end + 1;
        return true;
    }

    static (string Name, int Power) Power(string symbol)
    {
        var digits = symbol.Length;
        while (digits > 0 && char.IsAsciiDigit(symbol[digits - 1])) digits--;
        if (digits == symbol.Length || digits == 0) return (symbol, 1);
        var from = symbol[digits - 1] is '+' or '-' ? digits - 1 : digits;
        return from > 0 && int.TryParse(symbol.AsSpan(from), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var power) && Math.Abs(power) < 30 ? (symbol[..from], power) : (symbol, 1);
    }

    static UcumUnit? Atom(string name)
    {
        if (Plain.TryGetValue(name, out var plain) || Metric.TryGetValue(name, out plain)) return Made(plain, name);
        foreach (var length in (ReadOnlySpan<int>)[1, 2])
        {
            if (name.Length > length && Prefixes.TryGetValue(name[..length], out var prefix) && Metric.TryGetValue(name[length..], out var metric) && Made(metric, name[length..]) is { } unit)
                return new(unit.Factor * prefix, unit.dimensions);
        }

        return null;
    }

    static UcumUnit? Made((decimal Factor, string Of) definition, string name)
    {
        if (definition.Of == "1") return new(definition.Factor, new(StringComparer.Ordinal));
        if (definition.Of == name || (definition.Factor == 1 && !Metric.ContainsKey(definition.Of) && definition.Of[0] == '[')) return new(1, new(StringComparer.Ordinal) { [definition.Of] = 1 });
        return Parse(definition.Of) is { } unit ? new(definition.Factor * unit.Factor, unit.dimensions) : null;
    }

    static UcumUnit Raise(UcumUnit unit, int power)
    {
        var factor = 1m;
        for (var i = 0; i < Math.Abs(power); i++) factor = power > 0 ? factor * unit.Factor : factor / unit.Factor;
        var raised = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach (var (name, of) in unit.dimensions)
            if (of * power != 0) raised[name] = of * power;
        return new(factor, raised);
    }
}
