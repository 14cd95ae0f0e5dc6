namespace ReferralHub.Fhir;

/// <summary>Bounds on what the reader accepts, so that no message can exhaust the process.</summary>
/// <param name="BytesMax">Largest document, in bytes. Default 8 MiB.</param>
/// <param name="DepthMax">Deepest nesting of objects and arrays. Default 64, the default of System.Text.Json.</param>
/// <param name="BundleEntriesMax">Most entries in a Bundle. Default 1,000.</param>
public sealed record ReadLimits(int BytesMax = 8 * 1024 * 1024, int DepthMax = 64, int BundleEntriesMax = 1_000)
{
    /// <summary>The limits that apply when nothing else is said.</summary>
    public static ReadLimits Default { get; } = new();
}
