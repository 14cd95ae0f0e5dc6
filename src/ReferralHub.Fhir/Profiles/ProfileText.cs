using System.Text.Json;

namespace ReferralHub.Fhir.Profiles;

/// <summary>What a profile says, in sentences.</summary>
static class ProfileText
{
    const int ShownMax = 120;

    /// <summary>A value of the profile, which is no secret, on one line.</summary>
    public static string Show(JsonElement value)
    {
        var text = value.ValueKind == JsonValueKind.String ? value.GetString()! : JsonSerializer.Serialize(value);
        return text.Length <= ShownMax ? text : text[..ShownMax] + "…";
    }
}
