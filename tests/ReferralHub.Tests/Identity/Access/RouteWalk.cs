using Microsoft.AspNetCore.Routing;
using ReferralHub.Platform.Access;

namespace ReferralHub.Tests.Identity.Access;

/// <summary>One thing that can be asked about a referral or a practice; the path names it by what is given.</summary>
/// <param name="Route">The route's pattern, for whoever reads a failure.</param>
sealed record Ask(string Route, HttpMethod Method, Func<Owned, string> Path, Func<Owned, byte[]>? Body = null);

/// <summary>All that can be asked of a hub, made from its routes: each that names a referral, a patient or a practice.</summary>
static class RouteWalk
{
    /// <summary>Those about a referral. Organization, HealthcareService and PlanDefinition are registers that all may read.</summary>
    static readonly string[] Types = ["ServiceRequest", "Task", "Patient", "Communication", "GuidanceResponse", "PractitionerRole"];

    /// <summary>Ways to search that name a referral or its patient.</summary>
    static readonly Func<Owned, string>[] Searches =
    [
        o => $"/fhir/ServiceRequest?_id={o.Id}",
        o => $"/fhir/ServiceRequest?identifier={o.Reference}",
        o => $"/fhir/ServiceRequest?identifier={o.Identifier}",
        o => $"/fhir/ServiceRequest?patient={o.NhsNumber}",
        o => $"/fhir/ServiceRequest?_id={o.Id}&_include=ServiceRequest:subject",
        o => $"/fhir/ServiceRequest?_id={o.Id}&_revinclude=Task:focus",
        o => $"/fhir/ServiceRequest?patient={o.NhsNumber}&_total=accurate",
        o => $"/fhir/ServiceRequest?patient={o.NhsNumber}&_summary=count",
        o => $"/fhir/Task?patient={o.NhsNumber}",
        o => $"/fhir/Task?patient={o.NhsNumber}&_include=Task:focus",
        o => $"/fhir/Task?_id={o.Task}",
        o => $"/fhir/Patient?identifier={o.NhsNumber}",
        o => $"/fhir/Patient?_id={o.Patient}",
        o => $"/fhir/Patient?family={o.Word}",
        o => $"/fhir/Patient?family={o.Word}&_revinclude=ServiceRequest:subject",
        o => $"/fhir/Communication?patient={o.NhsNumber}",
        o => $"/fhir/GuidanceResponse?patient={o.NhsNumber}",
    ];

    /// <summary>Every request that names something; routes whose parameters name nothing of anybody's are left out and listed.</summary>
    public static (List<Ask> Asks, List<string> Routes) Make(TestHub hub)
    {
        var asks = new List<Ask>();
        var routes = new List<string>();
        foreach (var endpoint in hub.Get<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>())
        {
            var pattern = "/" + endpoint.RoutePattern.RawText?.Trim('/');
            var methods = endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["GET", "POST"];
            foreach (var method in methods.Where(m => m is "GET" or "POST" or "PUT"))
            {
                routes.Add($"{method} {pattern}");
                foreach (var path in Fill(pattern))
                    asks.Add(new($"{method} {pattern}", new(method), path, method == "GET" ? null : o => Body(pattern, o)));
            }
        }

        asks.AddRange(Searches.Select(s => new Ask("GET /fhir/{type}?", HttpMethod.Get, s)));
        asks.AddRange(
            Searches.Select(s => new Ask("POST /fhir batch", HttpMethod.Post, _ => "/fhir", o => Batch(s(o)["/fhir/".Length..])))
        );
        asks.AddRange(
            Types.Select(type => new Ask("POST /fhir batch", HttpMethod.Post, _ => "/fhir", o => Batch($"{type}/{o.Name(type)}")))
        );
        return (asks, routes);
    }

    /// <summary>The paths of a pattern, with what names a referral put in; none where nothing does.</summary>
    static IEnumerable<Func<Owned, string>> Fill(string pattern)
    {
        if (pattern.Contains("{type}", StringComparison.Ordinal))
            return Types.SelectMany(type =>
                Fill(pattern.Replace("{type}", type, StringComparison.Ordinal))
                    .Select(f => (Func<Owned, string>)(o => f(o).Replace("{id}", o.Name(type), StringComparison.Ordinal)))
            );
        var names = new (string Parameter, Func<Owned, string> Value)[]
        {
            ("{reference}", o => o.Reference),
            ("{ods}", o => o.Practice),
            ("{id:guid}", o => o.Id.ToString()),
            ("{referral:guid}", o => o.Id.ToString()),
            ("{id}", o => pattern.Contains("ServiceRequest", StringComparison.Ordinal) ? o.Id.ToString() : "{id}"),
        };
        if (!names.Any(n => pattern.Contains(n.Parameter, StringComparison.Ordinal)))
            return [];
        return
        [
            o =>
                names
                    .Aggregate(pattern, (path, n) => path.Replace(n.Parameter, n.Value(o), StringComparison.Ordinal))
                    .Replace("{version}", "1", StringComparison.Ordinal)
                    .Replace("{number:int}", "1", StringComparison.Ordinal),
        ];
    }

    static byte[] Body(string pattern, Owned o) =>
        pattern.Contains("$validate", StringComparison.Ordinal) ? "{}"u8.ToArray()
        : pattern.Contains("/fhir/ServiceRequest/", StringComparison.Ordinal)
            ? System.Text.Encoding.UTF8.GetBytes(
                $$"""{"resourceType":"ServiceRequest","id":"{{o.Id}}","status":"revoked","intent":"order"}"""
            )
        : "{}"u8.ToArray();

    static byte[] Batch(string url) =>
        System.Text.Encoding.UTF8.GetBytes(
            """{"resourceType":"Bundle","type":"batch","entry":[{"request":{"method":"GET","url":"ADDRESS"}}]}""".Replace(
                "ADDRESS",
                url,
                StringComparison.Ordinal
            )
        );

    /// <summary>The id of a resource of this type that belongs to the referral.</summary>
    static string Name(this Owned o, string type) =>
        type switch
        {
            "ServiceRequest" => o.Id.ToString(),
            "Task" => o.Task,
            "Patient" => o.Patient,
            _ => o.Id.ToString(),
        };
}
