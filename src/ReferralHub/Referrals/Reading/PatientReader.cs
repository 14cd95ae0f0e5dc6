using ReferralHub.Fhir;
using ReferralHub.Kernel;
using ReferralHub.Platform;

namespace ReferralHub.Referrals.Reading;

static class PatientReader
{
    const int AgeYearsMax = 130;
    const int UnrankedTelephone = 1_000;

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
            problems.Add(
                facts.IsNumberPlaceholder ? ReadingProblems.NhsNumberPlaceholder.At(where["identifier"]) : ReadingProblems.NhsNumberMissing
            );
        else if (!facts.NhsNumberValid)
            problems.Add(ReadingProblems.NhsNumberInvalid.At(where["identifier"]));
    }

    static PatientFacts FromIdentifier(FhirNode subject)
    {
        var identifier = subject["identifier"];
        var number = IdentifierSystem.Same(identifier["system"].Text, FhirSystems.NhsNumber)
            ? NhsNumberReader.Clean(identifier["value"].Text)
            : null;
        if (NhsNumber.IsPlaceholder(number))
            return new() { IsNumberPlaceholder = true };
        return new() { NhsNumber = number, NhsNumberValid = NhsNumber.TryParse(number, out _) };
    }

    static PatientFacts ReadPatient(FhirDocument document, FhirNode request, FhirNode patient, DateTime now, List<Problem> problems)
    {
        var number = NhsNumberReader.Read(patient, now);
        var (prefix, given, family) = ReadName(CurrentFirst.ChooseName(patient, now));
        var address = CurrentFirst.Choose(patient, "address", now, RankAddress);
        var facts = new PatientFacts
        {
            NhsNumber = number.Number,
            NhsNumberValid = NhsNumber.TryParse(number.Number, out _),
            NhsNumberStatus = number.Status,
            IsNumberPlaceholder = number.IsPlaceholder,
            IsNumberDoubtful = number.IsDoubtful,
            Family = family,
            Given = given,
            Prefix = prefix,
            BirthDate = ReadBirthDate(patient, now, problems),
            Gender = patient["gender"].Text,
            Address = ReadAddress(address),
            Postcode = address["postalCode"].Text,
            Phone = FindTelephone(patient, now),
            IsDeceased = patient["deceasedBoolean"].RawIs("true") || patient["deceasedDateTime"].Exists,
            IsRecordInactive = patient["active"].RawIs("false") || IsReplaced(patient),
            PracticeOds = FindPractice(document, request, patient, now),
        };
        return PatientMarksReader.Mark(document, request, patient, facts, now);
    }

    /// <summary>The parts of a name; of one that has only a text, as it can be taken apart.</summary>
    static (string? Prefix, string? Given, string? Family) ReadName(FhirNode name)
    {
        var family = PersonName.Tidy(name["family"].Text);
        var given = PersonName.Tidy(string.Join(' ', TextItems(name, "given")));
        if (family is null && given is null && name["text"].Text is { } text)
            return PersonName.Split(text);
        return (First(name, "prefix").Text, given, family);
    }

    /// <summary>The first of the patient's general practices that says which organisation it is.</summary>
    static string? FindPractice(FhirDocument document, FhirNode request, FhirNode patient, DateTime now)
    {
        foreach (var reference in patient.Items("generalPractitioner"))
        {
            var practice = document.Resolve(reference, patient, request);
            if (practice.ResourceType == "PractitionerRole")
                practice = document.Resolve(practice["organization"], practice, request);
            if ((FactsReader.FindOds(practice, now) ?? LogicalOds(reference)) is { } code)
                return code;
        }

        return null;
    }

    /// <summary>Where the patient lives before where they stay, work or are billed.</summary>
    static int? RankAddress(FhirNode address) =>
        address["use"].Text switch
        {
            "home" => 0,
            null => 1,
            "temp" => 2,
            "work" => 3,
            _ => 4,
        };

    /// <summary>Lines, town, district and county in one line, without the postcode.</summary>
    static string? ReadAddress(FhirNode address)
    {
        var parts = TextItems(address, "line");
        foreach (var name in (string[])["city", "district", "state"])
            if (address[name].Text is { } part && !parts.Contains(part, StringComparer.OrdinalIgnoreCase))
                parts.Add(part);
        if (parts.Count > 0)
            return string.Join(", ", parts);
        return address["text"].Text;
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

    static string? FindTelephone(FhirNode patient, DateTime now)
    {
        if (CurrentFirst.Choose(patient, "telecom", now, RankTelephone)["value"].Text is { } own)
            return own;
        foreach (var contact in patient.Items("contact"))
            if (
                contact["relationship"]["coding"]["code"].Is("ONESELF")
                && CurrentFirst.Choose(contact, "telecom", now, RankTelephone)["value"].Text is { } number
            )
                return number;
        return null;
    }

    /// <summary>What the sender ranks first is first (R4 ContactPoint.rank); a number at work is rung after the others.</summary>
    static int? RankTelephone(FhirNode telecom)
    {
        if (!telecom["system"].Is("phone") || string.IsNullOrWhiteSpace(telecom["value"].Text))
            return null;
        var rank =
            telecom["rank"].Exists && int.TryParse(telecom["rank"].Json.GetRawText(), out var said) && said is > 0 and < UnrankedTelephone
                ? said
                : UnrankedTelephone;
        return (rank * 2) + (telecom["use"].Is("work") ? 1 : 0);
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
}
