using System.Globalization;
using System.Text.Json;
using ReferralHub.Commissioning.Explaining;
using ReferralHub.Platform;

namespace ReferralHub.Commissioning.Agreeing;

/// <summary>
/// A line of a plan as JSON: what is needed to work its figure out again, and who did what about it. Amounts are whole pence, in members
/// whose names end in Pence.
/// </summary>
static class PlanJson
{
    public static byte[] Write(PlanView view, DateOnly today) => JsonText.Write(json => Write(json, view, today));

    public static byte[] WriteAll(string practice, IEnumerable<PlanView> views, DateOnly today) =>
        JsonText.Write(json =>
        {
            json.WriteStartObject();
            json.WriteString("practice", practice);
            json.WriteString("on", Day(today));
            json.WriteStartArray("lines");
            foreach (var view in views)
                Write(json, view, today);
            json.WriteEndArray();
            json.WriteEndObject();
        });

    static void Write(Utf8JsonWriter json, PlanView view, DateOnly today)
    {
        var (line, standing) = (view.Line, view.Standing);
        json.WriteStartObject();
        json.WriteString("line", line.Line);
        json.WriteString("set", line.Set);
        json.WriteString("holder", line.Holder);
        json.WriteString("holderName", view.HolderName);
        json.WriteString("commissioner", view.Set.Commissioner);
        json.WriteString("commissionerName", view.CommissionerName);
        json.WriteString("contact", view.Contact);
        json.WriteString("care", view.Care);
        json.WriteString("money", view.Set.Money.ToString().ToLowerInvariant());
        json.WriteString("moneyWords", view.MoneyWords);
        json.WriteString("financialYear", line.Year.ToString());
        json.WriteNumber("yearStarting", line.YearStarting);
        json.WriteString("from", Day(line.From));
        json.WriteString("dueOn", line.DueOn is { } due ? Day(due) : null);
        json.WriteBoolean("late", line.IsLate(today));
        json.WriteNumber("pence", line.Pence);
        WritePence(json, "agreedPence", line.AgreedPence);
        json.WriteBoolean("agreed", line.IsAgreed);
        json.WriteString("state", FormatState(standing.State));
        json.WriteString("words", PlanWords.Describe(view, today));
        json.WriteString("understood", standing.Understanding?.Understood);
        WriteActs(json, "proposals", standing.Proposals);
        WriteActs(json, "signatures", new[] { standing.AgreedProposal, standing.Agreement }.OfType<PlanAct>());
        WriteQuestions(json, standing.Questions);
        json.WriteBoolean("recomputed", view.IsRecomputed);
        WriteSetting(json, view);
        json.WriteEndObject();
    }

    static void WriteSetting(Utf8JsonWriter json, PlanView view)
    {
        json.WriteNumber("totalPence", view.Set.Total.Pence);
        json.WriteStartArray("steps");
        foreach (var step in view.Result.Steps)
            ExplanationStepJson.Write(json, step);
        json.WriteEndArray();
        ExplanationJson.WriteAmounts(json, "poolsPence", view.Result.Pools);
        json.WriteStartArray("waterfall");
        foreach (var step in view.Steps)
        {
            json.WriteStartObject();
            json.WriteString("title", step.Title);
            json.WriteNumber("beforePence", step.Before.Pence);
            json.WriteNumber("afterPence", step.After.Pence);
            json.WriteString("note", step.Note);
            json.WriteString("source", step.Source);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    static void WriteActs(Utf8JsonWriter json, string name, IEnumerable<PlanAct> acts)
    {
        json.WriteStartArray(name);
        foreach (var act in acts)
        {
            json.WriteStartObject();
            WriteAct(json, act);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    static void WriteQuestions(Utf8JsonWriter json, IReadOnlyList<PlanQuestion> questions)
    {
        json.WriteStartArray("questions");
        foreach (var (question, answer) in questions)
        {
            json.WriteStartObject();
            json.WriteString("id", question.Id);
            WriteAct(json, question);
            json.WriteString("understood", question.Understood);
            json.WriteString("question", question.Text);
            if (answer is not null)
            {
                json.WriteStartObject("answer");
                WriteAct(json, answer);
                json.WriteString("text", answer.Text);
                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    static void WriteAct(Utf8JsonWriter json, PlanAct act)
    {
        json.WriteString("by", act.By);
        json.WriteString("person", act.Person);
        json.WriteString("post", act.Post);
        json.WriteBoolean("loaded", act.Load is not null);
        json.WriteNumber("pence", act.Pence);
        json.WriteString("at", act.At);
    }

    static void WritePence(Utf8JsonWriter json, string name, long? pence)
    {
        if (pence is { } known)
            json.WriteNumber(name, known);
        else
            json.WriteNull(name);
    }

    static string FormatState(PlanState state) =>
        state switch
        {
            PlanState.Agreed => "agreed",
            PlanState.Proposed => "proposed",
            PlanState.Changed => "changed",
            _ => "not-proposed",
        };

    static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
