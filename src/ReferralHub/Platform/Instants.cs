namespace ReferralHub.Platform;

public static class Instants
{
    /// <summary>UTC now, cut to the millisecond: the precision that every supported database keeps and the log hashes.</summary>
    public static DateTime UtcNow(this TimeProvider time)
    {
        var now = time.GetUtcNow().UtcDateTime;
        return new DateTime(now.Ticks - (now.Ticks % TimeSpan.TicksPerMillisecond), DateTimeKind.Utc);
    }
}
