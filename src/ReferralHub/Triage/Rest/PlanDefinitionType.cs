using ReferralHub.FhirApi;
using ReferralHub.FhirApi.Search;
using ReferralHub.Kernel;
using ReferralHub.Platform;
using ReferralHub.Platform.Data;

namespace ReferralHub.Triage;

/// <summary>Rule packs that were approved, as PlanDefinition: each rule in words, with its source.</summary>
sealed class PlanDefinitionType(RulePacks packs, TimeProvider time) : IFhirResourceType
{
    const string PlanTypes = "http://terminology.hl7.org/CodeSystem/plan-definition-type";

    public string Type => "PlanDefinition";

    public string Documentation =>
        "A rule pack of triage, in force, approved for later, ended or withdrawn: each rule in words, with its source. "
        + "Drafts are not shown.";

    public string? Profile => null;

    public IReadOnlyList<SearchParameter> SearchParameters { get; } =
    [
        SearchParameter.Id,
        new("name", SearchParameterType.String, "Beginning of the pack's id, in either case; whole with :exact."),
        new("title", SearchParameterType.String, "Beginning of the title, in either case; whole with :exact."),
        new(
            "status",
            SearchParameterType.Token,
            "active for packs in force, draft for those approved for later, retired for ended and withdrawn ones."
        ),
        new("version", SearchParameterType.Token, "Version of the pack."),
    ];

    public IReadOnlyList<string> Sorts => ["_id"];

    /// <summary>Canonical URL of a pack.</summary>
    public static string BuildUrl(string pack) => $"{FhirSystems.Own}/PlanDefinition/{pack}";

    DateOnly Today => WorkingDays.LocalDate(time.UtcNow());

    IEnumerable<RulePack> Shown => packs.All.Where(p => p.StatusOn(Today) != PackStatus.Draft);

    public async Task<FhirResource?> ReadAsync(HubDbContext db, string id, CancellationToken cancellationToken)
    {
        await packs.RefreshAsync(cancellationToken);
        return Shown.FirstOrDefault(p => ComputeId(p) == id) is { } found ? Write(found) : null;
    }

    public async Task<SearchPage> FindAsync(HubDbContext db, SearchRequest request, CancellationToken cancellationToken)
    {
        await packs.RefreshAsync(cancellationToken);
        var found = Shown;
        foreach (var term in request.Terms)
        {
            found = term.Name switch
            {
                "_id" => found.Where(p => term.Ids.Contains(ComputeId(p))),
                "name" => found.Where(p => term.FitsText(FormatName(p))),
                "title" => found.Where(p => term.FitsText(p.Title)),
                "status" => found.Where(p => term.FitsToken(FhirSystems.PublicationStatus, ToStatus(p))),
                _ => found.Where(p => term.Tokens.Any(t => string.IsNullOrEmpty(t.System) && t.Code == p.Version)),
            };
        }

        return ListPages.Page(found, ComputeId, Write, request);
    }

    static string ComputeId(RulePack pack) => $"{pack.Id}-{pack.Version}";

    /// <summary>A computable name has no hyphens.</summary>
    static string FormatName(RulePack pack) =>
        string.Concat(pack.Id.Split('-', StringSplitOptions.RemoveEmptyEntries).Select(w => char.ToUpperInvariant(w[0]) + w[1..]));

    string ToStatus(RulePack pack) =>
        pack.StatusOn(Today) switch
        {
            PackStatus.InForce => "active",
            PackStatus.Approved => "draft",
            _ => "retired",
        };

    FhirResource Write(RulePack pack) =>
        FhirResource.Write(
            Create(pack),
            "1",
            pack.Approval?.ApprovedAt ?? pack.EffectiveFrom.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc)
        );

    R4.PlanDefinition Create(RulePack pack) =>
        new()
        {
            Id = ComputeId(pack),
            Url = BuildUrl(pack.Id),
            Version = pack.Version,
            Name = FormatName(pack),
            Title = pack.Title,
            Type = R4Values.Concept(PlanTypes, "eca-rule", "ECA Rule"),
            Status = R4Values.Code<R4.PublicationStatus>(ToStatus(pack)),
            Publisher = pack.Owner,
            Description = pack.Description,
            ApprovalDate = pack.Approval is { } approval ? R4Values.Date(WorkingDays.LocalDate(approval.ApprovedAt)) : null,
            EffectivePeriod = new()
            {
                Start = R4Values.Date(pack.EffectiveFrom),
                End = (pack.WithdrawnOn ?? pack.EffectiveTo) is { } end ? R4Values.Date(end) : null,
            },
            Action = [.. pack.Rules.Select(CreateAction)],
        };

    static R4.PlanDefinition.ActionComponent CreateAction(Rule rule) =>
        new()
        {
            Prefix = rule.Id,
            Title = rule.Title,
            Description = PackWords.Describe(rule),
            Documentation = [new() { Type = R4.RelatedArtifact.RelatedArtifactType.Justification, Display = rule.Source.ToString() }],
        };
}
