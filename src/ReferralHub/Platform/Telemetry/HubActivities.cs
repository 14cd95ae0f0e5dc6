using System.Diagnostics;

namespace ReferralHub.Platform.Telemetry;

/// <summary>
/// What the hub traces of itself. Attributes hold ids, counts and codes: never a person, a text or a path with a token in it.
/// </summary>
public static class HubActivities
{
    public const string SourceName = "ReferralHub";

    public static readonly ActivitySource Source = new(SourceName);
}
