using System.Collections.Frozen;
using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using ReferralHub.FhirApi;
using ReferralHub.FhirApi.Search;
using ReferralHub.Journey;
using ReferralHub.Kernel;
using ReferralHub.Platform;
using ReferralHub.Platform.Access;
using ReferralHub.Platform.Data;
using ReferralHub.Referrals.Register;

namespace ReferralHub.Referrals.Resources;

/// <summary>Searches over referrals, which ServiceRequest and Task share: conditions, order and pages.</summary>
sealed class ReferralQuery(PracticeRegister practices, AllDestinations destinations, TimeProvider time)
{
    public static readonly IReadOnlyList<SearchParameter> SharedParameters =
    [
        SearchParameter.Id,
        SearchParameter.LastUpdated,
        new("identifier", SearchParameterType.Token, "The hub's reference, or any of the sender's own identifiers."),
        new("priority", SearchParameterType.Token, "routine, urgent, asap or stat."),
    ];

    /// <summary>Terms that few referrals fit.</summary>
    static readonly FrozenSet<string> Narrow = FrozenSet.Create("_id", "identifier", "patient", "subject", "for", "focus", "based-on");

    /// <summary>One page, each with its facts.</summary>
    public async Task<(IReadOnlyList<(ReferralView View, ReferralFacts Facts)> Rows, Cursor? Next, Cursor? Previous, int? Total)> PageAsync(
        HubDbContext db,
        SearchRequest request,
        Func<IQueryable<ReferralJourney>, SearchTerm, IQueryable<ReferralJourney>?> own,
        CancellationToken cancellationToken
    )
    {
        var journeys = Filter(db, request, own);
        int? total = request.WantsTotal ? await journeys.CountAsync(cancellationToken) : null;
        if (request.Count == 0)
            return ([], null, null, total);
        var isBackward = request.Cursor?.IsBackward ?? false;
        var page = await ReferralOrder
            .Sort(journeys, request, isBackward)
            .Take(request.Count + 1)
            .Join(db.Referrals, j => j.Id, r => r.Referral, (j, r) => new { Journey = j, r.Facts })
            .ToListAsync(cancellationToken);
        var hasMore = page.Count > request.Count;
        if (hasMore)
            page.RemoveAt(page.Count - 1);
        // The join need not keep the order of what it joins.
        page =
        [
            .. ReferralOrder
                .Sort(page.Select(p => p.Journey).AsQueryable(), request with { Cursor = null }, isBackward: false)
                .Join(page, j => j.Id, p => p.Journey.Id, (_, p) => p),
        ];
        var next =
            page.Count > 0 && (isBackward || hasMore) ? ReferralOrder.FindCursor(page[^1].Journey, request, isBackward: false) : null;
        var previous =
            page.Count > 0 && (isBackward ? hasMore : request.Cursor is not null)
                ? ReferralOrder.FindCursor(page[0].Journey, request, isBackward: true)
                : null;
        var views = await destinations.AttachAsync(
            db,
            page.ConvertAll(p => ReferralView.FromJourney(p.Journey, practices)),
            cancellationToken
        );
        return ([.. views.Zip(page, (view, row) => (view, ReferralFacts.Read(row.Facts)))], next, previous, total);
    }

    /// <summary>The journeys that fit every term.</summary>
    /// <param name="own">Terms that only one of the resource types has; null for one it does not know.</param>
    public IQueryable<ReferralJourney> Filter(
        HubDbContext db,
        SearchRequest request,
        Func<IQueryable<ReferralJourney>, SearchTerm, IQueryable<ReferralJourney>?> own
    )
    {
        IQueryable<ReferralJourney> journeys = db.Journeys;
        // Of one practice, said so, an index gives the rows in order; where another term finds a few, that term is to lead.
        if (db.Scope is { Kind: ScopeKind.Practices, Practices: [var practice] } && !request.Terms.Any(t => Narrow.Contains(t.Name)))
            journeys = journeys.Where(j => j.Practice == practice);
        foreach (var term in request.Terms)
            journeys = own(journeys, term) ?? Shared(db, journeys, term);
        return journeys;
    }

    IQueryable<ReferralJourney> Shared(HubDbContext db, IQueryable<ReferralJourney> journeys, SearchTerm term)
    {
        switch (term.Name)
        {
            case "_id":
                var ids = term.Ids.Select(i => Guid.TryParse(i, out var id) ? id : Guid.Empty).ToList();
                return journeys.Where(j => ids.Contains(j.Id));
            case "_lastUpdated":
                return Dates(journeys, term, j => j.Updated);
            case "identifier":
                return IdentifierFilter.Select(db, journeys, term);
            case "patient" or "subject" or "for":
                return term.Chain is { } chain ? FilterByPatient(db, journeys, chain, term) : FilterByPatientId(db, journeys, term);
            case "requester" or "owner" or "recipient":
                return FilterByPractice(journeys, term);
            case "priority":
                var priorities = Enum.GetValues<Priority>().Where(p => term.FitsToken(FhirSystems.RequestPriority, p.ToCode())).ToList();
                if (priorities.Count == 0 && !KnowsSystem(term, FhirSystems.RequestPriority))
                    return journeys.Where(j => false);
                if (priorities.Count == 0)
                    throw SearchRefusedException.Value(term, "give routine, urgent, asap or stat.");
                return journeys.Where(j => priorities.Contains(j.Priority));
            default:
                throw new InvalidOperationException($"The search parameter {term.Name} is offered and not applied.");
        }
    }

    public IQueryable<ReferralJourney> Dates(
        IQueryable<ReferralJourney> journeys,
        SearchTerm term,
        Expression<Func<ReferralJourney, DateTime>> instant
    )
    {
        if (term.Values is not [var value])
            throw SearchRefusedException.Value(term, "give one date; for a span repeat the parameter, as in ge and lt.");
        return term.Date(value, time.UtcNow()).Filter(journeys, instant);
    }

    /// <summary>Whether any of the values may be a code of this system; another system has no code of it, and nothing fits.</summary>
    static bool KnowsSystem(SearchTerm term, string system) => term.Tokens.Any(t => t.IsOf(system));

    public static IQueryable<ReferralJourney> FilterByPractice(IQueryable<ReferralJourney> journeys, SearchTerm term)
    {
        var (isAny, codes) = term.FindOds();
        return isAny ? journeys.Where(j => j.Practice != null) : journeys.Where(j => j.Practice != null && codes.Contains(j.Practice));
    }

    /// <param name="system">System of the codes.</param>
    public static IQueryable<ReferralJourney> InStages(
        IQueryable<ReferralJourney> journeys,
        SearchTerm term,
        string system,
        Func<Stage, string> code
    )
    {
        var stages = Enum.GetValues<Stage>().Where(s => term.FitsToken(system, code(s))).ToList();
        if (stages.Count == 0 && !KnowsSystem(term, system))
            return journeys.Where(j => false);
        if (stages.Count == 0)
            throw SearchRefusedException.Value(
                term,
                $"give one or more of {string.Join(", ", Enum.GetValues<Stage>().Select(code).Distinct())}."
            );
        return journeys.Where(j => stages.Contains(j.Stage));
    }

    /// <summary>By status: what a provider has is one thing until the provider says that it is done, and another from then on.</summary>
    /// <param name="system">System of the codes.</param>
    /// <param name="code">Status of a stage, not done or done.</param>
    public static IQueryable<ReferralJourney> HavingStatus(
        IQueryable<ReferralJourney> journeys,
        SearchTerm term,
        string system,
        Func<Stage, bool, string> code
    )
    {
        List<Stage> FindStages(bool isDone) => [.. Enum.GetValues<Stage>().Where(s => term.FitsToken(system, code(s, isDone)))];

        var (open, done) = (FindStages(isDone: false), FindStages(isDone: true));
        if (open.Count + done.Count == 0 && !KnowsSystem(term, system))
            return journeys.Where(j => false);
        if (open.Count + done.Count == 0)
        {
            var all = Enum.GetValues<Stage>().SelectMany(s => new[] { code(s, false), code(s, true) }).Distinct();
            throw SearchRefusedException.Value(term, $"give one or more of {string.Join(", ", all)}.");
        }

        return journeys.Where(j =>
            (open.Contains(j.Stage) && !j.FlagCodes.Contains(Flags.ProviderDone))
            || (done.Contains(j.Stage) && j.FlagCodes.Contains(Flags.ProviderDone))
        );
    }

    static IQueryable<ReferralJourney> FilterByRecords(IQueryable<ReferralJourney> journeys, IQueryable<ReferralRecord> records)
    {
        var ids = records.Select(r => r.Referral);
        return journeys.Where(j => ids.Contains(j.Id));
    }

    /// <summary>Referrals of patients of whom this is so.</summary>
    /// <param name="what">A parameter of Patient that is read from the record of each referral.</param>
    public static IQueryable<ReferralJourney> FilterByPatient(
        HubDbContext db,
        IQueryable<ReferralJourney> journeys,
        string what,
        SearchTerm term
    )
    {
        var referrals = db.Referrals;
        switch (what)
        {
            case "identifier":
                var (isAny, numbers) = term.FindCodes(FhirSystems.NhsNumber);
                return isAny
                    ? FilterByRecords(journeys, referrals.Where(r => r.NhsNumber != null))
                    : FilterByNhsNumber(db, journeys, [.. numbers.Select(NhsNumber.Clean).OfType<string>()]);
            case "family":
                if (term.Values is not [var name])
                    throw SearchRefusedException.Value(term, "give one name.");
                if (term.Modifier == "exact")
                {
                    var exact = PersonName.Tidy(name);
                    return FilterByRecords(journeys, referrals.WhoseFamilyBegins(name).Where(r => r.Family == exact));
                }

                return FilterByRecords(journeys, referrals.WhoseFamilyBegins(name));
            case "birthdate":
                var dates = term
                    .Values.Select(v =>
                        ReferralHub.Fhir.FhirDateTime.TryDate(v.StartsWith("eq", StringComparison.Ordinal) ? v[2..] : v, out var date)
                            ? date
                            : throw SearchRefusedException.Value(term, "give a whole date such as 1980-02-29.")
                    )
                    .ToList();
                return FilterByRecords(journeys, referrals.Where(r => r.BirthDate != null && dates.Contains(r.BirthDate.Value)));
            default:
                throw new InvalidOperationException($"The search parameter {term.Written} is offered and not applied.");
        }
    }

    /// <summary>By the id of the Patient. A bare number is an NHS number: that is what people type.</summary>
    static IQueryable<ReferralJourney> FilterByPatientId(HubDbContext db, IQueryable<ReferralJourney> journeys, SearchTerm term)
    {
        var ids = term.Ids.ToList();
        var bare = ids.Select(NhsNumber.Clean).OfType<string>().Where(i => i.Length == 10 && i.All(char.IsAsciiDigit)).ToList();
        return bare.Count > 0 ? FilterByNhsNumber(db, journeys, bare) : journeys.Where(j => ids.Contains(j.PatientKey));
    }

    static IQueryable<ReferralJourney> FilterByNhsNumber(HubDbContext db, IQueryable<ReferralJourney> journeys, List<string> numbers) =>
        FilterByRecords(journeys, db.Referrals.Where(r => r.NhsNumber != null && numbers.Contains(r.NhsNumber)));
}
