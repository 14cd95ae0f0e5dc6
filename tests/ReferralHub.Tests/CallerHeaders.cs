using ReferralHub.Identity.Machines;
using ReferralHub.Platform.Access;

namespace ReferralHub.Tests;

/// <summary>The header with which a request comes as somebody, by the hub's own tokens and sessions.</summary>
static class CallerHeaders
{
    public static Task<(string Name, string Value)> GpAsync(TestHub hub, params string[] practices) =>
        SystemAsync(hub, ClientKind.Gp, practices);

    public static Task<(string Name, string Value)> ProviderAsync(TestHub hub, params string[] providers) =>
        SystemAsync(hub, ClientKind.Provider, providers);

    public static Task<(string Name, string Value)> CentreAsync(TestHub hub) => SystemAsync(hub, ClientKind.Centre, ["XRH01"]);

    public static async Task<(string Name, string Value)> PersonAsync(
        TestHub hub,
        string name,
        CallerRole role,
        string organisation = "XRH01"
    ) => ("Cookie", (await hub.SignIn.SessionAsync(name, role, "Test post", organisation)).ToString());

    static async Task<(string Name, string Value)> SystemAsync(TestHub hub, ClientKind kind, string[] organisations) =>
        ("Authorization", $"Bearer {await hub.SignIn.TokenAsync(kind, organisations)}");
}
