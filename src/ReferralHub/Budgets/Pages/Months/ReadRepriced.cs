using Microsoft.EntityFrameworkCore;
using ReferralHub.Budgets.Books;
using ReferralHub.Budgets.Books.Tables;
using ReferralHub.Budgets.Ledger;
using ReferralHub.Budgets.Pages.Lines;
using ReferralHub.Budgets.Positions;
using ReferralHub.Journey;
using ReferralHub.Kernel;
using ReferralHub.Platform;
using ReferralHub.Platform.Access;
using ReferralHub.Platform.Data;

namespace ReferralHub.Budgets.Pages.Months;

/// <summary>
/// Reads what prices that were published for days that had passed have changed. A closed month takes no posting, so the difference is in
/// the figures of a month that was open then; the care may have been chosen long before.
/// </summary>
public sealed class ReadRepriced(HubDatabase database, BookFigures book, TimeProvider time)
{
    /// <param name="months">In whose figures to look, by their first days: few, because their postings are read.</param>
    public async Task<RepricedTogether> ReadAsync(
        IReadOnlyCollection<DateOnly> months,
        FigureReader reader,
        CancellationToken cancellationToken
    )
    {
        var configuration = (await book.FindLinesAsync(cancellationToken)).Configuration;
        var readable = new ReadableLines(configuration, reader.Scope, WorkingDays.LocalDate(time.UtcNow()));
        await using var db = database.OpenRead(AccessScope.System("sums of lines that the reader may see"));
        var postings = await db
            .Postings.Where(p => months.Contains(p.ActivityMonth) && p.Reason == PostingReason.Repriced && p.Referral != null)
            .Join(
                db.LedgerComponents,
                p => new { Referral = p.Referral!.Value, Pod = p.Component! },
                c => new { c.Referral, c.Pod },
                (p, c) =>
                    new
                    {
                        c.Referral,
                        p.Line,
                        p.ActivityMonth,
                        p.Detail,
                        p.From,
                        p.Pence,
                        c.ChosenOn,
                    }
            )
            .LeftJoin(
                db.Journeys,
                p => p.Referral,
                j => j.Id,
                (p, j) =>
                    new RepricedPart(
                        p.Line,
                        p.ActivityMonth,
                        p.ChosenOn,
                        p.Detail,
                        p.From,
                        p.Pence,
                        p.Referral,
                        j == null ? null : j.PatientKey
                    )
            )
            .ToListAsync(cancellationToken);
        return RepricedTogether.Tell([.. postings.Where(p => readable.Includes(BookLines.FindHolder(p.Line)))], reader);
    }
}
