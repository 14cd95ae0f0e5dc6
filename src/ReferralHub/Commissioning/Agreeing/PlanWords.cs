using ReferralHub.Commissioning.Model;
using ReferralHub.Kernel;

namespace ReferralHub.Commissioning.Agreeing;

/// <summary>Where a line stands, in sentences; said from the acts and never written by hand.</summary>
static class PlanWords
{
    public static string Describe(PlanView view, DateOnly today)
    {
        var (line, standing) = (view.Line, view.Standing);
        var due = DescribeDue(line, today);
        return standing.State switch
        {
            PlanState.Agreed => $"{DescribeBriefly(view, today)} {DescribeAgreement(view)}{DescribeLateness(view)}",
            PlanState.Proposed =>
                $"{line.Amount} for {line.Year} is not agreed: {DescribeSignature(view, standing.Proposals[0], "put it forward")}, "
                    + $"and another party must agree{due}.{DescribeEarlier(line)}",
            PlanState.Changed => $"{line.Amount} for {line.Year} is not agreed: nobody has put it forward{due}.{DescribeEarlier(line)}",
            _ => $"{line.Amount} for {line.Year} is not agreed: nobody has put it forward{due}.",
        };
    }

    /// <summary>The same without who signed, where all is done.</summary>
    public static string DescribeBriefly(PlanView view, DateOnly today) =>
        view.Standing.State == PlanState.Agreed ? $"{view.Line.Amount} is agreed for {view.Line.Year}." : Describe(view, today);

    /// <summary>How far the holder understands how the figure came about.</summary>
    public static string DescribeUnderstanding(PlanView view) =>
        view.Standing.Understanding is not { } said
            ? $"{view.HolderName} has not said whether it understands how this figure came about."
            : $"{view.HolderName} {SayUnderstood(said.Understood)} how this figure came about ({DescribeWho(said)}, {FormatDay(said.At)}).";

    public static string DescribeWho(PlanAct act) => act.Post is { Length: > 0 } post ? $"{act.Person}, {post}" : act.Person ?? "";

    public static string FormatDay(DateTime at) => WorkingDays.LocalDate(at).DayInWords;

    static string SayUnderstood(string? understood) =>
        understood switch
        {
            "fully" => "understands fully",
            "partly" => "understands in part",
            _ => "does not understand",
        };

    static string DescribeAgreement(PlanView view) =>
        view.Standing switch
        {
            { Agreement: { Load: null } agreed, AgreedProposal: { } proposed } =>
                $"{DescribeSignature(view, proposed, "put it forward")}; {DescribeSignature(view, agreed, "agreed")}.",
            { Agreement: { Load: not null } agreed } when PlanYear.IsOwn(view.Set, view.Holder) =>
                $"{view.CommissionerName} keeps it for all that no other plan pays for, as was written down by {FormatDay(agreed.At)}.",
            { Agreement: { Load: not null } } when ListWritten(view) is { Count: > 0 } written =>
                $"It was agreed in writing: by {string.Join(", and by ", written.Select(w => DescribeWritten(view, w)))}.",
            _ => "",
        };

    /// <summary>Of those that were written down together the ones of this line's own parties.</summary>
    static List<WrittenAgreement> ListWritten(PlanView view) =>
        [.. view.Set.Agreed.Where(w => PlanParties.IsParty(view.Set, view.Holder, w.By))];

    static string DescribeWritten(PlanView view, WrittenAgreement written) =>
        $"{written.Person} for {view.FindName(written.By)} on {written.On.DayInWords}";

    /// <summary>Empty where it was agreed in time, or no day was named for it.</summary>
    static string DescribeLateness(PlanView view)
    {
        if (view.Line.DueOn is not { } due || view.Standing.Agreement is not { } agreed)
            return "";
        var on = agreed.Load is null ? WorkingDays.LocalDate(agreed.At) : ListWritten(view).Select(w => w.On).DefaultIfEmpty(due).Max();
        var days = on.DayNumber - due.DayNumber;
        return days > 0 ? $" That was {days:N0} {(days == 1 ? "day" : "days")} late: it was to be agreed by {due.DayInWords}." : "";
    }

    static string DescribeSignature(PlanView view, PlanAct act, string did) =>
        $"{DescribeWho(act)}, {did} for {view.FindName(act.By)} on {FormatDay(act.At)}";

    static string DescribeEarlier(PlanLineYear line) => line.Agreed is { } agreed ? $" {agreed} was agreed and holds until then." : "";

    static string DescribeDue(PlanLineYear line, DateOnly today) =>
        line.DueOn is not { } due ? ""
        : line.IsLate(today) ? $"; it was due by {due.DayInWords}"
        : $", by {due.DayInWords}";
}
