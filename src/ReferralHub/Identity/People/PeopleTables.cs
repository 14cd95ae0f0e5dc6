using Microsoft.EntityFrameworkCore;
using ReferralHub.Identity.People.Accounts;
using ReferralHub.Identity.People.Sessions;
using ReferralHub.Platform.Access;
using ReferralHub.Platform.Data;

namespace ReferralHub.Identity.People;

static class PeopleTables
{
    extension(HubDbContext db)
    {
        public DbSet<Person> People => db.Set<Person>();

        public DbSet<RoleGrant> RoleGrants => db.Set<RoleGrant>();

        public DbSet<StaffSession> StaffSessions => db.Set<StaffSession>();

        public DbSet<LocalCredential> LocalCredentials => db.Set<LocalCredential>();

        public DbSet<Invitation> Invitations => db.Set<Invitation>();

        public DbSet<SignInTry> SignInTries => db.Set<SignInTry>();
    }

    /// <summary>A context for reading people, of whom no referral speaks.</summary>
    public static HubDbContext OpenPeople(this HubDatabase database) =>
        database.OpenRead(AccessScope.System("who somebody is hangs on no referral"));
}
