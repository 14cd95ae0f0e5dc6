using Microsoft.EntityFrameworkCore;
using ReferralHub.FhirApi;
using ReferralHub.FhirApi.Search;
using ReferralHub.Kernel;
using ReferralHub.Platform;
using ReferralHub.Platform.Data;

namespace ReferralHub.Review;

/// <summary>The clinicians who signed a decision at this centre, as PractitionerRole: who they are and in which role they signed.</summary>
sealed class ReviewerRoles(HubSettings settings) : IFhirResourceType
{
    public string Type => "PractitionerRole";

    public string Documentation =>
        "A clinician who signed a decision about a referral at this centre, in the role that the practice reads.";

    public string? Profile => null;

    public IReadOnlyList<SearchParameter> SearchParameters { get; } =
    [
        SearchParameter.Id,
        new("practitioner", SearchParameterType.Reference, "Chained to the name of the clinician.", null, "Practitioner", ["name"]),
        new(
            "organization",
            SearchParameterType.Reference,
            "ODS code of the referral centre.",
            "organization",
            "Organization",
            ["identifier"]
        ),
    ];

    public IReadOnlyList<string> Sorts => ["_id"];

    /// <summary>Same name and role, same id.</summary>
    public static string ComputeId(string reviewer, string role) => EntityId.FromName($"reviewer|{reviewer}|{role}").ToString();

    public async Task<FhirResource?> ReadAsync(HubDbContext db, string id, CancellationToken cancellationToken) =>
        (await AllAsync(db, cancellationToken)).Find(s => s.Id == id) is { Id: not null } found ? Write(found) : null;

    public async Task<SearchPage> FindAsync(HubDbContext db, SearchRequest request, CancellationToken cancellationToken)
    {
        IEnumerable<Signer> found = await AllAsync(db, cancellationToken);
        foreach (var term in request.Terms)
        {
            found = term.Name switch
            {
                "_id" => found.Where(s => term.Ids.Contains(s.Id)),
                "practitioner" when term.Chain == "name" => found.Where(s =>
                    term.Values.Any(v => s.Name.Split(' ').Append(s.Name).Any(n => n.StartsWith(v, StringComparison.OrdinalIgnoreCase)))
                ),
                "practitioner" => [],
                _ => term.FitsOds(settings.Organisation.OdsCode) ? found : [],
            };
        }

        return ListPages.Page(found, s => s.Id, Write, request);
    }

    static async Task<List<Signer>> AllAsync(HubDbContext db, CancellationToken cancellationToken) =>
        (
            await db
                .ReviewDecisions.GroupBy(d => new { d.Reviewer, d.ReviewerRole })
                .Select(g => new
                {
                    g.Key.Reviewer,
                    g.Key.ReviewerRole,
                    First = g.Min(d => d.At),
                })
                .ToListAsync(cancellationToken)
        ).ConvertAll(s => new Signer(ComputeId(s.Reviewer, s.ReviewerRole), s.Reviewer, s.ReviewerRole, s.First));

    FhirResource Write(Signer signer) =>
        FhirResource.Write(
            new R4.PractitionerRole
            {
                Id = signer.Id,
                Active = true,
                Practitioner = new() { Display = signer.Name },
                Organization = R4Values.Organization(
                    settings.Organisation.OdsCode,
                    settings.Organisation.Name,
                    $"Organization/{settings.Organisation.OdsCode}"
                ),
                Code = [R4Values.Words(signer.Role)],
            },
            "1",
            signer.First
        );

    readonly record struct Signer(string Id, string Name, string Role, DateTime First);
}
