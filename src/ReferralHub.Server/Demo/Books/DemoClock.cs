namespace ReferralHub.Server.Demo.Books;

/// <summary>A clock that stands at the instant at which something of the history was done.</summary>
sealed class DemoClock(DateTime utc) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => new(utc, TimeSpan.Zero);
}
