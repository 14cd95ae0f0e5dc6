using System.Collections.Concurrent;
using System.Globalization;

namespace ReferralHub.Fhir.FhirPath.Values;

/// <summary>
/// A unit of UCUM (unitsofmeasure.org) taken apart: how many of the base unit it is, and what it measures. Units that
/// <see cref="UcumTable"/> does not hold have no meaning here and compare with nothing
/// but themselves. Temperatures with an offset convert only when they stand alone, as UCUM says.
/// </summary>
sealed class UcumUnit
{
    const int CacheMax = 1_000;
    const int CharactersMax = 100;

    static readonly ConcurrentDictionary<string, UcumUnit?> Known = new(StringComparer.Ordinal);

    static readonly Dictionary<string, (decimal Scale, decimal Offset)> Temperatures = new(StringComparer.Ordinal)
    {
        ["Cel"] = (1, 273.15m),
        ["[degF]"] = (0.5555555555555555555555555556m, 255.3722222222222222222222222m),
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
    public string BaseCode =>
        dimensions.Count == 0
            ? "1"
            : string.Join(".", dimensions.Select(d => d.Value == 1 ? d.Key : $"{d.Key}{d.Value.ToString(CultureInfo.InvariantCulture)}"));

    /// <summary>The unit with this code; null when it is not known.</summary>
    public static UcumUnit? Parse(string code)
    {
        if (Known.TryGetValue(code, out var known))
            return known;
        var unit = Read(code);
        if (Known.Count < CacheMax)
            Known[code] = unit;
        return unit;
    }

    public bool Measures(UcumUnit other) =>
        dimensions.Count == other.dimensions.Count
        && dimensions.All(d => other.dimensions.TryGetValue(d.Key, out var power) && power == d.Value);

    public decimal ToBase(decimal value) => (value * Factor) + offset;

    public decimal FromBase(decimal value) => (value - offset) / Factor;

    public static UcumUnit Multiply(UcumUnit a, UcumUnit b, int sign)
    {
        var together = new SortedDictionary<string, int>(a.dimensions, StringComparer.Ordinal);
        foreach (var (name, power) in b.dimensions)
        {
            var sum = together.GetValueOrDefault(name) + (sign * power);
            if (sum == 0)
                together.Remove(name);
            else
                together[name] = sum;
        }

        return new(sign > 0 ? a.Factor * b.Factor : a.Factor / b.Factor, together);
    }

    static UcumUnit? Read(string code)
    {
        if (code.Length is 0 or > CharactersMax)
            return null;
        if (Temperatures.TryGetValue(code, out var temperature))
            return new(temperature.Scale, new(StringComparer.Ordinal) { ["K"] = 1 }, temperature.Offset);
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
            if (Component(code, ref at) is not { } next)
                return null;
            unit = Multiply(unit, next, sign);
            if (at >= code.Length || code[at] is not ('.' or '/'))
                return unit;
            sign = code[at++] == '.' ? 1 : -1;
        }
    }

    static UcumUnit One => new(1, new(StringComparer.Ordinal));

    static UcumUnit? Component(string code, ref int at)
    {
        if (at >= code.Length)
            return null;
        if (code[at] == '(')
        {
            at++;
            var inner = Term(code, ref at);
            return inner is not null && at < code.Length && code[at++] == ')' ? inner : null;
        }

        if (code[at] == '{')
            return Annotation(code, ref at) ? One : null;
        var start = at;
        if (char.IsAsciiDigit(code[at]) && !code.AsSpan(at).StartsWith("10*") && !code.AsSpan(at).StartsWith("10^"))
        {
            while (at < code.Length && char.IsAsciiDigit(code[at]))
                at++;
            return new(decimal.Parse(code.AsSpan(start, at - start), CultureInfo.InvariantCulture), new(StringComparer.Ordinal));
        }

        var brackets = 0;
        while (at < code.Length && (brackets > 0 || code[at] is not ('.' or '/' or '(' or ')' or '{')))
        {
            brackets +=
                code[at] == '[' ? 1
                : code[at] == ']' ? -1
                : 0;
            at++;
        }

        var symbol = code[start..at];
        if (at < code.Length && code[at] == '{' && !Annotation(code, ref at))
            return null;
        var (name, power) = Power(symbol);
        return Atom(name) is { } atom ? Raise(atom, power) : null;
    }

    static bool Annotation(string code, ref int at)
    {
        var end = code.IndexOf('}', at);
        if (end < 0)
            return false;
        at = end + 1;
        return true;
    }

    static (string Name, int Power) Power(string symbol)
    {
        var digits = symbol.Length;
        while (digits > 0 && char.IsAsciiDigit(symbol[digits - 1]))
            digits--;
        if (digits == symbol.Length || digits == 0)
            return (symbol, 1);
        var from = symbol[digits - 1] is '+' or '-' ? digits - 1 : digits;
        return
            from > 0
            && int.TryParse(symbol.AsSpan(from), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var power)
            && Math.Abs(power) < 30
            ? (symbol[..from], power)
            : (symbol, 1);
    }

    static UcumUnit? Atom(string code)
    {
        if (UcumTable.Unit(code) is { } unit)
            return Made(code, unit);
        return UcumTable.Prefixed(code) is { } prefixed && Atom(prefixed.Code) is { } behind
            ? new(prefixed.Factor * behind.Factor, behind.dimensions)
            : null;
    }

    static UcumUnit? Made(string code, UcumDefinition definition)
    {
        if (definition.Of == "1")
            return new(definition.Factor, new(StringComparer.Ordinal));
        if (definition.Of == code)
            return new(1, new(StringComparer.Ordinal) { [code] = 1 });
        return Parse(definition.Of) is { } unit ? new(definition.Factor * unit.Factor, unit.dimensions) : null;
    }

    static UcumUnit Raise(UcumUnit unit, int power)
    {
        var factor = 1m;
        for (var i = 0; i < Math.Abs(power); i++)
            factor = power > 0 ? factor * unit.Factor : factor / unit.Factor;
        var raised = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach (var (name, of) in unit.dimensions)
            if (of * power != 0)
                raised[name] = of * power;
        return new(factor, raised);
    }
}
