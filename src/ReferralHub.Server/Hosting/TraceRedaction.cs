using System.Diagnostics;
using OpenTelemetry;
using TraceSpan = System.Diagnostics.Activity;

namespace ReferralHub.Server.Hosting;

/// <summary>
/// Keeps people out of traces. A collector is outside the hub's protection, and paths carry patients' links, queries carry NHS
/// numbers, exception texts carry anything. So an attribute stays only when it is on the list of those that cannot; routes are
/// told as templates. A span with an event of an exception is not exported, because events cannot be taken out.
/// </summary>
sealed class TraceRedaction : BaseProcessor<TraceSpan>
{
    static readonly HashSet<string> Kept =
    [
        "http.request.method",
        "http.route",
        "http.response.status_code",
        "url.scheme",
        "server.address",
        "server.port",
        "network.protocol.version",
        "error.type",
        "messaging.system",
        "messaging.operation",
        "messaging.destination.name",
        "messaging.masstransit.destination_address",
        "messaging.masstransit.consumer_type",
        "messaging.message.id",
        "referralhub.commands",
    ];

    public override void OnEnd(TraceSpan data)
    {
        foreach (var tag in data.TagObjects.Where(t => !Kept.Contains(t.Key)).ToList())
            data.SetTag(tag.Key, null);
        // The status keeps its code; its description is an exception's text.
        data.SetStatus(data.Status);
        if (data.Events.Any())
            data.ActivityTraceFlags &= ~ActivityTraceFlags.Recorded;
    }
}
