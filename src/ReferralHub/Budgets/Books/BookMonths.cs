using Microsoft.EntityFrameworkCore;
using ReferralHub.Budgets.Books.Tables;
using ReferralHub.Platform.Data;

namespace ReferralHub.Budgets.Books;

/// <summary>Months of the book.</summary>
static class BookMonths
{
    /// <summary>
    /// The first month that has care in it, from which months are closed in their order; null where none has. A budget alone begins none:
    /// arrangements of years before the centre opened are written down as well, and nobody closes those years here.
    /// </summary>
    public static Task<DateOnly?> FindFirstAsync(HubDbContext db, CancellationToken cancellationToken) =>
        db
            .LineMonths.Where(m => m.Committed != 0 || m.Accrued != 0 || m.Disputed != 0 || m.Actual != 0)
            .MinAsync(m => (DateOnly?)m.ActivityMonth, cancellationToken);
}
