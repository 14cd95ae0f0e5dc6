using ReferralHub.Commissioning.Model;

namespace ReferralHub.Commissioning.Checks;

/// <summary>What is wrong with the rows of bodies, scopes and arrangements, seen together.</summary>
static class RowChecks
{
    public static IEnumerable<ConfigurationFault> Check(Configuration configuration, DateOnly today)
    {
        var faults = new List<ConfigurationFault>();
        ReferenceChecks.Check(configuration, faults);
        MemberChecks.Check(configuration, faults);
        InterestChecks.Check(configuration, faults);
        // Where a name leads nowhere, most of what follows from it would be wrong too.
        if (!faults.Exists(f => f.IsError))
        {
            CoverageChecks.Check(configuration, faults);
            HintChecks.Check(configuration, today, faults);
        }

        return faults;
    }
}
