using ReferralHub.Fhir;
using ReferralHub.Kernel;
using ReferralHub.Platform;

namespace ReferralHub.Referrals.Reading;

/// <summary>What is asked for: priority, specialty, codes, reason and dates of the ServiceRequest.</summary>
static class RequestReader
{
    const int WrittenYearsMax = 10;
    const string UseCases = "https://fhir.nhs.uk/CodeSystem/usecases-categories-bars";

    // A clock that runs a little fast must not lose a referral.
    static readonly TimeSpan ClockSkewMax = TimeSpan.FromHours(26);

    public static RequestFacts Read(FhirDocument document, Envelope envelope, DateTime now, List<Problem> problems)
    {
        var request = envelope.Request;
        var matters = envelope.Kind is SubmissionKind.New or SubmissionKind.Amendment;
        var priority = ReadPriority(request, problems);
        var specialty = ReadSpecialty(document, request);
        if (matters && priority is null && !problems.Exists(p => p.Code == ReadingProblems.PriorityUnknown.Code))
            problems.Add(ReadingProblems.PriorityNotStated);
        if (matters && specialty is null)
            problems.Add(ReadingProblems.SpecialtyNotStated);
        if (matters && CategoryCode(request, FhirSystems.MessageCategory) == "validation")
            problems.Add(ReadingProblems.CategoryNotTaken.At(request["category"]));
        if (matters && AdviceReader.FindRequest(document, request) is { Exists: true } advice)
            problems.Add(ReadingProblems.AdviceNotTaken.At(advice));
        return new()
        {
            Id = request["id"].Text,
            FullUrl = envelope.FullUrl,
            Identifiers = ReadIdentifiers(request),
            Intent = request["intent"].Text ?? "order",
            Priority = priority,
            Specialty = specialty,
            Codes = ReadCodes(request),
            UseCase = CategoryCode(request, UseCases),
            Reason = ReadReason(document, request),
            AuthoredOn = ReadAuthoredOn(request, now, matters, problems),
        };
    }

    /// <summary>The FHIR priority, raised to asap where an e-RS priority coding says two-week wait.</summary>
    static Priority? ReadPriority(FhirNode request, List<Problem> problems)
    {
        Priority? stated = null;
        if (request["priority"].Exists)
        {
            if (Priorities.TryParse(request["priority"].Text, out var priority))
                stated = priority;
            else
                problems.Add(ReadingProblems.PriorityUnknown.At(request["priority"]));
        }

        var ers = CategoryCode(request, FhirSystems.ErsPriority) ?? CategoryCode(request, FhirSystems.ErsPriorityStu3);
        Priority? fromErs = ers switch
        {
            "TWO_WEEK_WAIT" => Priority.Asap,
            "URGENT" => Priority.Urgent,
            "ROUTINE" => Priority.Routine,
            _ => null,
        };
        return stated is null ? fromErs
            : fromErs is null ? stated
            : (Priority)Math.Max((int)stated, (int)fromErs);
    }

    static string? ReadSpecialty(FhirDocument document, FhirNode request)
    {
        var found = SpecialtyIn(request["performerType"]);
        foreach (var performer in request.Items("performer"))
        {
            if (found is not null)
                return found;
            var target = document.Resolve(performer, request);
            foreach (var specialty in target.Items("specialty"))
                found ??= SpecialtyIn(specialty);
            foreach (var type in target.Items("type"))
                found ??= SpecialtyIn(type);
        }

        foreach (var category in request.Items("category"))
            found ??= SpecialtyIn(category);
        foreach (var detail in request.Items("orderDetail"))
            found ??= SpecialtyIn(detail);
        return found ?? SpecialtyIn(request["code"]);
    }

    static string? SpecialtyIn(FhirNode concept)
    {
        foreach (var coding in concept.Items("coding"))
        {
            var national =
                IdentifierSystem.Same(coding["system"].Text, FhirSystems.PracticeSetting)
                || IdentifierSystem.Same(coding["system"].Text, FhirSystems.TreatmentFunction);
            if (national && TreatmentFunction.TryFind(coding["code"].Text, out var function))
                return function.Code;
        }

        return null;
    }

    static string? CategoryCode(FhirNode request, string system)
    {
        foreach (var category in request.Items("category"))
        foreach (var coding in category.Items("coding"))
            if (IdentifierSystem.Same(coding["system"].Text, system))
                return coding["code"].Text;
        return null;
    }

    static List<string> ReadIdentifiers(FhirNode request)
    {
        var identifiers = new List<string>();
        foreach (var identifier in request.Items("identifier"))
            if (identifier["value"].Text is { Length: <= 200 } value)
                identifiers.Add($"{identifier["system"].Text}|{value}");
        return identifiers;
    }

    static List<CodeFacts> ReadCodes(FhirNode request)
    {
        var codes = new List<CodeFacts>();
        foreach (var coding in request["code"].Items("coding"))
            codes.Add(new(coding["system"].Text, coding["code"].Text, coding["display"].Text));
        foreach (var reason in request.Items("reasonCode"))
        foreach (var coding in reason.Items("coding"))
            codes.Add(new(coding["system"].Text, coding["code"].Text, coding["display"].Text));
        return codes;
    }

    static string? ReadReason(FhirDocument document, FhirNode request)
    {
        foreach (var reason in request.Items("reasonCode"))
            if ((reason["text"].Text ?? reason["coding"]["display"].Text) is { } text)
                return text;
        foreach (var reference in request.Items("reasonReference"))
            if (
                document.Resolve(reference, request)["code"] is { Exists: true } code
                && (code["text"].Text ?? code["coding"]["display"].Text) is { } text
            )
                return text;
        return request["code"]["text"].Text
            ?? request["code"]["coding"]["display"].Text
            ?? document.FirstOfType("Condition")["code"]["text"].Text
            ?? document.FirstOfType("Task")["code"]["coding"]["display"].Text;
    }

    static DateTime? ReadAuthoredOn(FhirNode request, DateTime now, bool matters, List<Problem> problems)
    {
        var node = request["authoredOn"];
        if (!node.Exists)
            return null;
        if (!FhirDateTime.TryInstant(node.Text, out var written))
        {
            if (
                node.Text is { Length: 4 or 7 } partial
                && FhirDateTime.TryDate(partial.Length == 4 ? partial + "-01-01" : partial + "-01", out _)
            )
                return null;
            problems.Add(ReadingProblems.DateInvalid("ServiceRequest.authoredOn").At(node));
            return null;
        }

        if (!matters)
            return written;
        if (written > now + ClockSkewMax)
            problems.Add(ReadingProblems.DateInFuture("ServiceRequest.authoredOn").At(node));
        else if (written < now.AddYears(-WrittenYearsMax))
            problems.Add(ReadingProblems.DateTooOld("ServiceRequest.authoredOn", WrittenYearsMax).At(node));
        else if (written < now.AddYears(-1))
            problems.Add(ReadingProblems.WrittenLongAgo.At(node));
        return written;
    }
}
