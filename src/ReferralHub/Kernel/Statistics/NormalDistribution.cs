namespace ReferralHub.Kernel.Statistics;

/// <summary>The standard normal distribution, to about fourteen digits.</summary>
public static class NormalDistribution
{
    /// <summary>Beyond which, on either side, lies one in twenty.</summary>
    public const double Quantile95 = 1.959964;

    /// <summary>The probability that a value lies below <paramref name="z"/>.</summary>
    public static double FindProbability(double z)
    {
        var upper = FindUpperTail(Math.Abs(z));
        return z < 0 ? upper : 1 - upper;
    }

    /// <summary>
    /// Abramowitz and Stegun, Handbook of Mathematical Functions, 26.2.11 near the middle and the continued fraction 26.2.14 in the
    /// tail, where the series would lose digits.
    /// </summary>
    static double FindUpperTail(double z)
    {
        const double seriesMax = 3;
        if (z > seriesMax)
            return FindDensity(z) * EvaluateFraction(z);
        var (term, sum) = (z, z);
        for (var k = 1; term > sum * 1e-17; k++)
        {
            term *= z * z / ((2 * k) + 1);
            sum += term;
        }

        return 0.5 - (FindDensity(z) * sum);
    }

    static double FindDensity(double z) => Math.Exp(-z * z / 2) / Math.Sqrt(2 * Math.PI);

    static double EvaluateFraction(double z)
    {
        const int depth = 200;
        var value = z;
        for (var k = depth; k > 0; k--)
            value = z + (k / value);
        return 1 / value;
    }
}
