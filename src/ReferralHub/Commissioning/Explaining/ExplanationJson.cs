using System.Text.Json;
using ReferralHub.Kernel;

namespace ReferralHub.Commissioning.Explaining;

/// <summary>An explanation as JSON; amounts are whole pence, in members whose names end in Pence.</summary>
public static class ExplanationJson
{
    /// <summary>Writes its members into the object that is open.</summary>
    public static void Write(Utf8JsonWriter json, CommissioningExplanation explanation)
    {
        json.WriteString("id", explanation.Id);
        json.WriteString("name", explanation.Name);
        json.WriteString("what", explanation.What);
        json.WriteString("on", Day(explanation.On));
        if (explanation.Contact is { } contact)
            json.WriteString("contact", contact);
        WriteTexts(json, "ties", explanation.Ties);
        WriteRows(json, "answersTo", explanation.AnswersTo);
        json.WriteStartArray("plans");
        foreach (var plan in explanation.Plans)
            WritePlan(json, plan);
        json.WriteEndArray();
        json.WriteStartArray("practiceLed");
        foreach (var condition in explanation.PracticeLed)
        {
            json.WriteStartObject();
            json.WriteString("condition", condition.Id);
            json.WriteString("words", condition.Words);
            json.WriteBoolean("holds", condition.Holds);
            WriteTexts(json, "evidence", condition.Evidence);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    static void WritePlan(Utf8JsonWriter json, PlanExplanation plan)
    {
        var set = plan.Set;
        json.WriteStartObject();
        json.WriteString("set", set.Id);
        json.WriteString("place", set.Place.ToString());
        json.WriteString("part", plan.Part);
        json.WriteString("standing", plan.Standing);
        json.WriteStartObject("scope");
        json.WriteString("id", set.Scope);
        json.WriteString("words", plan.Scope?.Words);
        json.WriteString("strategicRisk", plan.Scope?.StrategicRisk.ToString().ToLowerInvariant());
        if (plan.Scope?.MinPopulation is { } population)
            json.WriteNumber("minPopulation", population);
        json.WriteEndObject();
        json.WriteStartObject("commissioner");
        json.WriteString("id", set.Commissioner);
        json.WriteString("name", plan.CommissionerName);
        json.WriteEndObject();
        json.WriteString("money", set.Money.ToString().ToLowerInvariant());
        json.WriteString("moneyWords", plan.MoneyWords);
        json.WriteString("prices", set.Prices.ToString().ToLowerInvariant());
        json.WriteStartObject("period");
        json.WriteString("from", Day(set.Period.From));
        json.WriteString("to", Day(set.Period.To));
        json.WriteNumber("years", set.Period.Years);
        json.WriteEndObject();
        json.WriteNumber("totalPence", set.Total.Pence);
        WriteAmounts(json, "contributorsPence", set.Contributors);
        json.WriteStartArray("lines");
        foreach (var line in plan.Lines)
            WriteLine(json, line);
        json.WriteEndArray();
        json.WriteStartArray("steps");
        foreach (var step in plan.Result.Steps)
            ExplanationStepJson.Write(json, step);
        json.WriteEndArray();
        WriteAmounts(json, "poolsPence", plan.Result.Pools);
        json.WriteNumber("leftPence", plan.Result.Left.Pence);
        if (plan.Result.Fault is { } fault)
            json.WriteString("fault", $"{fault.Place}: {fault.Text}");
        WriteAgreement(json, plan);
        json.WriteString("rollUp", set.RollUp);
        WriteRows(json, "decisions", plan.Decisions);
        WriteRows(json, "schemes", plan.Schemes);
        WriteRows(json, "accountability", plan.Accountabilities);
        json.WriteStartArray("goals");
        foreach (var goal in set.Goals)
        {
            json.WriteStartObject();
            json.WriteString("measure", goal.Measure);
            json.WriteString("target", goal.Target);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        WriteWords(json, "carry", set.Carry);
        WriteWords(json, "risk", set.Risk);
        json.WriteEndObject();
    }

    static void WriteLine(Utf8JsonWriter json, LineExplanation line)
    {
        json.WriteStartObject();
        json.WriteString("line", line.Line.Id);
        json.WriteString("holder", line.Line.Holder);
        json.WriteString("holderName", line.HolderName);
        if (line.Authority is { } amount)
            json.WriteNumber("authorityPence", amount.Pence);
        else
            json.WriteNull("authorityPence");
        if (line.Because is { } because)
            json.WriteString("because", because);
        json.WriteEndObject();
    }

    static void WriteAgreement(Utf8JsonWriter json, PlanExplanation plan)
    {
        json.WriteBoolean("agreed", plan.IsAgreed);
        if (plan.DueDate is { } due)
            json.WriteString("agreementDue", Day(due));
        json.WriteStartArray("agreements");
        foreach (var agreement in plan.Set.Agreed)
        {
            json.WriteStartObject();
            json.WriteString("by", agreement.By);
            json.WriteString("person", agreement.Person);
            json.WriteString("on", Day(agreement.On));
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    static void WriteRows(Utf8JsonWriter json, string name, IReadOnlyList<ExplainedRow> rows)
    {
        json.WriteStartArray(name);
        foreach (var row in rows)
        {
            json.WriteStartObject();
            json.WriteString("id", row.Id);
            json.WriteString("who", row.Who);
            json.WriteString("words", row.Words);
            json.WriteString("place", row.Place?.ToString());
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    static void WriteTexts(Utf8JsonWriter json, string name, IEnumerable<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts)
            json.WriteStringValue(text);
        json.WriteEndArray();
    }

    static void WriteWords(Utf8JsonWriter json, string name, IReadOnlyDictionary<string, string> words)
    {
        json.WriteStartObject(name);
        foreach (var (key, value) in words)
            json.WriteString(key, value);
        json.WriteEndObject();
    }

    internal static void WriteAmounts(Utf8JsonWriter json, string name, IReadOnlyDictionary<string, Money> amounts)
    {
        json.WriteStartObject(name);
        foreach (var (id, amount) in amounts)
            json.WriteNumber(id, amount.Pence);
        json.WriteEndObject();
    }

    static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
}
