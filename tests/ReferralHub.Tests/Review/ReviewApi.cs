using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace ReferralHub.Tests.Review;

/// <summary>The review routes as other software calls them; each call gives back the body of the answer.</summary>
public sealed class ReviewApi(TestHub hub)
{
    public static JsonObject Accept(string reviewer) =>
        new()
        {
            ["outcome"] = "Accept",
            ["reviewer"] = reviewer,
            ["reviewerRole"] = "Nurse",
        };

    /// <param name="version">Version that was seen; the present one when null.</param>
    public async Task<string> DecideAsync(Guid id, JsonObject decision, int? version = null)
    {
        var journey = await hub.JourneyAsync(id);
        var body = (JsonObject)decision.DeepClone();
        body["version"] = version ?? journey.Version;
        using var response = await hub.Http.PostAsJsonAsync($"/review/api/{journey.Reference}/decision", body);
        return await response.Content.ReadAsStringAsync();
    }

    public async Task<string> ClaimAsync(string reference, string reviewer)
    {
        using var response = await hub.Http.PostAsJsonAsync($"/review/api/{reference}/claim", new { reviewer });
        return await response.Content.ReadAsStringAsync();
    }
}
