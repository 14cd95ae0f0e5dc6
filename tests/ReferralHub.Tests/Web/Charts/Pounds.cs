using ReferralHub.Kernel;

namespace ReferralHub.Tests.Web.Charts;

/// <summary>An amount as a headline says it, written a second time: whole pounds from £1,000 on, halves to even.</summary>
static class Pounds
{
    public static string Say(long pence)
    {
        if (Math.Abs(pence) < 100_000)
            return new Money(pence).ToString();
        return new Money(new Money(pence).Share(1, 100).Pence * 100).ToString()[..^3];
    }
}
