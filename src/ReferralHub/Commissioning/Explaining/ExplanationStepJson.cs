using System.Text.Json;
using ReferralHub.Commissioning.Model;
using ReferralHub.Commissioning.Plans;

namespace ReferralHub.Commissioning.Explaining;

/// <summary>A step of a plan as JSON, with everything that is needed to work it out again.</summary>
static class ExplanationStepJson
{
    public static void Write(Utf8JsonWriter json, PlanStepResult step)
    {
        json.WriteStartObject();
        json.WriteString("step", step.Step.Word);
        json.WriteString("words", step.Words);
        json.WriteString("source", step.Step.Source);
        json.WriteString("place", step.Step.Place.ToString());
        json.WriteStartObject("input");
        WriteInput(json, step.Step);
        json.WriteEndObject();
        ExplanationJson.WriteAmounts(json, "beforePence", step.Before);
        ExplanationJson.WriteAmounts(json, "afterPence", step.After);
        ExplanationJson.WriteAmounts(json, "poolsPence", step.Pools);
        json.WriteStartObject("notes");
        foreach (var (holder, note) in step.Notes)
            json.WriteString(holder, note);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    static void WriteInput(Utf8JsonWriter json, SettingStep step)
    {
        switch (step)
        {
            case HistoricStep historic:
                json.WriteString("year", historic.Year);
                ExplanationJson.WriteAmounts(json, "amountsPence", historic.Amounts);
                break;
            case CapitationStep capitation:
                json.WriteNumber("weightedPopulation", capitation.WeightedPopulation);
                json.WriteNumber("perHeadPence", capitation.PerHead.Pence);
                WriteNeed(json, capitation.Need);
                break;
            case ChangeStep change:
                json.WriteNumber("perMille", change.PerMille);
                break;
            case FairSharesStep fair:
                json.WriteNumber("weightPerMille", fair.WeightPerMille);
                WriteNeed(json, fair.Need);
                break;
            case LimitStep limit:
                json.WriteNumber("perMille", limit.PerMille);
                json.WriteString("of", limit.Reference);
                json.WriteString("leftTo", limit.LeftTo);
                break;
            case TopSliceStep slice:
                json.WriteNumber("perMille", slice.PerMille);
                json.WriteString("pool", slice.Pool);
                break;
            case RoundStep round:
                json.WriteNumber("toPence", round.ToPence);
                break;
            case AdjustStep adjust:
                json.WriteNumber("amountPence", adjust.Amount.Pence);
                json.WriteString("holder", adjust.Holder);
                json.WriteString("reason", adjust.Reason);
                json.WriteString("by", adjust.By);
                break;
        }
    }

    static void WriteNeed(Utf8JsonWriter json, IReadOnlyDictionary<string, long> need)
    {
        json.WriteStartObject("need");
        foreach (var (holder, heads) in need)
            json.WriteNumber(holder, heads);
        json.WriteEndObject();
    }
}
