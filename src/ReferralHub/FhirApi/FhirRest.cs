using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using ReferralHub.Fhir.Schema;
using ReferralHub.FhirApi.Search;
using ReferralHub.Platform;
using ReferralHub.Platform.Access;
using ReferralHub.Platform.Data;

namespace ReferralHub.FhirApi;

/// <summary>Reading and searching, the same for every resource type of the hub.</summary>
public sealed class FhirRest(HubDatabase database, CurrentScope callerScope, IEnumerable<IFhirResourceType> registered)
{
    const int IncludedMax = 1_000;
    readonly Dictionary<string, IFhirResourceType> types = registered.ToDictionary(t => t.Type, StringComparer.Ordinal);

    /// <summary>Those that everybody is offered.</summary>
    public IReadOnlyCollection<IFhirResourceType> Types => [.. types.Values.Where(t => !t.IsRestricted)];

    public async Task<FhirAnswer> ReadAsync(string type, string id, IHeaderDictionary headers, CancellationToken cancellationToken)
    {
        if (Find(type) is not { } known)
            return FhirAnswer.FromProblems(Missing(type));
        await using var db = database.OpenRead(callerScope.Read());
        if (await known.ReadAsync(db, id, cancellationToken) is not { } found)
            return FhirAnswer.FromProblems(FhirProblems.NotFound);
        Touch(found);
        return IsUnchanged(found, headers)
            ? new(304, []) { ETag = found.ETag, LastModified = found.LastUpdated }
            : FhirAnswer.FromResource(found);
    }

    public async Task<FhirAnswer> ReadVersionAsync(string type, string id, string version, CancellationToken cancellationToken)
    {
        if (Find(type) is not { } known)
            return FhirAnswer.FromProblems(Missing(type));
        await using var db = database.OpenRead(callerScope.Read());
        if (!known.HasHistory)
            return await known.ReadAsync(db, id, cancellationToken) is not { } only ? FhirAnswer.FromProblems(FhirProblems.NotFound)
                : only.VersionId == version ? FromTouched(only)
                : FhirAnswer.FromProblems(FhirProblems.NoSuchVersion);
        var versions = await known.ReadHistoryAsync(db, id, cancellationToken);
        return versions.Count == 0 ? FhirAnswer.FromProblems(FhirProblems.NotFound)
            : versions.FirstOrDefault(v => v.VersionId == version) is { } found ? FromTouched(found)
            : FhirAnswer.FromProblems(FhirProblems.NoSuchVersion);
    }

    public async Task<FhirAnswer> ReadHistoryAsync(string type, string id, string baseUrl, CancellationToken cancellationToken)
    {
        if (Find(type) is not { } known)
            return FhirAnswer.FromProblems(Missing(type));
        await using var db = database.OpenRead(callerScope.Read());
        var versions =
            known.HasHistory ? await known.ReadHistoryAsync(db, id, cancellationToken)
            : await known.ReadAsync(db, id, cancellationToken) is { } only ? [only]
            : [];
        Touch(versions);
        return versions.Count == 0 ? FhirAnswer.FromProblems(FhirProblems.NotFound) : new(200, SearchBundle.History(versions, baseUrl));
    }

    /// <summary>A search, as a Bundle of type searchset.</summary>
    /// <param name="baseUrl">E.g. <c>http://127.0.0.1:5080/fhir</c>; links and fullUrls begin with it.</param>
    public Task<FhirAnswer> SearchAsync(
        string type,
        IEnumerable<KeyValuePair<string, StringValues>> parameters,
        string baseUrl,
        bool isStrict,
        CancellationToken cancellationToken
    ) => SearchAsync(type, parameters, baseUrl, isStrict, new(), cancellationToken);

    /// <summary>A search that shares what an answer may hold with others.</summary>
    internal async Task<FhirAnswer> SearchAsync(
        string type,
        IEnumerable<KeyValuePair<string, StringValues>> parameters,
        string baseUrl,
        bool isStrict,
        AnswerBudget budget,
        CancellationToken cancellationToken
    )
    {
        if (Find(type) is not { } known)
            return FhirAnswer.FromProblems(Missing(type));
        var (request, problems) = new SearchReader(known, types).Read(parameters);
        if (isStrict)
            problems = [.. problems.Select(p => p.IsError ? p : p with { Status = 400, BarsCode = "REC_BAD_REQUEST", Severity = "error" })];
        if (problems.Any(p => p.IsError))
            return FhirAnswer.FromProblems([.. problems.Where(p => p.IsError)]);
        await using var db = database.OpenRead(callerScope.Read());
        try
        {
            if (request.Summary == SummaryMode.Count || request.Count == 0)
                request = request with { Count = 0, WantsTotal = true };
            var page = await known.FindAsync(db, request, cancellationToken);
            if (!budget.Take(page.Items))
                return FhirAnswer.FromProblems(FhirProblems.AnswerTooLarge);
            var included = await IncludedAsync(db, known, request, page, cancellationToken);
            if (!budget.Take(included))
                return FhirAnswer.FromProblems(FhirProblems.AnswerTooLarge);
            AuditEntry.Current?.Act ??= AuditActs.Search;
            Touch(page.Items);
            Touch(included);
            return new(200, SearchBundle.Write(type, request, page, included, problems, baseUrl));
        }
        catch (SearchRefusedException e)
        {
            return FhirAnswer.FromProblems(e.Problem);
        }
    }

    /// <summary>Ids of at most two that fit, for a conditional create.</summary>
    public async Task<(IReadOnlyList<FhirResource> Found, FhirAnswer? Refusal)> MatchAsync(
        string type,
        string query,
        CancellationToken cancellationToken
    )
    {
        var known = types[type];
        var parameters = Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(query.StartsWith('?') ? query : "?" + query);
        var (request, problems) = new SearchReader(known, types).Read(parameters);
        // A condition that is not understood must not be passed over: it would let a second one be made.
        if (problems.Count > 0)
            return (
                [],
                FhirAnswer.FromProblems([
                    .. problems.Select(p => p with { Status = 400, BarsCode = "REC_BAD_REQUEST", Severity = "error" }),
                ])
            );
        if (request.Terms.Count == 0)
            return ([], FhirAnswer.FromProblems(FhirProblems.ConditionWithoutParameter));
        await using var db = database.OpenRead(callerScope.Read());
        try
        {
            return ((await known.FindAsync(db, request with { Count = 2 }, cancellationToken)).Items, null);
        }
        catch (SearchRefusedException e)
        {
            return ([], FhirAnswer.FromProblems(e.Problem));
        }
    }

    /// <summary>What <c>_include</c> and <c>_revinclude</c> add to a page, each once.</summary>
    async Task<IReadOnlyList<FhirResource>> IncludedAsync(
        HubDbContext db,
        IFhirResourceType type,
        SearchRequest request,
        SearchPage page,
        CancellationToken cancellationToken
    )
    {
        var included = new Dictionary<(string, string), FhirResource>();
        var matched = page.Items.Select(i => (i.Type, i.Id)).ToHashSet();
        foreach (var include in request.Includes.Distinct())
        {
            var element = type.SearchParameters.First(p => p.Name == include.Parameter).Element!;
            var wanted = page
                .Items.SelectMany(i => References(i, element))
                .Distinct()
                .Where(r => (include.Target is null || include.Target == r.Type) && !included.ContainsKey(r) && !matched.Contains(r))
                .Take(IncludedMax)
                .GroupBy(r => r.Type, r => r.Id);
            foreach (var ids in wanted)
                if (types.TryGetValue(ids.Key, out var target))
                    foreach (var found in await target.ReadManyAsync(db, [.. ids], cancellationToken))
                        included.TryAdd((found.Type, found.Id), found);
        }

        foreach (var include in request.RevIncludes.Distinct())
        {
            if (page.Items.Count == 0)
                break;
            var source = types[include.Type];
            var parameter = source.SearchParameters.First(p => p.Name == include.Parameter);
            var term = new SearchTerm(parameter, null, null, [.. page.Items.Select(i => $"{i.Type}/{i.Id}")]);
            foreach (var found in (await source.FindAsync(db, new() { Terms = [term], Count = IncludedMax }, cancellationToken)).Items)
                if (!matched.Contains((found.Type, found.Id)))
                    included.TryAdd((found.Type, found.Id), found);
        }

        // What the search itself found the caller may read; what hangs on it may be of a type that their scopes leave out.
        return [.. included.Values.Where(r => callerScope.MayRead(r.Type))];
    }

    static List<(string Type, string Id)> References(FhirResource resource, string element)
    {
        using var document = JsonDocument.Parse(resource.Json);
        var found = new List<(string, string)>();
        if (!document.RootElement.TryGetProperty(element, out var value))
            return found;
        foreach (var reference in value.ValueKind == JsonValueKind.Array ? value.EnumerateArray().ToArray() : [value])
        {
            if (reference.TryGetProperty("reference", out var text) && text.GetString()!.Split('/') is [var type, var id])
                found.Add((type, id));
        }

        return found;
    }

    /// <summary>Tells the audit whom an answer is about.</summary>
    internal static void Touch(params IReadOnlyList<FhirResource> shown)
    {
        if (AuditEntry.Current is not { } entry)
            return;
        foreach (var resource in shown)
            if (resource.About is var (referral, patientKey))
                entry.Touch(referral, patientKey);
    }

    static FhirAnswer FromTouched(FhirResource resource)
    {
        Touch(resource);
        return FhirAnswer.FromResource(resource);
    }

    static bool IsUnchanged(FhirResource resource, IHeaderDictionary headers)
    {
        var none = headers.IfNoneMatch.ToString();
        if (none.Length > 0)
            return none.Split(',', StringSplitOptions.TrimEntries).Any(t => t == "*" || ETagValue(t) == resource.VersionId);
        return DateTimeOffset.TryParse(
                headers.IfModifiedSince.ToString(),
                System.Globalization.CultureInfo.InvariantCulture,
                System.Globalization.DateTimeStyles.None,
                out var since
            )
            && resource.LastUpdated < since.UtcDateTime.AddSeconds(1);
    }

    /// <summary>The version in <c>W/"3"</c>, <c>"3"</c> or <c>3</c>.</summary>
    public static string ETagValue(string tag) => (tag.StartsWith("W/", StringComparison.Ordinal) ? tag[2..] : tag).Trim('"');

    /// <summary>Null for a type that is not here, or not for whoever asks.</summary>
    IFhirResourceType? Find(string type) => types.TryGetValue(type, out var known) && known.IsOffered ? known : null;

    static Problem Missing(string type) =>
        R4Schema.R4.Find(type) is { Kind: SchemaKind.Resource } ? FhirProblems.NoSuchType : FhirProblems.NoSuchAddress;
}
