using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using ReferralHub.Fhir;
using ReferralHub.Platform;
using ReferralHub.Platform.Access;

namespace ReferralHub.FhirApi;

/// <summary>
/// Batches, whose entries stand each for itself, and transactions that only read (R4 §3.1.0.11). A transaction that brings a
/// referral is one submission and goes to intake as a whole.
/// </summary>
public sealed class FhirBatch(FhirRest rest, IEnumerable<IFhirWriter> writers)
{
    internal const int EntriesMax = 100;

    /// <summary>Whether this Bundle is answered here.</summary>
    public static bool Takes(FhirDocument document) =>
        document.Root.ResourceType == "Bundle"
        && (document.Root["type"].Is("batch") || (document.Root["type"].Is("transaction") && OnlyReads(document)));

    public async Task<FhirAnswer> AnswerAsync(FhirDocument document, HttpContext http, string baseUrl, CancellationToken cancellationToken)
    {
        var faults = ReferralHub.Fhir.Structure.FhirStructure.Check(document).Select(Problem.From).ToList();
        if (faults.Count > 0)
            return FhirAnswer.FromProblems(faults);
        var entries = new List<FhirNode>();
        foreach (var entry in document.Root.Items("entry"))
            entries.Add(entry);
        if (entries.Count > EntriesMax)
            return FhirAnswer.FromProblems(FhirProblems.BatchTooLarge);
        var isBatch = document.Root["type"].Is("batch");
        var answers = new List<FhirAnswer>();
        var budget = new AnswerBudget();
        foreach (var entry in entries)
        {
            var answer = await EntryAsync(entry, http, baseUrl, budget, cancellationToken);
            // The rest is not asked any more: what it would cost is for nothing.
            if (IsTooLarge(answer, budget))
                return FhirAnswer.FromProblems(FhirProblems.AnswerTooLarge);
            // All or nothing: the first that fails is the answer to the whole.
            if (!isBatch && answer.Status >= 400)
                return answer;
            answers.Add(answer);
        }

        return new(
            200,
            R4Json.Write(
                new R4.Bundle
                {
                    Type = isBatch ? R4.Bundle.BundleType.BatchResponse : R4.Bundle.BundleType.TransactionResponse,
                    Entry = answers.ConvertAll(CreateEntry),
                }
            )
        );
    }

    /// <summary>Searches count their resources before they are written, and everything counts as it is written.</summary>
    static bool IsTooLarge(FhirAnswer answer, AnswerBudget budget) => budget.IsUsedUp || (answer.Status < 300 && !budget.Take(answer));

    async Task<FhirAnswer> EntryAsync(
        FhirNode entry,
        HttpContext http,
        string baseUrl,
        AnswerBudget budget,
        CancellationToken cancellationToken
    )
    {
        var request = entry["request"];
        var (method, url) = (request["method"].Text, request["url"].Text);
        if (method is null || url is null)
            return FhirAnswer.FromProblems(FhirProblems.EntryWithoutRequest.At(entry));
        if (url.StartsWith(baseUrl, StringComparison.OrdinalIgnoreCase))
            url = url[baseUrl.Length..];
        var (path, query) = url.Split('?', 2) is [var left, var right] ? (left, right) : (url, "");
        var steps = path.Trim('/').Split('/');
        var wanted = FindInteraction(method, steps);
        if (http.Caller is { } caller && !caller.MayCall(steps[0], wanted))
            return FhirAnswer.FromProblems(FhirProblems.ScopeTooSmall(SmartScopes.Write(steps[0], wanted)).At(request));
        switch (method, steps)
        {
            case ("GET", ["metadata"]):
                return FhirAnswer.FromProblems(FhirProblems.NoSuchAddress.At(request));
            case ("GET", [var type]):
                return await rest.SearchAsync(
                    type,
                    QueryHelpers.ParseQuery("?" + query),
                    baseUrl,
                    FhirPreferences.FromRequest(http.Request).IsStrict,
                    budget,
                    cancellationToken
                );
            case ("GET", [var type, var id]):
                return await rest.ReadAsync(
                    type,
                    id,
                    new HeaderDictionary { ["If-None-Match"] = request["ifNoneMatch"].Text },
                    cancellationToken
                );
            case ("GET", [var type, var id, "_history"]):
                return await rest.ReadHistoryAsync(type, id, baseUrl, cancellationToken);
            case ("GET", [var type, var id, "_history", var version]):
                return await rest.ReadVersionAsync(type, id, version, cancellationToken);
            case ("POST", [var type]) when writers.FirstOrDefault(w => w.Type == type) is { } writer:
                return await writer.WriteAsync(
                    new(Body(entry), null, request["ifNoneExist"].Text, null, null, null, http.Caller),
                    cancellationToken
                );
            case ("PUT", [var type, var id]) when writers.FirstOrDefault(w => w.Type == type) is { } writer:
                return await writer.WriteAsync(
                    new(Body(entry), id, null, request["ifMatch"].Text, null, null, http.Caller),
                    cancellationToken
                );
            default:
                return FhirAnswer.FromProblems(FhirProblems.EntryNotSupported.At(request));
        }
    }

    static Interactions FindInteraction(string method, string[] steps) =>
        (method, steps.Length) switch
        {
            ("GET", 1) => Interactions.Search,
            ("GET", _) => Interactions.Read,
            ("POST", _) => Interactions.Create,
            ("PUT", _) => Interactions.Update,
            ("DELETE", _) => Interactions.Delete,
            _ => Interactions.None,
        };

    static byte[] Body(FhirNode entry) => entry["resource"].Exists ? Encoding.UTF8.GetBytes(entry["resource"].Json.GetRawText()) : [];

    static bool OnlyReads(FhirDocument document)
    {
        var any = false;
        foreach (var entry in document.Root.Items("entry"))
        {
            if (!entry["request"]["method"].Is("GET"))
                return false;
            any = true;
        }

        return any;
    }

    static R4.Bundle.EntryComponent CreateEntry(FhirAnswer answer)
    {
        var entry = new R4.Bundle.EntryComponent
        {
            Response = new()
            {
                Status = $"{answer.Status} {ReasonPhrases.GetReasonPhrase(answer.Status)}".TrimEnd(),
                Location = answer.Location,
                Etag = answer.ETag,
            },
        };
        if (answer.LastModified is { } changed)
            entry.Response.LastModifiedElement = R4Values.Instant(changed);
        if (answer.Status < 300 && answer.Body.Length > 0)
            entry.Copy("resource", new(answer.Body));
        if (answer.Status < 300 && answer.Remarks.Count > 0)
            entry.Response.Outcome = Web.Problems.OperationOutcomes.Create(answer.Remarks);
        if (answer.Status >= 400)
            entry.Response.Copy("outcome", new(answer.Body));
        return entry;
    }
}
