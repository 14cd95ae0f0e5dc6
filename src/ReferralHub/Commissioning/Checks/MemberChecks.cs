using ReferralHub.Commissioning.Model;
using ReferralHub.Commissioning.Reading;

namespace ReferralHub.Commissioning.Checks;

/// <summary>Whether somebody is a member of one body twice at once, in one role: the sum of the body would count it twice.</summary>
static class MemberChecks
{
    public static void Check(Configuration configuration, List<ConfigurationFault> faults)
    {
        foreach (var same in configuration.Members.GroupBy(m => (m.Body, m.Member, m.Role)))
        {
            var byDay = same.OrderBy(m => m.Period.From).ToList();
            foreach (var (earlier, later) in byDay.Zip(byDay.Skip(1)))
                if (earlier.Period.Overlaps(later.Period))
                    faults.AddError(
                        later.Place,
                        $"{later.Body}/{later.Member}",
                        $"{later.Member} is a {later.Role} of {later.Body} already on {later.Period.From:yyyy-MM-dd} "
                            + $"({earlier.Place}); give the earlier row a to before that day, or take one out"
                    );
        }
    }
}
