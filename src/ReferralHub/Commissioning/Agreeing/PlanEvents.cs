using ReferralHub.Commissioning.Model;
using ReferralHub.Kernel;

namespace ReferralHub.Commissioning.Agreeing;

/// <summary>What the log says about a line of a plan.</summary>
static class PlanEvents
{
    /// <summary>
    /// An event about a line. Of one that is proposed, agreed or understood <see cref="BookEventData.EffectiveFrom"/> is the first day of
    /// the plan in its year; of one that is superseded the day from which the other figure holds, which lies in the same financial year.
    /// </summary>
    public static WaitingBookEvent Create(string type, PlanSet set, PlanLineYear line, Money amount, string by, DateOnly from) =>
        new(
            BookSubjects.FindPlanLine(line.Set, line.Holder),
            type,
            new()
            {
                Plan = line.Set,
                Holder = line.Holder,
                Scope = set.Scope,
                Money = set.Money.ToString().ToLowerInvariant(),
                Pence = amount.Pence,
                By = by,
                EffectiveFrom = from,
                Load = line.Load,
            }
        );

    /// <summary>Where the difference to what was agreed shows: today, or the nearest day of the plan in that financial year.</summary>
    public static DateOnly FindDayOfChange(PlanLineYear line, DateOnly today) =>
        today < line.From ? line.From
        : today > line.Year.End ? line.Year.End
        : today;
}
