using System.Buffers.Text;
using ReferralHub.Fhir;
using ReferralHub.Platform;

namespace ReferralHub.Referrals.Reading;

/// <summary>
/// The clinical content as labelled text, wherever the sender put it: BaRS messages keep it in CarePlan, Condition,
/// Observation and Task, others in notes and supporting information. Narrative HTML is not read.
/// </summary>
static class ClinicalReader
{
    const int TextsMax = 60;
    const int CharactersPerTextMax = 20_000;

    public static (List<ClinicalText> Texts, List<AttachmentFacts> Attachments) Read(
        FhirDocument document,
        FhirNode request,
        List<Problem> problems
    )
    {
        var texts = new List<ClinicalText>();
        var attachments = new List<AttachmentFacts>();
        var encodedBytes = 0L;
        foreach (var note in request.Items("note"))
            Add(texts, "Note", note["text"].Text);
        foreach (var reason in request.Items("reasonCode"))
            Add(texts, "Reason for referral", reason["text"].Text ?? reason["coding"]["display"].Text);
        ReadResource(request, texts);
        foreach (var entry in document.Entries)
            Take(entry.Resource);
        foreach (var contained in request.Items("contained"))
            Take(contained);
        if (document.Bytes.Length - encodedBytes > FactsReader.TextBytesMax)
            problems.Add(ReadingProblems.TextTooLarge);
        return (texts, attachments);

        void Take(FhirNode resource)
        {
            ReadResource(resource, texts);
            if (resource.ResourceType == "DocumentReference")
                foreach (var content in resource.Items("content"))
                    encodedBytes += ReadAttachment(content["attachment"], attachments, problems);
            if (resource.ResourceType == "Communication")
                foreach (var payload in resource.Items("payload"))
                    if (payload["contentAttachment"].Exists)
                        encodedBytes += ReadAttachment(payload["contentAttachment"], attachments, problems);
            if (resource.ResourceType == "Binary" && resource["data"].Exists)
                encodedBytes += ReadData(resource["data"], null, resource["contentType"].Text, attachments, problems);
        }
    }

    static void ReadResource(FhirNode resource, List<ClinicalText> texts)
    {
        // What was entered in error was never so. It stays in the document, and no clinician is to decide by it.
        if (resource["status"].Is("entered-in-error") || resource["verificationStatus"]["coding"]["code"].Is("entered-in-error"))
            return;
        switch (resource.ResourceType)
        {
            case "CarePlan":
                Add(texts, "Summary", resource["description"].Text);
                foreach (var activity in resource.Items("activity"))
                {
                    foreach (var outcome in activity.Items("outcomeCodeableConcept"))
                        Add(texts, "Assessment", outcome["text"].Text);
                    Add(texts, "Plan", activity["detail"]["description"].Text);
                }

                break;
            case "Condition":
                Add(texts, "Condition", Concept(resource["code"]), Standing(resource));
                foreach (var note in resource.Items("note"))
                    Add(texts, "Condition note", note["text"].Text);
                break;
            case "Observation":
                Add(texts, "Observation", Observation(resource), Standing(resource));
                break;
            case "MedicationStatement" or "MedicationRequest":
                Add(texts, "Medication", Medication(resource), Standing(resource));
                break;
            case "AllergyIntolerance":
                Add(texts, "Allergy", Concept(resource["code"]), Standing(resource));
                break;
            case "Procedure":
                Add(texts, "Procedure", Concept(resource["code"]), Standing(resource));
                break;
            case "Flag":
                Add(texts, "Flag", Concept(resource["code"]));
                break;
            case "Task":
                Add(texts, "Requested", Concept(resource["code"]));
                Add(texts, "Instruction", resource["description"].Text);
                break;
            case "Communication":
                foreach (var payload in resource.Items("payload"))
                    Add(texts, "Message", payload["contentString"].Text);
                break;
            case "ServiceRequest":
                Add(texts, "Requested", Concept(resource["code"]));
                Add(texts, "For the patient", resource["patientInstruction"].Text);
                break;
        }
    }

    /// <summary>
    /// What turns the meaning of an entry round or ends it, in words: a refuted allergy is none. Null when it stands as it is.
    /// </summary>
    static string? Standing(FhirNode resource)
    {
        if (resource["doNotPerform"].RawIs("true"))
            return "not to be given";
        if (resource["verificationStatus"]["coding"]["code"].Text is { } verification && verification != "confirmed")
            return verification;
        if (resource["clinicalStatus"]["coding"]["code"].Text is { } clinical && clinical is "inactive" or "resolved" or "remission")
            return clinical;
        return resource["status"].Text switch
        {
            "not-done" => "not done",
            "not-taken" => "not taken",
            "on-hold" => "on hold",
            var status and ("stopped" or "cancelled" or "draft" or "intended" or "preliminary") => status,
            _ => null,
        };
    }

    static string? Medication(FhirNode resource)
    {
        var reference = resource["medicationReference"];
        return Concept(resource["medicationCodeableConcept"])
            ?? reference["display"].Text
            ?? (reference.Exists ? Concept(resource.Document.Resolve(reference, resource)["code"]) : null);
    }

    static string? Observation(FhirNode observation)
    {
        var name = Concept(observation["code"]);
        if (Value(observation) is { } value)
            return $"{name}: {value}";
        var parts = new List<string>();
        foreach (var component in observation.Items("component"))
            if (Value(component) is { } part)
                parts.Add($"{Concept(component["code"])} {part}");
        return parts.Count > 0 ? $"{name}: {string.Join(", ", parts)}" : name;
    }

    static string? Value(FhirNode holder)
    {
        var quantity = holder["valueQuantity"];
        if (quantity.Exists)
            return $"{System.Text.Encoding.UTF8.GetString(quantity["value"].Exists ? quantity["value"].RawBytes : default)} "
                + $"{quantity["unit"].Text ?? quantity["code"].Text}".Trim();
        return holder["valueString"].Text ?? Concept(holder["valueCodeableConcept"]) ?? holder["valueDateTime"].Text;
    }

    static string? Concept(FhirNode concept) => concept["text"].Text ?? concept["coding"]["display"].Text ?? concept["coding"]["code"].Text;

    static int ReadAttachment(FhirNode attachment, List<AttachmentFacts> attachments, List<Problem> problems)
    {
        if (attachment["data"].Exists)
            return ReadData(attachment["data"], attachment["title"].Text, attachment["contentType"].Text, attachments, problems);
        if (!attachment["url"].Exists)
            problems.Add(ReadingProblems.AttachmentEmpty.At(attachment));
        attachments.Add(
            new(attachment["title"].Text, attachment["contentType"].Text, 0, attachment["url"].Exists, attachment.Expression ?? "")
        );
        return 0;
    }

    static int ReadData(FhirNode data, string? title, string? contentType, List<AttachmentFacts> attachments, List<Problem> problems)
    {
        var raw = data.RawBytes;
        var encoded = raw.Length >= 2 ? raw[1..^1] : raw;
        // A slash may be written as \/ in JSON, so the escaped form is looked at only when the plain one does not fit.
        if (!Base64.IsValid(encoded, out var bytes) && !Base64.IsValid(data.Text, out bytes))
            problems.Add(ReadingProblems.AttachmentUnreadable(data.Expression));
        else if (bytes > FactsReader.AttachmentBytesMax)
            problems.Add(ReadingProblems.AttachmentTooLarge(data.Expression));
        attachments.Add(new(title, contentType, bytes, false, data.Expression ?? ""));
        return encoded.Length;
    }

    static void Add(List<ClinicalText> texts, string label, string? text, string? standing = null)
    {
        if (string.IsNullOrWhiteSpace(text) || texts.Count > TextsMax)
            return;
        if (texts.Count == TextsMax)
        {
            texts.Add(new("Not shown here", "The message has more clinical content than this list holds; read the original document."));
            return;
        }

        if (standing is not null)
            label = $"{label} ({standing})";
        var clean = text.Replace("\\n", "\n", StringComparison.Ordinal).Trim();
        texts.Add(new(label, clean.Length > CharactersPerTextMax ? clean[..CharactersPerTextMax] + " […]" : clean));
    }
}
