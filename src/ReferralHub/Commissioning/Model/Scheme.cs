using ReferralHub.Kernel;

namespace ReferralHub.Commissioning.Model;

/// <summary>What holders may keep of what they save, and for what. Read and checked here; paid when a year is settled.</summary>
public sealed record Scheme(RowPlace Place, string Id, IReadOnlyList<string> Holders, IReadOnlyList<SchemePart> Parts)
{
    /// <summary>Amounts are for so many patients of the list.</summary>
    public long? ScalePerList { get; init; }

    public IReadOnlyList<SchemeMarker> Markers { get; init; } = [];

    /// <summary>sum or largest.</summary>
    public string Combine { get; init; } = "sum";

    /// <summary>none, flag or withhold.</summary>
    public string BeyondChance { get; init; } = "none";
}

/// <summary>A mark of quality that money hangs on.</summary>
public sealed record SchemeMarker(RowPlace Place, string Id, string Words, Money Value)
{
    public string? Measure { get; init; }

    public string? AtLeast { get; init; }

    public string? AtMost { get; init; }

    public string? NotAbove { get; init; }
}

/// <param name="Pay">share, per-patient, markers or flat.</param>
public sealed record SchemePart(RowPlace Place, string Id, string Pay)
{
    /// <summary>What it is a share of, or the markers that it adds up.</summary>
    public IReadOnlyList<string> Parts { get; init; } = [];

    public long? PerMille { get; init; }

    public long? Pence { get; init; }

    public Money? Most { get; init; }

    public bool OnlyIfAnyMarker { get; init; }

    public bool OnlyIfAllMarkers { get; init; }

    public string? Use { get; init; }

    public string? ApprovedBy { get; init; }
}
