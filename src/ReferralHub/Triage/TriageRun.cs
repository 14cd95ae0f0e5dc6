using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using ReferralHub.Platform.Data;
using ReferralHub.Triage.Language;

namespace ReferralHub.Triage;

/// <summary>The stored trace of one decision of triage; a referral triaged again has one for each time.</summary>
public sealed class TriageRun
{
    public Guid Referral { get; init; }

    /// <summary>Version of the journey that the decision made.</summary>
    public int Version { get; init; }

    public RuleOutcome Outcome { get; init; }

    public DateTime At { get; init; }

    /// <summary>
    /// JSON array of <see cref="RuleTrace"/>: every rule that applied, or of which it could not be told. The other rules of the packs did
    /// not apply.
    /// </summary>
    public required byte[] Fired { get; init; }

    /// <summary>So much of a pack's hash tells it from any other.</summary>
    public const int HashCharacters = 16;

    /// <summary>
    /// Packs in force, as id@version#hash, space-separated. The beginning of the hash finds the pack's text in <c>rule_pack</c>.
    /// </summary>
    public required string Packs { get; init; }

    public int RulesConsidered { get; init; }

    /// <summary>Time the rules took, in microseconds.</summary>
    public int Microseconds { get; init; }

    /// <summary>What was traced. Rows of the first version say only that a rule fired, which is what "met" says now.</summary>
    public IReadOnlyList<RuleTrace> ReadFired() =>
        [
            .. (JsonSerializer.Deserialize(Fired, TriageJson.Default.IReadOnlyListRuleTrace) ?? []).Select(t =>
                t is { Result: RuleResult.NotApplicable, Outcome: not null } ? t with { Result = RuleResult.Met } : t
            ),
        ];

    public static byte[] Write(IReadOnlyList<RuleTrace> fired) =>
        JsonSerializer.SerializeToUtf8Bytes(fired, TriageJson.Default.IReadOnlyListRuleTrace);
}

/// <summary>The text of a pack that decided something, kept for as long as what it decided.</summary>
public sealed class StoredRulePack
{
    /// <summary>SHA-256 of the text, hex.</summary>
    public required string Hash { get; init; }

    public required string PackId { get; init; }

    public required string Version { get; init; }

    public required byte[] Text { get; init; }

    public DateTime FirstUsed { get; init; }
}

/// <summary>
/// What a rule looked at, as one text: so did the first version, which goes on reading while processes are replaced one after the
/// other. It put an equals sign between the two, which expressions have too.
/// </summary>
sealed class ReadValueConverter : JsonConverter<ReadValue>
{
    const char Between = '\u001F';

    public override ReadValue Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var text = reader.GetString()!;
        var at = text.IndexOf(Between, StringComparison.Ordinal) is var found and >= 0
            ? found
            : text.IndexOf('=', StringComparison.Ordinal);
        return at < 0 ? new(text, "") : new(text[..at], text[(at + 1)..]);
    }

    public override void Write(Utf8JsonWriter writer, ReadValue value, JsonSerializerOptions options) =>
        writer.WriteStringValue($"{value.What}{Between}{value.Value}");
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    Converters = [typeof(ReadValueConverter)],
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault
)]
[JsonSerializable(typeof(IReadOnlyList<RuleTrace>))]
sealed partial class TriageJson : JsonSerializerContext;

sealed class TriageRunTable : IEntityTypeConfiguration<TriageRun>
{
    public void Configure(EntityTypeBuilder<TriageRun> builder)
    {
        builder.ToTable("triage_run");
        builder.HasKey(t => new { t.Referral, t.Version });
    }
}

sealed class StoredRulePackTable : IEntityTypeConfiguration<StoredRulePack>
{
    public void Configure(EntityTypeBuilder<StoredRulePack> builder)
    {
        builder.ToTable("rule_pack");
        builder.HasKey(p => p.Hash);
        builder.Property(p => p.Hash).HasMaxLength(64);
        builder.Property(p => p.PackId).HasMaxLength(100);
        builder.Property(p => p.Version).HasMaxLength(40);
    }
}

static class TriageTables
{
    extension(HubDbContext db)
    {
        public DbSet<TriageRun> TriageRuns => db.Set<TriageRun>();

        public DbSet<StoredRulePack> RulePacks => db.Set<StoredRulePack>();

        public DbSet<DeclaredInterest> DeclaredInterests => db.Set<DeclaredInterest>();
    }
}
