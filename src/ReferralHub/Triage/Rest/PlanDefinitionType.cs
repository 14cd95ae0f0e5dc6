using ReferralHub.Fhir;
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
        "A rule pack of triage, in force, approved for later, ended or withdrawn: each rule in words, with its source. Drafts are not shown.";

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

    IEnumerable<RulePack> Shown => packs.All.Where(p => p.Approval is not null);

    public Task<FhirResource?> ReadAsync(HubDbContext db, string id, CancellationToken cancellationToken) =>
        Task.FromResult(Shown.FirstOrDefault(p => ComputeId(p) == id) is { } found ? Write(found) : null);

    public Task<SearchPage> FindAsync(HubDbContext db, SearchRequest request, CancellationToken cancellationToken)
    {
        var found = Shown;
        foreach (var term in request.Terms)
        {
            found = term.Name switch
            {
                "_id" => found.Where(p => term.Ids.Contains(ComputeId(p))),
                "name" => found.Where(p => term.FitsText(FormatName(p))),
                "title" => found.Where(p => term.FitsText(p.Title)),
                "status" => found.Where(p => term.Tokens.Any(t => t.Code == ToStatus(p))),
                _ => found.Where(p => term.Tokens.Any(t => t.Code == p.Version)),
            };
        }

        return Task.FromResult(ListPages.Page(found, ComputeId, Write, request));
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
            Type,
            ComputeId(pack),
            "1",
            pack.Approval!.ApprovedOn.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc),
            null,
            writer =>
            {
                writer.WriteString("url", BuildUrl(pack.Id));
                writer.WriteString("version", pack.Version);
                writer.WriteString("name", FormatName(pack));
                writer.WriteString("title", pack.Title);
                writer.WritePropertyName("type");
                writer.WriteStartObject();
                writer.WriteStartArray("coding");
                writer.Coding(PlanTypes, "eca-rule", "ECA Rule");
                writer.WriteEndArray();
                writer.WriteEndObject();
                writer.WriteString("status", ToStatus(pack));
                writer.WriteString("publisher", pack.Owner);
                if (pack.Description is not null)
                    writer.WriteString("description", pack.Description);
                writer.WriteString("approvalDate", Day(pack.Approval!.ApprovedOn));
                writer.WriteStartObject("effectivePeriod");
                writer.WriteString("start", Day(pack.EffectiveFrom));
                if ((pack.WithdrawnOn ?? pack.EffectiveTo) is { } end)
                    writer.WriteString("end", Day(end));
                writer.WriteEndObject();
                writer.WriteStartArray("action");
                foreach (var rule in pack.Rules)
                    Write(writer, rule);
                writer.WriteEndArray();
            }
        );

    static void Write(FhirWriter writer, Rule rule)
    {
        writer.WriteStartObject();
        writer.WriteString("prefix", rule.Id);
        writer.WriteString("title", rule.Title);
        writer.WriteString("description", PackWords.Describe(rule));
        writer.WriteStartArray("documentation");
        writer.WriteStartObject();
        writer.WriteString("type", "justification");
        writer.WriteString("display", rule.Source.ToString());
        writer.WriteEndObject();
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    static string Day(DateOnly date) => date.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
}
