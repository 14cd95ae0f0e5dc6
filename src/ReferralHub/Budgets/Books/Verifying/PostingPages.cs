using Microsoft.EntityFrameworkCore;
using ReferralHub.Budgets.Books.Tables;
using ReferralHub.Budgets.Ledger;
using ReferralHub.Platform.Data;

namespace ReferralHub.Budgets.Books.Verifying;

/// <summary>
/// Postings in the order of their numbers, a page at a time: between two pages the connection is free for whatever else is asked.
/// </summary>
sealed class PostingPages(HubDbContext db, CancellationToken cancellationToken)
{
    const int PageMax = 5_000;

    /// <param name="narrow">Which postings; all where null.</param>
    public IEnumerable<Posting> Read(Func<IQueryable<PostingRow>, IQueryable<PostingRow>>? narrow = null)
    {
        var last = 0L;
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var after = last;
            IQueryable<PostingRow> rows = db.Postings.AsNoTracking();
            var page = (narrow?.Invoke(rows) ?? rows).Where(p => p.Number > after).OrderBy(p => p.Number).Take(PageMax).ToList();
            foreach (var row in page)
                yield return row.ToPosting();
            if (page.Count < PageMax)
                yield break;
            last = page[^1].Number;
        }
    }
}
