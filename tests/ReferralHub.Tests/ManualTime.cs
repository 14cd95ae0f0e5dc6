namespace ReferralHub.Tests;

/// <summary>A clock that moves when told.</summary>
public sealed class ManualTime(DateTime start) : TimeProvider
{
    DateTime now = start;

    public override DateTimeOffset GetUtcNow() => new(now, TimeSpan.Zero);

    public void Advance(TimeSpan by) => now += by;
}
