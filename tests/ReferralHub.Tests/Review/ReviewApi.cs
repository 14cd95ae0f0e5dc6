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
        return await PostAsync($"/review/api/{journey.Reference}/decision", body["reviewer"]?.GetValue<string>(), body);
    }

    public Task<string> ClaimAsync(string reference, string reviewer) =>
        PostAsync($"/review/api/{reference}/claim", reviewer, new JsonObject { ["reviewer"] = reviewer });

    /// <summary>Posts as the reviewer whom the body names.</summary>
    async Task<string> PostAsync(string path, string? reviewer, JsonObject body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body) };
        if (!string.IsNullOrWhiteSpace(reviewer))
            request.Options.Set(TestCallerHandler.As, reviewer);
        using var response = await hub.Http.SendAsync(request);
        return await response.Content.ReadAsStringAsync();
    }
}
