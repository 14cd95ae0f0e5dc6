using Microsoft.EntityFrameworkCore;
using ReferralHub.Platform.Data;

namespace ReferralHub.Budgets.Books.Tables;

static class BookTables
{
    /// <summary>Characters of a plan line's id: those of its set and of its holder with a stroke between.</summary>
    public const int LineCharactersMax = 124;
    public const int HolderCharactersMax = 60;

    extension(HubDbContext db)
    {
        public DbSet<PostingRow> Postings => db.Set<PostingRow>();

        public DbSet<ComponentRow> LedgerComponents => db.Set<ComponentRow>();

        public DbSet<LedgerRow> LedgerRows => db.Set<LedgerRow>();

        public DbSet<LedgerPlanYear> LedgerPlanYears => db.Set<LedgerPlanYear>();

        public DbSet<LedgerBook> LedgerBooks => db.Set<LedgerBook>();

        public DbSet<RemarkRow> LedgerRemarks => db.Set<RemarkRow>();

        public DbSet<MonthCloseRow> MonthCloses => db.Set<MonthCloseRow>();

        public DbSet<LineMonth> LineMonths => db.Set<LineMonth>();

        public DbSet<LineCare> LineCares => db.Set<LineCare>();

        public DbSet<LineOpen> LineOpens => db.Set<LineOpen>();

        public DbSet<LineDay> LineDays => db.Set<LineDay>();
    }
}
