using ReferralHub.FhirApi;
using ReferralHub.FhirApi.Search;
using ReferralHub.Platform;
using ReferralHub.Platform.Data;
using ReferralHub.Referrals.Register;

namespace ReferralHub.Referrals.Resources;

/// <summary>The practices of the area, the providers of the directory, and the referral centre itself.</summary>
sealed class OrganizationType(IEnumerable<IOrganisations> sources) : IFhirResourceType
{
    const string Kinds = "http://terminology.hl7.org/CodeSystem/organization-type";

    public string Type => "Organization";

    public string Documentation =>
        "A practice of the area, a provider of the directory, or the referral centre itself. Its id is its ODS code.";

    public string? Profile => null;

    public IReadOnlyList<SearchParameter> SearchParameters { get; } =
    [
        SearchParameter.Id,
        new("identifier", SearchParameterType.Token, "ODS code."),
        new("name", SearchParameterType.String, "Beginning of the name, in either case; whole with :exact."),
    ];

    public IReadOnlyList<string> Sorts => ["_id"];

    public Task<FhirResource?> ReadAsync(HubDbContext db, string id, CancellationToken cancellationToken) =>
        Task.FromResult(All().FirstOrDefault(o => o.Ods.Equals(id, StringComparison.OrdinalIgnoreCase)) is { } found ? Write(found) : null);

    public Task<SearchPage> FindAsync(HubDbContext db, SearchRequest request, CancellationToken cancellationToken)
    {
        var found = All();
        foreach (var term in request.Terms)
        {
            found = term.Name switch
            {
                "name" => found.Where(o => term.FitsText(o.Name)),
                "_id" => found.Where(o => term.Ids.Contains(o.Ods, StringComparer.OrdinalIgnoreCase)),
                _ => found.Where(o => term.FitsToken(FhirSystems.OdsOrganisation, o.Ods, ignoreCase: true)),
            };
        }

        return Task.FromResult(ListPages.Page(found, o => o.Ods, Write, request));
    }

    /// <summary>Each once, though a trust may be known as a provider and by other names besides.</summary>
    IEnumerable<KnownOrganisation> All() => sources.SelectMany(s => s.All).DistinctBy(o => o.Ods, StringComparer.OrdinalIgnoreCase);

    static FhirResource Write(KnownOrganisation organisation) =>
        FhirResource.Write(
            new R4.Organization
            {
                Id = organisation.Ods,
                Identifier = [new(FhirSystems.OdsOrganisation, organisation.Ods)],
                Active = true,
                Type = [R4Values.Concept(Kinds, organisation.Kind)],
                Name = organisation.Name,
            },
            "1",
            organisation.Since
        );
}

/// <summary>The practices, and the hub as an organisation.</summary>
sealed class PracticeOrganisations(PracticeRegister practices, HubSettings settings) : IOrganisations
{
    public IEnumerable<KnownOrganisation> All =>
        [
            new(settings.Organisation.OdsCode, settings.Organisation.Name, "dept", practices.LoadedAt),
            .. practices.All.Select(p => new KnownOrganisation(p.Ods, p.Name, "prov", practices.LoadedAt)),
        ];
}
