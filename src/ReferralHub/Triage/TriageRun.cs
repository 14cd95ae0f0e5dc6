using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using ReferralHub.Platform.Data;

namespace ReferralHub.Triage;

/// <summary>The stored trace of one decision of triage; a referral triaged again has one for each time.</summary>
public sealed class TriageRun
{
    public Guid Referral { get; init; }

    /// <summary>Version of the journey that the decision made.</summary>
    public int Version { get; init; }

    public RuleOutcome Outcome { get; init; }

    public DateTime At { get; init; }

    /// <summary>JSON array of <see cref="RuleTrace"/>: the rules that fired, in full.</summary>
    public required byte[] Fired { get; init; }

    /// <summary>Packs and versions in force, and how many rules were looked at.</summary>
    public required string Packs { get; init; }

    public int RulesConsidered { get; init; }

    public IReadOnlyList<RuleTrace> ReadFired() => JsonSerializer.Deserialize(Fired, TriageJson.Default.IReadOnlyListRuleTrace) ?? [];

    public static byte[] Write(IReadOnlyList<RuleTrace> fired) => JsonSerializer.SerializeToUtf8Bytes(fired, TriageJson.Default.IReadOnlyListRuleTrace);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true)]
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

static class TriageTables
{
    extension(HubDbContext db)
    {
        public DbSet<TriageRun> TriageRuns => db.Set<TriageRun>();
    }
}
