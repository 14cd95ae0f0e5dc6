using System.Globalization;

namespace ReferralHub.Fhir.FhirPath.Values;

/// <summary>The units of UCUM 2.1 that are known: base units, metric prefixes, and what clinical messages measure in.</summary>
static class UcumTable
{
    /// <summary>Code, how many, of what, and m when it takes prefixes. A base unit is one of itself.</summary>
    const string Units = """
        m 1 m m
        g 1 g m
        s 1 s m
        K 1 K m
        C 1 C m
        cd 1 cd m
        rad 1 rad m
        mol 6.0221367e23 1 m
        sr 1 rad2 m
        Hz 1 s-1 m
        N 1000 g.m.s-2 m
        Pa 1000 g.m-1.s-2 m
        J 1000 g.m2.s-2 m
        W 1000 g.m2.s-3 m
        A 1 C.s-1 m
        V 1000 g.m2.s-2.C-1 m
        F 0.001 g-1.m-2.s2.C2 m
        Ohm 1000 g.m2.s-1.C-2 m
        lm 1 cd.rad2 m
        Bq 1 s-1 m
        Gy 1 m2.s-2 m
        Sv 1 m2.s-2 m
        L 0.001 m3 m
        l 0.001 m3 m
        t 1000000 g m
        bar 1e8 g.m-1.s-2 m
        u 1.6605402e-24 g m
        eV 1.60217733e-16 g.m2.s-2 m
        m[Hg] 133322000 g.m-1.s-2 m
        m[H2O] 9806650 g.m-1.s-2 m
        eq 6.0221367e23 1 m
        osm 6.0221367e23 1 m
        kat 6.0221367e23 s-1 m
        U 10036894500000000 s-1 m
        cal 4184 g.m2.s-2 m
        dyn 0.01 g.m.s-2 m
        [iU] 1 [iU] m
        [IU] 1 [iU] m
        B 1 B m
        bit 1 bit m
        By 8 bit m
        % 0.01 1
        [ppth] 0.001 1
        [ppm] 1e-6 1
        10* 10 1
        10^ 10 1
        [pi] 3.1415926535897932384626433833 1
        min 60 s
        h 3600 s
        d 86400 s
        wk 604800 s
        mo 2629800 s
        mo_j 2629800 s
        a 31557600 s
        a_j 31557600 s
        [in_i] 0.0254 m
        [ft_i] 0.3048 m
        [yd_i] 0.9144 m
        [mi_i] 1609.344 m
        [in_us] 0.02540005080010160020 m
        [lb_av] 453.59237 g
        [oz_av] 28.349523125 g
        [st_av] 6350.29318 g
        [gr] 0.06479891 g
        [lb_tr] 373.2417216 g
        [foz_us] 0.0000295735295625 m3
        [pt_us] 0.000473176473 m3
        [gal_us] 0.003785411784 m3
        [pt_br] 0.00056826125 m3
        [foz_br] 0.0000284130625 m3
        [drp] 0.00000005 m3
        [tsp_us] 0.00000492892159375 m3
        [tbs_us] 0.00001478676478125 m3
        [psi] 6894757.2931783 g.m-1.s-2
        [in_i'Hg] 3386378.8 g.m-1.s-2
        atm 101325000 g.m-1.s-2
        deg 0.0174532925199432957692369077 rad
        ' 0.000290888208665721596153948 rad
        '' 0.0000048481368110953599358991 rad
        [Cal] 4184000 g.m2.s-2
        [arb'U] 1 [arb'U]
        [pH] 1 [pH]
        [CFU] 1 [CFU]
        [HPF] 1 1
        [LPF] 100 1
        """;

    const string Prefixes = "da 10 h 100 k 1e3 M 1e6 G 1e9 T 1e12 P 1e15 d 0.1 c 0.01 m 1e-3 u 1e-6 n 1e-9 p 1e-12 f 1e-15";

    static readonly Dictionary<string, UcumDefinition> Known = Units
        .Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
        .Select(line => line.Split(' '))
        .ToDictionary(f => f[0], f => new UcumDefinition(Number(f[1]), f[2], IsMetric: f.Length > 3), StringComparer.Ordinal);

    static readonly Dictionary<string, decimal> Factors = Prefixes
        .Split(' ')
        .Chunk(2)
        .ToDictionary(f => f[0], f => Number(f[1]), StringComparer.Ordinal);

    public static UcumDefinition? Unit(string code) => Known.GetValueOrDefault(code);

    /// <summary>The unit behind a prefix, with the prefix's factor; null when the code is not made so.</summary>
    public static (decimal Factor, string Code)? Prefixed(string code)
    {
        foreach (var length in (ReadOnlySpan<int>)[1, 2])
            if (
                code.Length > length
                && Factors.TryGetValue(code[..length], out var factor)
                && Known.TryGetValue(code[length..], out var unit)
                && unit.IsMetric
            )
                return (factor, code[length..]);
        return null;
    }

    static decimal Number(string text) => decimal.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);
}

/// <param name="Factor">How many of <paramref name="Of"/> one unit is.</param>
/// <param name="Of">A unit expression; the unit's own code when it is a base unit; 1 when it measures nothing.</param>
sealed record UcumDefinition(decimal Factor, string Of, bool IsMetric);
