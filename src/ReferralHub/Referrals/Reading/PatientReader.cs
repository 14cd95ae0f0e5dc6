using ReferralHub.Fhir;
using ReferralHub.Kernel;
using ReferralHub.Platform;

namespace ReferralHub.Referrals.Reading;

static class PatientReader
{
    const int AgeYearsMax = 130;

    public static PatientFacts Read(FhirDocument document, FhirNode request, SubmissionKind kind, DateTime now, List<Problem> problems)
    {
        var subject = request["subject"];
        if (!subject.Exists)
        {
            problems.Add(ReadingProblems.NoSubject.At(request));
            return new();
        }

        var patient = document.Resolve(subject, request);
        var facts = patient.Exists ? ReadPatient(document, request, patient, now, problems) : FromIdentifier(subject);
        if (patient.Exists && patient.ResourceType != "Patient")
            problems.Add(ReadingProblems.SubjectNotAPatient.At(subject));
        else if (!patient.Exists && facts.NhsNumber is null)
            problems.Add(ReadingProblems.SubjectDangling.At(subject));
        else if (facts.NhsNumber is null && (facts.Family is null || facts.BirthDate is null) && kind == SubmissionKind.New)
            problems.Add(ReadingProblems.PatientNotIdentifiable.At(patient));
        else if (kind is SubmissionKind.New or SubmissionKind.Amendment)
            Remark(facts, patient.Exists ? patient : subject, problems);
        return facts;
    }

    static void Remark(PatientFacts facts, FhirNode where, List<Problem> problems)
    {
        if (facts.IsDeceased)
            problems.Add(
                ReadingProblems.PatientDeceased.At(where["deceasedDateTime"].Exists ? where["deceasedDateTime"] : where["deceasedBoolean"])
            );
        if (facts.IsRecordInactive)
            problems.Add(ReadingProblems.PatientInactive.At(where));
        if (facts.NhsNumber is null)
            problems.Add(ReadingProblems.NhsNumberMissing);
        else if (!facts.NhsNumberValid)
            problems.Add(ReadingProblems.NhsNumberInvalid.At(where["identifier"]));
    }

    static PatientFacts FromIdentifier(FhirNode subject)
    {
        var identifier = subject["identifier"];
        var number = IdentifierSystem.Same(identifier["system"].Text, FhirSystems.NhsNumber) ? Clean(identifier["value"].Text) : null;
        return new() { NhsNumber = number, NhsNumberValid = NhsNumber.TryParse(number, out _) };
    }

    static PatientFacts ReadPatient(FhirDocument document, FhirNode request, FhirNode patient, DateTime now, List<Problem> problems)
    {
        var number = Clean(FactsReader.FindIdentifier(patient, FhirSystems.NhsNumber));
        var name = BestName(patient);
        var practice = document.Resolve(First(patient, "generalPractitioner"), patient, request);
        if (practice.ResourceType == "PractitionerRole")
            practice = document.Resolve(practice["organization"], practice, request);
        return new()
        {
            NhsNumber = number,
            NhsNumberValid = NhsNumber.TryParse(number, out _),
            Family = name["family"].Text,
            Given = string.Join(' ', TextItems(name, "given")) is { Length: > 0 } given ? given : null,
            Prefix = First(name, "prefix").Text,
            BirthDate = ReadBirthDate(patient, now, problems),
            Gender = patient["gender"].Text,
            Postcode = First(patient, "address")["postalCode"].Text,
            Address = ReadAddress(First(patient, "address")),
            Phone = FindTelephone(patient),
            IsDeceased = patient["deceasedBoolean"].RawIs("true") || patient["deceasedDateTime"].Exists,
            IsRecordInactive = patient["active"].RawIs("false") || IsReplaced(patient),
            PracticeOds = FactsReader.FindOds(practice) ?? LogicalOds(First(patient, "generalPractitioner")),
        };
    }

    /// <summary>Its lines, town and county with commas between, else its text; null when there is none of it.</summary>
    static string? ReadAddress(FhirNode address)
    {
        List<string> parts = [.. TextItems(address, "line")];
        foreach (var name in (string[])["city", "district", "state"])
            if (address[name].Text is { } part)
                parts.Add(part);
        return parts.Count > 0 ? string.Join(", ", parts) : address["text"].Text;
    }

    static DateOnly? ReadBirthDate(FhirNode patient, DateTime now, List<Problem> problems)
    {
        var node = patient["birthDate"];
        if (!node.Exists)
            return null;
        var today = WorkingDays.LocalDate(now);
        if (!FhirDateTime.TryDate(node.Text, out var date))
        {
            // A year or month alone is legal FHIR, but no date of birth to identify anyone by.
            if (
                node.Text is { Length: 4 or 7 } partial
                && FhirDateTime.TryDate(partial.Length == 4 ? partial + "-01-01" : partial + "-01", out _)
            )
                return null;
            problems.Add(ReadingProblems.DateInvalid("Patient.birthDate").At(node));
            return null;
        }

        if (date > today)
            problems.Add(ReadingProblems.DateInFuture("Patient.birthDate").At(node));
        else if (date < today.AddYears(-AgeYearsMax))
            problems.Add(ReadingProblems.DateTooOld("Patient.birthDate", AgeYearsMax).At(node));
        return date;
    }

    static bool IsReplaced(FhirNode patient)
    {
        foreach (var link in patient.Items("link"))
            if (link["type"].Is("replaced-by"))
                return true;
        return false;
    }

    static FhirNode BestName(FhirNode patient)
    {
        foreach (var name in patient.Items("name"))
            if (name["use"].Is("official") || name["use"].Is("usual"))
                return name;
        foreach (var name in patient.Items("name"))
            if (!name["use"].Is("old") && !name["use"].Is("maiden"))
                return name;
        return First(patient, "name");
    }

    static string? FindTelephone(FhirNode patient)
    {
        foreach (var telecom in patient.Items("telecom"))
            if (telecom["system"].Is("phone"))
                return telecom["value"].Text;
        foreach (var contact in patient.Items("contact"))
        foreach (var telecom in contact.Items("telecom"))
            if (telecom["system"].Is("phone") && contact["relationship"]["coding"]["code"].Is("ONESELF"))
                return telecom["value"].Text;
        return null;
    }

    static string? LogicalOds(FhirNode reference) =>
        IdentifierSystem.Same(reference["identifier"]["system"].Text, FhirSystems.OdsOrganisation)
        && OdsCode.TryParse(reference["identifier"]["value"].Text, out var code)
            ? code.Value
            : null;

    static FhirNode First(FhirNode node, string name)
    {
        foreach (var item in node.Items(name))
            return item;
        return default;
    }

    static List<string> TextItems(FhirNode node, string name)
    {
        var texts = new List<string>();
        foreach (var item in node.Items(name))
            if (item.Text is { } text)
                texts.Add(text);
        return texts;
    }

    static string? Clean(string? number) =>
        number?.Replace(" ", "", StringComparison.Ordinal) is { Length: > 0 and <= 20 } clean ? clean : null;
}
