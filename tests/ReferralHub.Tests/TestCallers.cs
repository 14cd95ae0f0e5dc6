using System.Text.Json;
using ReferralHub.Platform.Access;

namespace ReferralHub.Tests;

/// <summary>
/// Says in a header of a test's request who is to call. It does not leave the test: <see cref="TestCallerHandler"/> sends a token or a
/// session of theirs instead.
/// </summary>
public static class TestCallers
{
    public const string Header = "X-Test-Caller";

    /// <summary>Value of the header for a request that nobody has signed in for.</summary>
    public const string Nobody = "nobody";

    /// <summary>The header for a caller.</summary>
    public static (string Name, string Value) As(CallerRole role, string name, params string[] organisations) =>
        (Header, Write(new(role, $"id-{name}", name, "Test post", organisations)));

    public static (string Name, string Value) Gp(params string[] practices) => As(CallerRole.GpSystem, "gp-system", practices);

    public static (string Name, string Value) Provider(params string[] providers) =>
        As(CallerRole.ProviderSystem, "provider-system", providers);

    public static (string Name, string Value) Centre(string client = "centre-system") => As(CallerRole.CentreSystem, client, "XRH01");

    /// <summary>Value of the header for a caller.</summary>
    public static string Write(Caller caller) => JsonSerializer.Serialize(caller);

    internal static Caller? Read(string header) => header == Nobody ? null : JsonSerializer.Deserialize<Caller>(header);
}
