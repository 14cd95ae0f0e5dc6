using System.Globalization;
using System.Text;
using ReferralHub.Kernel;

namespace ReferralHub.Triage.Simulation;

/// <summary>A simulation in words, with "no difference" as a result it can have.</summary>
public static class SimulationWords
{
    const int GroupsShownMax = 15;

    public static string Describe(SimulationReport report)
    {
        var text = new StringBuilder();
        var scope = report.Scope;
        text.AppendLine(
            CultureInfo.InvariantCulture,
            $"{report.Draft} on {report.Considered:N0} referrals received from {scope.From:d MMMM yyyy} to {scope.To:d MMMM yyyy}"
                + $"{(scope.Practice is null ? "" : $" from {scope.Practice}")}"
                + $"{(report.Unreadable > 0 ? $"; {report.Unreadable:N0} could not be read and are left out" : "")}"
        );
        text.AppendLine(
            report.Changed == 0
                ? "No referral would have gone another way. The draft makes no difference here."
                : $"{report.Changed:N0} would have gone another way ({Share(report.Changed, report.Considered)})."
        );
        foreach (var (move, count) in report.Moves.OrderByDescending(m => m.Value))
            text.AppendLine(CultureInfo.InvariantCulture, $"  {count, 7:N0}  {move}");
        text.AppendLine(
            report.SuspectedCancerTouched == 0
                ? "Suspected-cancer referrals touched: none."
                : $"SUSPECTED-CANCER REFERRALS TOUCHED: {report.SuspectedCancerTouched:N0}. This draft must not take effect."
        );
        if (report.Effects is { } effects)
            Effects(text, report, effects);
        Groups(text, "Practices", report.ByPractice);
        Groups(text, "Specialties", report.BySpecialty);
        if (report.Changed > 0)
        {
            text.AppendLine("Who would wait longer (mean days for each referral, by what was seen in the period):");
            Waits(text, report.ByAge, report.Effects);
            Waits(text, report.BySex, report.Effects);
            text.AppendLine("  By deprivation: not known, because no deprivation data is loaded.");
        }

        if (report.Sample.Count > 0)
            text.AppendLine("To read:");
        foreach (var one in report.Sample)
            text.AppendLine(
                CultureInfo.InvariantCulture,
                $"  {one.Reference}  {one.From} → {one.To}, {string.Join(", ", one.Rules)}: {one.Reason}"
            );
        text.AppendLine(
            CultureInfo.InvariantCulture,
            $"{report.Considered + report.Unreadable:N0} referrals in {report.Seconds:0.0} s "
                + $"({(report.Considered + report.Unreadable) / Math.Max(report.Seconds, 0.001):N0}/s)"
        );
        return text.ToString();
    }

    static void Effects(StringBuilder text, SimulationReport report, SimulationEffects effects)
    {
        text.AppendLine(
            CultureInfo.InvariantCulture,
            $"Reviews: {Signed(report.ReviewsAdded)}; clinician minutes: {Signed(effects.ClinicianMinutes)} "
                + $"(assuming {report.Scope.MinutesPerReview} for each). Questions to practices: {Signed(report.QuestionsAdded)}."
        );
        text.AppendLine(
            effects.DaysAdded is { } days
                ? $"Days of waiting: {days.ToString("+#,0.0;-#,0.0;0", CultureInfo.InvariantCulture)}, by what was seen in the period "
                    + $"(a review took {Days(effects.ReviewDays)}, an answer {Days(effects.AnswerDays)})."
                : "Days of waiting: not known, because the period has no decided review or answered question to go by."
        );
        if (effects.ReturnsLow is not { } low || effects.ReturnsHigh is not { } high)
            text.AppendLine("Returns and cost: not known, because no review was decided in the period.");
        else if (report.ReviewsAdded == 0)
            text.AppendLine("Returns and cost: no difference.");
        else
        {
            var isMore = report.ReviewsAdded > 0;
            var first = isMore ? "more" : "fewer";
            text.Append(CultureInfo.InvariantCulture, $"Returns: {Range(low, high)} {first}, ")
                .Append(CultureInfo.InvariantCulture, $"if they end as the {effects.Decided:N0} reviews of the period did ")
                .Append(CultureInfo.InvariantCulture, $"({effects.Returned:N0} returned; 95 % interval).")
                .AppendLine(Attendances(effects, isMore));
        }
    }

    static string Attendances(SimulationEffects effects, bool isMore)
    {
        if (effects.PenceLow is not { } one || effects.PenceHigh is not { } other)
            return " No price is known.";
        var (least, most) = (Math.Min(Math.Abs(one), Math.Abs(other)), Math.Max(Math.Abs(one), Math.Abs(other)));
        return $" First attendances: {Pounds(least)} to {Pounds(most)} {(isMore ? "less" : "more")}, "
            + $"at a mean of {Pounds(effects.PencePerReferral!.Value)}. A return is no saving when the patient is referred again.";
    }

    static void Groups(StringBuilder text, string title, SortedDictionary<string, SimulationCount> groups)
    {
        var changed = groups.Where(g => g.Value.Changed > 0).OrderByDescending(g => g.Value.Changed).ToList();
        if (changed.Count == 0)
            return;
        text.AppendLine(CultureInfo.InvariantCulture, $"{title}:");
        foreach (var (name, count) in changed.Take(GroupsShownMax))
            text.AppendLine(CultureInfo.InvariantCulture, $"  {count.Changed, 7:N0} of {count.Considered:N0}  {name}");
        if (changed.Count > GroupsShownMax)
            text.AppendLine(CultureInfo.InvariantCulture, $"  and {changed.Count - GroupsShownMax} more");
    }

    static void Waits(StringBuilder text, SortedDictionary<string, SimulationCount> groups, SimulationEffects? effects)
    {
        foreach (var (name, count) in groups)
            text.AppendLine(
                CultureInfo.InvariantCulture,
                $"  {name}: {MeanDays(count, effects)} ({count.Changed:N0} of {count.Considered:N0} go another way)"
            );
    }

    static string MeanDays(SimulationCount count, SimulationEffects? effects) =>
        effects?.EstimateDays(count.ReviewsAdded, count.QuestionsAdded) is { } days
            ? (days / count.Considered).ToString("+0.00;-0.00;0", CultureInfo.InvariantCulture)
            : "not known";

    static string Share(int of, int all) => all == 0 ? "0 %" : (100.0 * of / all).ToString("0.0", CultureInfo.InvariantCulture) + " %";

    static string Signed(int number) => number.ToString("+#,0;-#,0;0", CultureInfo.InvariantCulture);

    static string Days(double? days) =>
        days is { } known ? $"{known.ToString("0.0", CultureInfo.InvariantCulture)} days" : "an unknown time";

    static string Range(double low, double high) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{Math.Min(Math.Abs(low), Math.Abs(high)):0.0} to {Math.Max(Math.Abs(low), Math.Abs(high)):0.0}"
        );

    static string Pounds(long pence) => new Money(pence).ToString();
}
