namespace ReferralHub.Tests;

/// <summary>A clock that stands until a test moves it.</summary>
public sealed class SteppedClock(DateTime now) : TimeProvider
{
    public DateTime Now { get; set; } = now;

    public override DateTimeOffset GetUtcNow() => new(Now, TimeSpan.Zero);
}
