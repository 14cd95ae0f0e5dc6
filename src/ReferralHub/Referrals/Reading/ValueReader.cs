using ReferralHub.Fhir;

namespace ReferralHub.Referrals.Reading;

/// <summary>Values of one resource in words, with their codes put on the list of codes.</summary>
sealed class ValueReader(ClinicalContent content)
{
    const string AbsentReason = "http://hl7.org/fhir/StructureDefinition/data-absent-reason";

    /// <summary>Standing of the codes that are read next.</summary>
    public string? Standing { get; set; }

    /// <summary>The value in words; null when it says nothing, or is an object with rows of its own.</summary>
    public string? Write(FhirNode value, string type, ElementRow row)
    {
        if (type == "CodeableConcept")
            foreach (var coding in value.Items("coding"))
                AddCode(coding, row);
        else if (type == "Coding")
            AddCode(value, row);
        return ValueText.Write(value, type);
    }

    /// <summary>A date stands beside the line; an age or words stand in it.</summary>
    public void AddTime(ElementRow row, FhirNode value, string type, LineParts line)
    {
        if (type is "date" or "dateTime" or "instant")
            line.When = ValueText.Join(", ", line.When, Name(ValueText.WriteDate(value.Text)));
        else if (type == "Period")
            line.When = ValueText.Join(", ", line.When, Name(ValueText.Write(value, type)));
        else if (type == "Timing")
            line.When = ValueText.Join(", ", line.When, ValueText.WriteConcept(value["code"]), ValueText.WriteRhythm(value["repeat"]));
        else
            line.Add(row with { Way = ElementWay.Part }, ValueText.Write(value, type));

        string? Name(string? time) => time is null || row.Label is null ? time : $"{row.Label} {time}";
    }

    /// <summary>A value that is not there may say beside it why (R4 §2.24.0.2).</summary>
    public static void NoteAbsence(ReadingElement element, FhirNode shadow, LineParts line)
    {
        if (element.Row.Way is not (ElementWay.Value or ElementWay.Head or ElementWay.Part))
            return;
        foreach (var extension in shadow.Items("extension"))
            if (extension["url"].Is(AbsentReason) && extension["valueCode"].Text is { } reason)
                line.Add(element.Row with { Way = ElementWay.Absent }, reason);
    }

    void AddCode(FhirNode coding, ElementRow row)
    {
        if (coding["code"].Text is { } code)
            content.AddCode(new(coding["system"].Text, code, coding["display"].Text, row.Path, Standing), coding);
    }
}
