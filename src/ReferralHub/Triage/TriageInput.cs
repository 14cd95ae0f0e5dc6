using ReferralHub.Fhir;
using ReferralHub.Fhir.FhirPath;
using ReferralHub.Journey;
using ReferralHub.Kernel;
using ReferralHub.Referrals;
using ReferralHub.Triage.Language.Concepts;
using ReferralHub.Triage.Language.Scanning;

namespace ReferralHub.Triage;

/// <summary>What rules may look at without opening the document.</summary>
public sealed record TriageFacts
{
    public Priority Priority { get; init; }

    public string? Specialty { get; init; }

    public int? Age { get; init; }

    public string? Sex { get; init; }

    /// <summary>ODS code of the referring practice.</summary>
    public string? Practice { get; init; }

    public string? RequesterName { get; init; }

    public IReadOnlyList<string> Flags { get; init; } = [];

    public string? Reason { get; init; }

    /// <summary>Reason and clinical text in one, for words; what stands in different places is parted by a blank line.</summary>
    public string Text { get; init; } = "";

    /// <summary>Where the text of each place begins, in order; empty when it is all of one.</summary>
    public IReadOnlyList<TextSection> Sections { get; init; } = [];

    /// <summary>What came along and no rule can read, in words.</summary>
    public IReadOnlyList<string> Unread { get; init; } = [];

    /// <summary>Codes of what is asked for, why, and of every clinical entry that holds now.</summary>
    public IReadOnlyList<(string System, string Code)> Codes { get; init; } = [];

    /// <summary>
    /// Codes that a pathway must know: those of what is asked for and why, and those that come without words. The words of the others
    /// stand in the text.
    /// </summary>
    public IReadOnlyList<(string System, string Code)> CodesToKnow
    {
        get => field ?? Codes;
        init;
    }

    public bool HasClinicalInformation { get; init; }

    public bool HasAttachment { get; init; }

    public bool HasTelephone { get; init; }

    /// <summary>Whether this patient was referred to this specialty before and the new referral is linked to that one.</summary>
    public bool FollowsEarlier { get; init; }

    /// <summary>ODS codes of providers of this specialty in which the practice has declared an interest.</summary>
    public IReadOnlyList<string> Interests { get; init; } = [];

    /// <summary>Rules (pack/rule) whose questions the practice was asked before about this referral.</summary>
    public IReadOnlyList<string> Asked { get; init; } = [];

    /// <summary>Label of the text in which a character stands; null for the reason for referral.</summary>
    internal string? FindLabel(int at) => Sections.LastOrDefault(s => s.Start <= at).Label;

    public static TriageFacts FromJourney(ReferralJourney journey, ReferralFacts facts, DateTime now)
    {
        var (text, sections) = TriageText.Join(facts);
        var requested = facts
            .Request.Codes.Where(c => c is { System: not null, Code: not null })
            .Select(c => (c.System!, c.Code!))
            .ToList();
        var clinical = (facts.Codes ?? [])
            .Where(c => c is { System: not null, Standing: null } && !TriageText.IsOfFamily(c.Element))
            .ToList();
        return new()
        {
            Priority = journey.Priority,
            Specialty = journey.Specialty,
            Age = facts.Patient.AgeOn(WorkingDays.LocalDate(now)),
            Sex = facts.Patient.Gender,
            Practice = journey.Practice,
            RequesterName = facts.Requester.Name,
            Flags = journey.FlagCodes.Split(' ', StringSplitOptions.RemoveEmptyEntries),
            Reason = facts.Request.Reason,
            Text = text,
            Sections = sections,
            Unread = [.. facts.Unread.Select(u => u.What)],
            Codes = [.. requested, .. clinical.Select(c => (c.System!, c.Code))],
            CodesToKnow = [.. requested, .. clinical.Where(c => string.IsNullOrWhiteSpace(c.Display)).Select(c => (c.System!, c.Code))],
            HasClinicalInformation = facts.Clinical.Count > 0,
            HasAttachment = facts.Attachments.Any(a => !a.IsMissing),
            HasTelephone = facts.Patient.Phone is not null,
            FollowsEarlier = journey.Follows is not null,
        };
    }
}

/// <summary>One referral as rules see it: its facts, the time, and behind them the document and what is known of the rest.</summary>
public sealed class TriageInput(TriageFacts facts, DateTime now, TriageResources? resources = null)
{
    const int StepsMax = 50_000;
    const int ItemsMax = 5_000;
    ConceptIndex? index;
    ScannedText? scanned;
    PathEnvironment? environment;

    public TriageFacts Facts { get; } = facts;

    internal TriageResources? Resources => resources;

    public DateTime Now { get; } = now;

    public DateOnly Today => WorkingDays.LocalDate(Now);

    /// <summary>Reads the text once for all terms of the packs, so that rules need not each read it.</summary>
    internal void Look(IReadOnlyList<RulePack> packs) => Look(ConceptIndex.GetOrCreate(packs));

    internal void Look(ConceptIndex made)
    {
        if (made != index)
            (index, scanned) = (made, null);
    }

    /// <summary>The text as the index of the packs reads it.</summary>
    internal ScannedText Scanned => scanned ??= TriageText.Scan(Facts, Index.Vocabulary);

    internal ConceptIndex Index => index ?? throw new InvalidOperationException("No packs have been looked for yet.");

    /// <summary>The text and a term, ready to look for the one in the other.</summary>
    internal (ScannedText Text, FindableTerm Term) Prepare(Term term)
    {
        if (index?.Find(term) is { } known)
            return (Scanned, known);
        var own = ConceptIndex.GetOrCreate(term);
        return (TriageText.Scan(Facts, own.Vocabulary), own.Find(term)!);
    }

    /// <summary>For expressions: their variables, the time, and bounds so that none takes long.</summary>
    internal PathEnvironment Environment =>
        environment ??= new()
        {
            Now = new(DateTime.SpecifyKind(Now, DateTimeKind.Utc)),
            Lookup = name => name == "now" ? PathExpression.Get("now()").Evaluate(Environment) : resources?.Find(name) ?? PathItems.Empty,
            StepsMax = StepsMax,
            ItemsMax = ItemsMax,
        };
}

/// <summary>The resources behind a referral, each made when an expression first asks for it.</summary>
public sealed class TriageResources(FhirDocument document) : IDisposable
{
    readonly Dictionary<string, PathItems> made = [];
    readonly List<FhirDocument> others = [];

    /// <summary>The practice as Organization; null when it is not known.</summary>
    public Func<byte[]?>? Practice { get; init; }

    /// <summary>This patient's earlier referrals here as ServiceRequests, newest first.</summary>
    public Func<IReadOnlyList<byte[]>>? History { get; init; }

    /// <summary>The services that the specialty of the referral has, as HealthcareServices.</summary>
    public Func<IReadOnlyList<byte[]>>? Directory { get; init; }

    internal PathItems Find(string name)
    {
        if (made.TryGetValue(name, out var known))
            return known;
        var request = document.FirstOfType("ServiceRequest");
        return made[name] = name switch
        {
            "bundle" => PathItems.One(PathNode.FromResource(document.Root)),
            "request" => ToItems(request),
            "patient" => ToItems(request.Exists ? document.Resolve(request["subject"], request) : document.FirstOfType("Patient")),
            "practice" => Practice?.Invoke() is { } practice ? Read([practice]) : PathItems.Empty,
            "history" => Read(History?.Invoke() ?? []),
            "directory" => Read(Directory?.Invoke() ?? []),
            _ => PathItems.Empty,
        };
    }

    public void Dispose()
    {
        document.Dispose();
        foreach (var other in others)
            other.Dispose();
    }

    static PathItems ToItems(FhirNode node) => node.Exists ? PathItems.One(PathNode.FromResource(node)) : PathItems.Empty;

    PathItems Read(IReadOnlyList<byte[]> resources)
    {
        var nodes = new List<object>();
        foreach (var resource in resources)
        {
            if (FhirJson.Read(resource).Document is not { } read)
                continue;
            others.Add(read);
            nodes.Add(PathNode.FromResource(read.Root));
        }

        return PathItems.From(nodes);
    }
}
