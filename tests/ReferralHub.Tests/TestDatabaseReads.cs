using ReferralHub.Platform.Access;
using ReferralHub.Platform.Data;

namespace ReferralHub.Tests;

/// <summary>Lets tests look at everything that is stored.</summary>
public static class TestDatabaseReads
{
    public static HubDbContext OpenRead(this HubDatabase database) => database.OpenRead(AccessScope.System("a test looks at all"));
}
