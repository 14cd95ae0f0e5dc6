using System.Globalization;
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
            PlanState.Agreed => $"{line.Amount} is agreed for {line.Year}. {DescribeAgreement(view)}",
            PlanState.Proposed =>
                $"{line.Amount} for {line.Year} is not agreed: {DescribeSignature(standing.Proposals[0], "put it forward")}, and another "
                    + $"party must agree{due}.{DescribeEarlier(line)}",
            PlanState.Changed => $"{line.Amount} for {line.Year} is not agreed: nobody has put it forward{due}.{DescribeEarlier(line)}",
            _ => $"{line.Amount} for {line.Year} is not agreed: nobody has put it forward{due}.",
        };
    }

    /// <summary>How far the holder understands how the figure came about.</summary>
    public static string DescribeUnderstanding(PlanView view) =>
        view.Standing.Understanding is not { } said
            ? $"{view.HolderName} has not said whether it understands how this figure came about."
            : $"{view.HolderName} {SayUnderstood(said.Understood)} how this figure came about ({DescribeWho(said)}, {FormatDay(said.At)}).";

    public static string DescribeWho(PlanAct act) => act.Post is { Length: > 0 } post ? $"{act.Person}, {post}" : act.Person ?? "";

    public static string FormatDay(DateTime at) => WorkingDays.LocalTime(at).ToString("d MMMM yyyy", CultureInfo.InvariantCulture);

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
                $"{DescribeSignature(proposed, "put it forward")}; {DescribeSignature(agreed, "agreed")}.",
            { Agreement: { Load: not null } agreed } when PlanYear.IsOwn(view.Set, view.Holder) =>
                $"{view.CommissionerName} keeps it for all that no other plan pays for, as was written down by {FormatDay(agreed.At)}.",
            { Agreement: { Load: not null } } when view.Set.Agreed.Count > 0 =>
                $"It was written down as agreed: {string.Join(", ", view.Set.Agreed.Select(DescribeWritten))}.",
            _ => "",
        };

    static string DescribeWritten(WrittenAgreement written) =>
        $"by {written.Person} for {written.By} on {written.On.ToString("d MMMM yyyy", CultureInfo.InvariantCulture)}";

    static string DescribeSignature(PlanAct act, string did) => $"{DescribeWho(act)}, {did} for {act.By} on {FormatDay(act.At)}";

    static string DescribeEarlier(PlanLineYear line) => line.Agreed is { } agreed ? $" {agreed} was agreed and holds until then." : "";

    static string DescribeDue(PlanLineYear line, DateOnly today) =>
        line.DueOn is not { } due ? ""
        : line.IsLate(today) ? $"; it was due by {due.ToString("d MMMM yyyy", CultureInfo.InvariantCulture)}"
        : $", by {due.ToString("d MMMM yyyy", CultureInfo.InvariantCulture)}";
}
