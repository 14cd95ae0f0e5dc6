using System.Text.Json;
using System.Text.Json.Serialization;

namespace ReferralHub.Commissioning;

/// <summary>
/// What an event of the books may say, and all it may say: codes, counts, money, days and hashes. No person is named: who did it is the
/// event's actor, which does not leave, and <see cref="By"/> is a body. Members are only ever added. Absent members are not written.
/// </summary>
public sealed record BookEventData
{
    /// <summary>Files that were loaded, by name.</summary>
    public IReadOnlyList<BookFile>? Files { get; init; }

    /// <summary>Load of the configuration from which what it says comes.</summary>
    public Guid? Load { get; init; }

    /// <summary>Rows that had been in force and are corrected by it.</summary>
    public int? Corrections { get; init; }

    /// <summary>Id of the price list.</summary>
    public string? List { get; init; }

    /// <summary>SHA-256 of what came in, in lower-case hexadecimal.</summary>
    public string? Hash { get; init; }

    /// <summary>How many rows came in.</summary>
    public int? Rows { get; init; }

    /// <summary>From which day it counts; it may lie before the day of the event.</summary>
    public DateOnly? EffectiveFrom { get; init; }

    /// <summary>The day that the numbers are of.</summary>
    public DateOnly? AsOf { get; init; }

    /// <summary>Id of the plan set.</summary>
    public string? Plan { get; init; }

    /// <summary>Whose line it is: id of a body, or ODS code of a practice. By it a practice is told of its own lines alone.</summary>
    public string? Holder { get; init; }

    /// <summary>Id of the scope of care.</summary>
    public string? Scope { get; init; }

    /// <summary>What it means to hold it, such as indicative.</summary>
    public string? Money { get; init; }

    /// <summary>The sum that it is about.</summary>
    public long? Pence { get; init; }

    /// <summary>Id of the body that proposed, agreed or answered.</summary>
    public string? By { get; init; }

    /// <summary>How far the holder understands it: fully, partly or no.</summary>
    public string? Understood { get; init; }

    /// <summary>First day of the month.</summary>
    public DateOnly? Month { get; init; }

    /// <summary>SHA-256 of all balances, in lower-case hexadecimal.</summary>
    public string? Balances { get; init; }

    /// <summary>Up to which place in the log it counts.</summary>
    public long? Position { get; init; }

    /// <summary>ODS codes of providers whose return was declared missing when a month was closed.</summary>
    public IReadOnlyList<string>? Missing { get; init; }

    /// <summary>Reason code.</summary>
    public string? Reason { get; init; }

    public string Write() => JsonSerializer.Serialize(this, BookEventDataJson.Default.BookEventData);

    public static BookEventData Read(string json) => JsonSerializer.Deserialize(json, BookEventDataJson.Default.BookEventData) ?? new();
}

/// <summary>A file as it was loaded.</summary>
/// <param name="Sha256">In lower-case hexadecimal.</param>
public sealed record BookFile(string Name, string Sha256);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull
)]
[JsonSerializable(typeof(BookEventData))]
sealed partial class BookEventDataJson : JsonSerializerContext;
