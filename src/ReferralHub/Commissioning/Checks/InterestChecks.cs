using ReferralHub.Commissioning.Model;
using ReferralHub.Commissioning.Reading;

namespace ReferralHub.Commissioning.Checks;

/// <summary>Whether somebody agreed to a budget, by the files, who gains by how it is spent (<see cref="PlanInterests"/>).</summary>
static class InterestChecks
{
    public static void Check(Configuration configuration, List<ConfigurationFault> faults)
    {
        var interests = new PlanInterests(configuration);
        foreach (var set in configuration.PlanSets)
        foreach (var agreement in set.Agreed)
        foreach (var gain in interests.FindGains(set, agreement))
            faults.AddError(
                set.Place,
                set.Id,
                $"{Describe(agreement, gain)}, which provides care as a part of {gain.Maker.Body}; have the plan agreed by somebody "
                    + "without an interest in it"
            );
    }

    static string Describe(WrittenAgreement agreement, PlanGain gain) =>
        gain.Interest is { } interest
            ? $"{agreement.Person} agreed on {agreement.On:yyyy-MM-dd} and had declared an interest ({interest.Place}) in {interest.Body}"
            : $"{agreement.Person} agreed on {agreement.On:yyyy-MM-dd} for {agreement.By}";
}
