using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using ReferralHub.Journey;
using ReferralHub.Kernel;
using ReferralHub.Platform.Data;
using ReferralHub.Platform.Fhir;

namespace ReferralHub.Intake;

/// <summary>
/// Search over referrals as ServiceRequest or Task: identifier, patient (by NHS number), requester (by ODS code),
/// status, business-status. Pages go by key, so inserts do not move them. Unknown parameters are told, not ignored.
/// </summary>
sealed class ReferralSearch(HubDatabase database)
{
    const int CountDefault = 50;
    const int CountMax = 200;

    static readonly string[] Known = ["identifier", "patient", "patient.identifier", "patient:identifier", "subject", "subject.identifier", "subject:identifier",
        "requester", "requester.identifier", "requester:identifier", "status", "business-status", "_id", "_count", "cursor", "_format"];

    public async Task<FhirAnswer> FindAsync(string resourceType, IQueryCollection query, CancellationToken cancellationToken)
    {
        var problems = query.Keys.Where(k => !Known.Contains(k))
            .Select(k => new Problem(200, "not-supported", "", "parameter-not-supported", $"The search parameter {Shown(k)} is not supported and was not applied.", Severity: "warning")).ToList();
        if (!int.TryParse(query["_count"].FirstOrDefault() ?? CountDefault.ToString(CultureInfo.InvariantCulture), out var count) || count < 0)
            return FhirAnswer.Of(new Problem(400, "value", "REC_BAD_REQUEST", "count", "_count must be a whole number from 0."));
        count = Math.Clamp(count, 1, CountMax);

        await using var db = database.OpenRead();
        var (journeys, refusal) = Filter(db, query);
        if (refusal is not null) return FhirAnswer.Of(refusal);
        if (Guid.TryParse(query["cursor"].FirstOrDefault(), out var after)) journeys = journeys.Where(j => j.Id > after);
        var page = await journeys.OrderBy(j => j.Id).Take(count + 1)
            .Join(db.Referrals, j => j.Id, r => r.Referral, (j, r) => new { Journey = j, r.Facts }).ToListAsync(cancellationToken);

        var more = page.Count > count;
        var shown = page.Take(count).ToList();
        var self = $"/fhir/{resourceType}{Without(query, "cursor")}";
        return new(200, FhirWriting.Write(writer =>
        {
            writer.Resource("Bundle");
            writer.WriteString("type", "searchset");
            writer.WriteStartArray("link");
            Link(writer, "self", self);
            if (more) Link(writer, "next", $"{self}{(self.Contains('?', StringComparison.Ordinal) ? '&' : '?')}cursor={shown[^1].Journey.Id}");
            writer.WriteEndArray();
            writer.WriteStartArray("entry");
            foreach (var found in shown) Entry(writer, resourceType, ReferralRead.ViewOf(found.Journey), ReferralFacts.Read(found.Facts));
            if (problems.Count > 0)
            {
                writer.WriteStartObject();
                writer.WritePropertyName("resource");
                OperationOutcomes.Write(writer, problems);
                SearchMode(writer, "outcome");
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }));
    }

    static (IQueryable<ReferralJourney> Journeys, Problem? Refusal) Filter(HubDbContext db, IQueryCollection query)
    {
        IQueryable<ReferralJourney> journeys = db.Journeys;
        var referrals = db.Referrals;
        foreach (var (name, values) in query)
        {
            var value = values.FirstOrDefault() ?? "";
            var code = value[(value.LastIndexOf('|') + 1)..];
            switch (name)
            {
                case "_id":
                    if (!Guid.TryParse(value, out var id)) return (journeys.Where(j => false), null);
                    journeys = journeys.Where(j => j.Id == id);
                    break;
                case "identifier":
                    if (ReferralReference.TryParse(code, out var reference)) journeys = journeys.Where(j => j.Reference == reference.Value);
                    else
                    {
                        var normal = JourneyMatch.Normal(value.Contains('|', StringComparison.Ordinal) ? value : "|" + value);
                        journeys = journeys.Where(j => referrals.Any(r => r.Referral == j.Id && r.SenderIdentifier == normal));
                    }

                    break;
                case "patient" or "patient.identifier" or "patient:identifier" or "subject" or "subject.identifier" or "subject:identifier":
                    var number = code[(code.LastIndexOf('/') + 1)..].Replace(" ", "", StringComparison.Ordinal);
                    journeys = journeys.Where(j => referrals.Any(r => r.Referral == j.Id && r.NhsNumber == number));
                    break;
                case "requester" or "requester.identifier" or "requester:identifier":
                    var ods = code[(code.LastIndexOf('/') + 1)..].ToUpperInvariant();
                    journeys = journeys.Where(j => j.Practice == ods);
                    break;
                case "status":
                    var wanted = value.Split(',');
                    var stages = Enum.GetValues<Stage>().Where(s => wanted.Contains(s.RequestStatus()) || wanted.Contains(s.TaskStatus())).ToList();
                    if (stages.Count == 0) return (journeys, new(400, "code-invalid", "REC_BAD_REQUEST", "status", "status must be a FHIR request-status or task-status code.", "ServiceRequest.status"));
                    journeys = journeys.Where(j => stages.Contains(j.Stage));
                    break;
                case "business-status":
                    var named = Enum.GetValues<Stage>().Where(s => ReferralResources.Kebab(s) == code).ToList();
                    journeys = journeys.Where(j => named.Contains(j.Stage));
                    break;
            }
        }

        return (journeys, null);
    }

    static void Entry(Utf8JsonWriter writer, string resourceType, ReferralView view, ReferralFacts facts)
    {
        writer.WriteStartObject();
        writer.WriteString("fullUrl", $"{FhirSystems.Own}/fhir/{resourceType}/{view.Id}");
        writer.WritePropertyName("resource");
        if (resourceType == "Task") ReferralResources.Task(writer, view, facts);
        else ReferralResources.ServiceRequest(writer, view, facts);
        SearchMode(writer, "match");
    }

    static void SearchMode(Utf8JsonWriter writer, string mode)
    {
        writer.WriteStartObject("search");
        writer.WriteString("mode", mode);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    static void Link(Utf8JsonWriter writer, string relation, string url)
    {
        writer.WriteStartObject();
        writer.WriteString("relation", relation);
        writer.WriteString("url", url);
        writer.WriteEndObject();
    }

    static string Without(IQueryCollection query, string name) =>
        QueryString.Create(query.Where(p => p.Key != name).SelectMany(p => p.Value.Select(v => KeyValuePair.Create(p.Key, v)))).ToString();

    static string Shown(string name) => new([.. name.Where(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.' or ':').Take(40)]);
}
