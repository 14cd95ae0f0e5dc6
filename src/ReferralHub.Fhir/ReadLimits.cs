namespace ReferralHub.Fhir;

/// <summary>Bounds on what the reader accepts, so that no message can exhaust the process.</summary>
/// <param name="BytesMax">Largest document, in bytes. Default 8 MiB.</param>
/// <param name="DepthMax">Deepest nesting of objects and arrays. Default 64, the default of System.Text.Json.</param>
/// <param name="BundleEntriesMax">Most entries in a Bundle. Default 1,000.</param>
/// <param name="ListItemsMax">Most items in one list other than the entries of a Bundle. Default 5,000.</param>
/// <param name="ValuesMax">Most values in a document: texts, numbers, objects and lists. Default 250,000.</param>
public sealed record ReadLimits(
    int BytesMax = 8 * 1024 * 1024,
    int DepthMax = 64,
    int BundleEntriesMax = 1_000,
    int ListItemsMax = 5_000,
    int ValuesMax = 250_000
)
{
    /// <summary>The limits that apply when nothing else is said.</summary>
    public static ReadLimits Default { get; } = new();

    /// <summary>For files that whoever runs the hub has put there: definitions, directories.</summary>
    public static ReadLimits OfOwnFiles { get; } =
        new(BytesMax: 256 * 1024 * 1024, BundleEntriesMax: 500_000, ListItemsMax: 1_000_000, ValuesMax: 100_000_000);
}
