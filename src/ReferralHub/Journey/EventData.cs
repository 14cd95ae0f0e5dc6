using System.Text.Json;
using System.Text.Json.Serialization;

namespace ReferralHub.Journey;

/// <summary>
/// What an event of the log may say, and all it may say: codes, counts and money, no patient data and no free text.
/// Members are only ever added. Absent members are not written.
/// </summary>
public sealed record EventData
{
    public Stage? From { get; init; }

    public Stage? Stage { get; init; }

    public string? Priority { get; init; }

    public string? Specialty { get; init; }

    public string? Practice { get; init; }

    /// <summary>ODS code of the provider.</summary>
    public string? Provider { get; init; }

    /// <summary>Id of the service in the directory.</summary>
    public string? Service { get; init; }

    /// <summary>First attendance at the price list, in pence; absent when no price is agreed for it.</summary>
    public long? Pence { get; init; }

    /// <summary>Which price that is: its list, and from when it counts; absent for one of the directory, which has no versions.</summary>
    public string? PriceVersion { get; init; }

    /// <summary>Days from choice to first appointment, as the option said; absent when the provider does not say.</summary>
    public int? WaitDays { get; init; }

    /// <summary>Reason or outcome code.</summary>
    public string? Reason { get; init; }

    public string? Pack { get; init; }

    /// <summary>Ids of the rules that decided.</summary>
    public IReadOnlyList<string>? Rules { get; init; }

    public string? Flags { get; init; }

    public OwnerKind? Owner { get; init; }

    public DateTime? Due { get; init; }

    /// <summary>Why it is read before all others; absent when it is not.</summary>
    public ReadFirst? First { get; init; }

    public DateTime? Received { get; init; }

    /// <summary>How many options existed, and how many were shown.</summary>
    public int? Available { get; init; }

    public int? Shown { get; init; }

    /// <summary>The earlier journey that a new one follows; of one closed as a duplicate, the one that goes on in its place.</summary>
    public Guid? Follows { get; init; }

    /// <summary>Who is told of a deadline that passed.</summary>
    public EscalationRung? Rung { get; init; }

    public string Write() => JsonSerializer.Serialize(this, EventDataJson.Default.EventData);

    public static EventData Read(string json) => JsonSerializer.Deserialize(json, EventDataJson.Default.EventData) ?? new();
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull
)]
[JsonSerializable(typeof(EventData))]
sealed partial class EventDataJson : JsonSerializerContext;
