using System.Globalization;
using ReferralHub.Commissioning.Model;
using ReferralHub.Kernel;

namespace ReferralHub.Commissioning.Reading;

/// <summary>Reads who decides, what is bought and who answers: the sections decisions, contracts and accountability.</summary>
static class ArrangementRows
{
    const long PerMilleMax = 1_000;
    const int RatioMax = 100;
    const long ItemsMax = 1_000_000_000;
    const int NoticeMonthsMax = 600;
    const int WorkingDaysMax = 1_000;
    static readonly string[] Matters = ["make-or-buy", "business-case", "contract", "plan", "price", "priorities", "close"];
    static readonly string[] Left = ["interested"];

    public static Decision? ReadDecision(RowSection row)
    {
        var decision = new Decision(row.Place, row.Word("what", Matters), row.Id("scope"), row.Id("decides"))
        {
            Advises = row.Ids("advises"),
            Approves = row.IdOrNull("approves"),
            Above = row.AmountOrNull("above"),
            WithinWorkingDays = (int?)row.WholeOrNull("withinWorkingDays", 1, WorkingDaysMax),
            Without = row.WordOrNull("without", Left),
            AgentFor = row.Ids("agentFor"),
            With = row.IdOrNull("with"),
            DueOn = row.DayOfYearOrNull("dueOn"),
        };
        if (row.Has("above") && !row.Has("approves"))
            row.Fault("above", "above says from which sum on somebody must agree as well, but not who; add approves");
        if (decision.Approves is not null && decision.Approves == decision.Decides)
            row.Fault("approves", "approves names the body that decides; a second look needs another one");
        return row.Finish(() => decision);
    }

    public static Contract? ReadContract(RowSection row, string source)
    {
        var contract = new Contract(
            row.Place,
            row.Id("id"),
            BodyRows.ReadOds(row, "provider") ?? row.Text("provider"),
            row.Id("commissioner"),
            row.Period()
        )
        {
            NoticeMonths = (int?)row.WholeOrNull("noticeMonths", 0, NoticeMonthsMax),
            PlanVolume = row.Wholes("planVolume", ItemsMax, IsVolumeName),
            TolerancePerMille = row.WholeOrNull("tolerancePerMille", 0, PerMilleMax),
            MarginalPerMille = row.WholeOrNull("marginalPerMille", 0, PerMilleMax),
            Prices = row.Choice("prices", PlanSetRows.Prices),
            FollowUpRatioCapPerMille = ReadRatio(row),
            Source = row.TextOrNull("source") ?? source,
        };
        return row.Finish(() => contract);
    }

    public static Accountability? ReadAccountability(RowSection row)
    {
        var answers = new Accountability(row.Place, row.Id("body"), row.Id("to"), row.Text("by"), row.DayOfYearOrNull("due"));
        if (answers.Body.Length > 0 && answers.Body == answers.To)
            row.Fault("to", "a body does not answer to itself; name another, or public");
        return row.Finish(() => answers);
    }

    /// <summary>A treatment function and a point of delivery, as 110/OPFA.</summary>
    static bool IsVolumeName(string name) =>
        name.Split('/') is [var tfc, var pod] && TreatmentFunction.TryFind(tfc, out _) && PointsOfDelivery.All.Contains(pod);

    /// <summary>Follow-ups for a first attendance, as 1.8; kept in thousandths.</summary>
    static long? ReadRatio(RowSection row)
    {
        if (row.TextOrNull("followUpRatioCap") is not { } text)
            return null;
        if (
            decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var ratio)
            && ratio <= RatioMax
            && ratio * 1_000 is var perMille
            && perMille == decimal.Truncate(perMille)
        )
            return (long)perMille;
        row.Fault(
            "followUpRatioCap",
            $"followUpRatioCap is {Shown.Short(text)}; write follow-ups for each first attendance, such as 1.8, with at most three decimals"
        );
        return null;
    }
}
