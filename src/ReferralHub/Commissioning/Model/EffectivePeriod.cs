namespace ReferralHub.Commissioning.Model;

/// <summary>The days on which a row is in force, both included; without an end it goes on.</summary>
public readonly record struct EffectivePeriod(DateOnly From, DateOnly? To)
{
    public bool Covers(DateOnly day) => day >= From && (To is null || day <= To);

    public bool Overlaps(EffectivePeriod other) => (To is null || other.From <= To) && (other.To is null || From <= other.To);
}
