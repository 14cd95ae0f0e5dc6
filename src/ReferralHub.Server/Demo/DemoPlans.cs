using ReferralHub.Intake;
using ReferralHub.Kernel;

namespace ReferralHub.Server.Demo;

/// <summary>A made-up referral, written and read, ready to be stored.</summary>
sealed record WrittenReferral(DemoReferralPlan Plan, ParsedSubmission Submission, DateTime Received);

/// <summary>Draws which referrals are written, when and by whom, over 26 weeks, from a seed.</summary>
sealed class DemoPlans(DemoArea area, DemoReferrals referrals, int seed)
{
    const int Weeks = 26;
    const int StepWeeksAgo = 8;
    readonly Random random = new(seed + 1);
    int patients;

    /// <summary>Writes and reads this many referrals, oldest first. Needs no database, so it can run while one is made.</summary>
    public List<WrittenReferral> Write(int count, DateTime now)
    {
        var start = now.AddDays(-7 * Weeks);
        var plans = new List<DemoReferralPlan>(count);
        while (plans.Count < count)
        {
            var at = start.AddMinutes(random.NextDouble() * (now - start).TotalMinutes);
            // GP surgeries write referrals on working days, most between eight and seven.
            if (!WorkingDays.IsWorkingDay(WorkingDays.LocalDate(at)) || WorkingDays.LocalTime(at).Hour is < 8 or > 18)
                continue;
            at = new(at.Ticks - (at.Ticks % TimeSpan.TicksPerMillisecond), DateTimeKind.Utc);
            plans.Add(Draw(Practice(at, now), at));
        }

        return
        [
            .. plans
                .OrderBy(p => p.Written)
                .Select(p => new WrittenReferral(p, Parse(p, p.Written.AddSeconds(2)), p.Written.AddSeconds(2))),
        ];
    }

    /// <summary>A plan for a referral that arrives now.</summary>
    public DemoReferralPlan PlanNow(DateTime now) => Draw(Practice(now, now), now);

    public ParsedSubmission Parse(DemoReferralPlan plan, DateTime at)
    {
        var (submission, problems) = ParsedSubmission.Parse(referrals.Write(plan), IntakeFace.Import, null, null, at);
        return submission
            ?? throw new InvalidOperationException($"The demonstration wrote a referral that intake refuses: {problems[0].Code}.");
    }

    DemoArea.DemoPractice Practice(DateTime at, DateTime now)
    {
        // Planted: one practice doubles its rate eight weeks ago, a step that a control chart finds.
        double Rate(int i) => area.Practices[i].RatePerDay * (i == 2 && (now - at).TotalDays < 7 * StepWeeksAgo ? 2.2 : 1);
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
