using Microsoft.EntityFrameworkCore;
using ReferralHub.Budgets.Books;
using ReferralHub.Budgets.Books.Tables;
using ReferralHub.Budgets.Ledger;
using ReferralHub.Budgets.Pages.Lines;
using ReferralHub.Budgets.Positions;
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
                        p.Line,
                        p.ActivityMonth,
                        p.Detail,
                        p.From,
                        p.Pence,
                        c.ChosenOn,
                    }
            )
            .ToListAsync(cancellationToken);
        var own = postings.Where(p => readable.Includes(BookLines.FindHolder(p.Line))).ToList();
        var all = reader.TellPence(own.Sum(p => Sign(p.From, p.Pence)), own.Count);
        return new(
            [
                .. own.GroupBy(p => (Chosen: p.ChosenOn.FirstOfMonth, p.ActivityMonth, List: p.Detail?.Split('@')[0] ?? ""))
                    .OrderBy(g => g.Key.Chosen)
                    .ThenBy(g => g.Key.List, StringComparer.Ordinal)
                    .Select(g =>
                    {
                        var told = reader.TellPence(g.Sum(p => Sign(p.From, p.Pence)), g.Count());
                        return new RepricedCare(
                            g.Key.Chosen,
                            g.Key.ActivityMonth,
                            g.Key.List,
                            told is { } known ? new Money(known) : null,
                            reader.Tell(g.Count())
                        );
                    }),
            ],
            all is { } sum ? new Money(sum) : null,
            reader.Tell(own.Count)
        );
    }

    /// <summary>A price that rose takes more out of what is free.</summary>
    static long Sign(LedgerAccount from, long pence) => from == LedgerAccount.Free ? pence : -pence;
}
