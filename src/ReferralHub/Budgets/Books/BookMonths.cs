using Microsoft.EntityFrameworkCore;
using ReferralHub.Budgets.Books.Tables;
using ReferralHub.Kernel;
using ReferralHub.Platform.Data;

namespace ReferralHub.Budgets.Books;

/// <summary>Months of the book.</summary>
static class BookMonths
{
    /// <summary>Years that a book may be about; days beyond them cannot be counted with.</summary>
    const int YearMin = 2000;
    const int YearMax = 2999;

    /// <summary>Reads a month such as 2026-05, as its first day.</summary>
    public static bool TryRead(string? text, out DateOnly month) =>
        CalendarDates.TryReadMonth(text, out month) && month.Year is >= YearMin and <= YearMax;

    /// <summary>
    /// The first month that has care in it, from which months are closed in their order; null where none has. A budget alone begins none:
    /// arrangements of years before the centre opened are written down as well, and nobody closes those years here.
    /// </summary>
    public static Task<DateOnly?> FindFirstAsync(HubDbContext db, CancellationToken cancellationToken) =>
        db
            .LineMonths.Where(m => m.Committed != 0 || m.Accrued != 0 || m.Disputed != 0 || m.Actual != 0)
            .MinAsync(m => (DateOnly?)m.ActivityMonth, cancellationToken);
}
