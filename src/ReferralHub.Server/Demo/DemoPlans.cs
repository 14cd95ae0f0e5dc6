using ReferralHub.Intake;
using ReferralHub.Kernel;
using ReferralHub.Server.Demo.Books;

namespace ReferralHub.Server.Demo;

/// <summary>A made-up referral, written and read, ready to be stored.</summary>
sealed record WrittenReferral(DemoReferralPlan Plan, ParsedSubmission Submission, DateTime Received);

/// <summary>
/// Draws which referrals are written, when and by whom, from a seed. On one day the draws are the same at whatever hour.
/// </summary>
sealed class DemoPlans(DemoArea area, DemoDays days, DemoReferrals referrals, int seed)
{
    const int StepWeeksAgo = 8;

    /// <summary>GP surgeries write referrals on working days, most between eight and seven.</summary>
    static readonly TimeSpan SurgeryBegins = TimeSpan.FromHours(8);
    static readonly TimeSpan SurgeryLasts = TimeSpan.FromHours(11);
    readonly Random random = new(seed + 1);
    int patients;

    /// <summary>Writes and reads this many referrals, oldest first. Needs no database, so it can run while one is made.</summary>
    public List<WrittenReferral> Write(int count, DateTime now)
    {
        var workingDays = Enumerable.Range(0, days.Count).Select(days.First.AddDays).Where(WorkingDays.IsWorkingDay).ToArray();
        var plans = new List<DemoReferralPlan>(count);
        while (plans.Count < count)
        {
            var day = random.Next(workingDays.Length);
            var time = SurgeryBegins + (SurgeryLasts * random.NextDouble());
            var practice = FindPractice(workingDays[day]);
            var at = WorkingDays.ToStartOfDay(workingDays[day]) + time;
            // What would be written later today was written on the working day before, so that the hour changes no other draw.
            if (at > now)
                at = WorkingDays.ToStartOfDay(workingDays[day - 1]) + time;
            plans.Add(Draw(practice, new(at.Ticks - (at.Ticks % TimeSpan.TicksPerMillisecond), DateTimeKind.Utc)));
        }

        return
        [
            .. plans
                .OrderBy(p => p.Written)
                .Select(p => new WrittenReferral(p, Parse(p, p.Written.AddSeconds(2)), p.Written.AddSeconds(2))),
        ];
    }

    /// <summary>A plan for a referral that arrives now.</summary>
    public DemoReferralPlan PlanNow(DateTime now) => Draw(FindPractice(days.Today), now);

    public ParsedSubmission Parse(DemoReferralPlan plan, DateTime at)
    {
        var (submission, problems) = ParsedSubmission.Parse(referrals.Write(plan), IntakeFace.Import, null, null, at);
        return submission
            ?? throw new InvalidOperationException($"The demonstration wrote a referral that intake refuses: {problems[0].Code}.");
    }

    DemoArea.DemoPractice FindPractice(DateOnly day)
    {
        // Planted: one practice doubles its rate eight weeks ago, a step that a control chart finds.
        double Rate(int i) => area.Practices[i].RatePerDay * (i == 2 && days.Today.DayNumber - day.DayNumber < 7 * StepWeeksAgo ? 2.2 : 1);
        var total = Enumerable.Range(0, area.Practices.Count).Sum(Rate);
        var drawn = random.NextDouble() * total;
        for (var i = 0; i < area.Practices.Count; i++)
            if ((drawn -= Rate(i)) <= 0)
                return area.Practices[i];
        return area.Practices[^1];
    }

    DemoReferralPlan Draw(DemoArea.DemoPractice practice, DateTime at)
    {
        var drawn = random.NextDouble();
        var specialty = DemoArea.Specialties[^1].Code;
        foreach (var (code, share, _) in DemoArea.Specialties)
        {
            if ((drawn -= share) > 0)
                continue;
            specialty = code;
            break;
        }

        Priority? priority = random.NextDouble() switch
        {
            < 0.07 => Priority.Asap,
            < 0.19 => Priority.Urgent,
            < 0.22 => null,
            _ => Priority.Routine,
        };
        return new(practice, random.NextDouble() < 0.05 ? null : specialty, priority, at)
        {
            IsLetter = true,
            PatientNumber = patients++,
            WithoutReason = random.NextDouble() < 0.05,
            WrongNhsNumber = random.NextDouble() < 0.03,
        };
    }
}
