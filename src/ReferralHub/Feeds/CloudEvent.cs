using System.Globalization;
using System.Text.Json;
using ReferralHub.Fhir;
using ReferralHub.Journey;
using ReferralHub.Platform.Log;

namespace ReferralHub.Feeds;

/// <summary>An event of the log as CloudEvents 1.0 (JSON format), the same on every way out. Names no person and no patient.</summary>
static class CloudEvent
{
    /// <summary>Types of the books have their own prefix, so that whoever asked for referrals is sent none of them.</summary>
    public static string FormatType(LogEvent e) => e.IsAboutReferral ? $"referralhub.referral.{e.Type}.v1" : $"referralhub.{e.Type}.v1";

    /// <param name="members">Members of the data that are told; null for all.</param>
    public static void Write(Utf8JsonWriter writer, LogEvent e, string organisation, IReadOnlySet<string>? members = null)
    {
        writer.WriteStartObject();
        writer.WriteString("specversion", "1.0");
        writer.WriteString("id", e.Id.ToString());
        writer.WriteString("source", $"urn:referralhub:{organisation}");
        writer.WriteString("type", FormatType(e));
        writer.WriteString("subject", e.Referral.ToString());
        writer.WriteString("time", FhirDateTime.Instant(e.At));
        writer.WriteString("datacontenttype", "application/json");
        writer.WriteString("sequence", e.Position!.Value.ToString(CultureInfo.InvariantCulture));
        writer.WriteString("hash", e.Hash);
        writer.WriteString("actorkind", Actor.ReadKind(e.Actor));
        writer.WriteNumber(e.IsAboutReferral ? "journeyversion" : "subjectversion", e.Version);
        writer.WritePropertyName("data");
        if (members is null)
            writer.WriteRawValue(e.Data, skipInputValidation: true);
        else
            WriteMembers(writer, e.Data, members);
        writer.WriteEndObject();
    }

    static void WriteMembers(Utf8JsonWriter writer, string data, IReadOnlySet<string> members)
    {
        using var document = JsonDocument.Parse(data);
        writer.WriteStartObject();
        foreach (var member in document.RootElement.EnumerateObject().Where(m => members.Contains(m.Name)))
            member.WriteTo(writer);
        writer.WriteEndObject();
    }
}
