using Microsoft.EntityFrameworkCore;
using ReferralHub.Budgets.Books.Tables;
using ReferralHub.Budgets.Ledger;
using ReferralHub.Budgets.Ledger.Identities;
using ReferralHub.Budgets.Positions;
using ReferralHub.Commissioning.Keeping;
using ReferralHub.Commissioning.Model;
using ReferralHub.Kernel;
using ReferralHub.Platform.Data;
using ReferralHub.Platform.Log;

namespace ReferralHub.Budgets.Books.Verifying;

/// <summary>What a look at the whole book found.</summary>
/// <param name="Position">Up to which place in the log it has been written.</param>
/// <param name="Identities">By name, whether it holds.</param>
/// <param name="Faults">The first of each identity.</param>
/// <param name="Unattributed">Committed and spent for care that no plan covers.</param>
/// <param name="Unpriced">Parts of expected care without a price.</param>
public sealed record BookVerificationResult(
    long Position,
    long Postings,
    int Lines,
    IReadOnlyDictionary<string, bool> Identities,
    IReadOnlyList<IdentityFault> Faults,
    Money Unattributed,
    int Unpriced
)
{
    public bool Holds => Faults.Count == 0;
}

/// <summary>
/// Works out anew, from every posting, what must always hold of the book. Nothing is changed. Postings are read a page at a time and
/// never all at once.
/// </summary>
public static class BookVerification
{
    /// <summary>Faults of one identity that are told; a book that is wrong is wrong in many places.</summary>
    const int FaultsMax = 5;
    const int ReferralsMax = 1_000;

    /// <param name="db">One that stays at one moment while it is read.</param>
    public static async Task<BookVerificationResult> VerifyAsync(HubDbContext db, CancellationToken cancellationToken)
    {
        var book = await db.LedgerBooks.AsNoTracking().FirstOrDefaultAsync(cancellationToken) ?? new LedgerBook();
        var position = await db.FindCursorAsync(LedgerProjection.CursorName, cancellationToken);
        var plans = await PlanFacts.ReadAsync(db, position, cancellationToken);
        var choices = await ChoiceFacts.ReadAsync(db, position, cancellationToken);
        var versions = await PriceVersions.ReadAsync(db, cancellationToken);
        var configuration = await FindConfigurationAsync(db, book.Load, cancellationToken);
        var months = await db.LineMonths.AsNoTracking().ToListAsync(cancellationToken);
        var cares = await db.LineCares.AsNoTracking().ToListAsync(cancellationToken);
        var closes = (await db.MonthCloses.AsNoTracking().ToListAsync(cancellationToken)).ConvertAll(c => c.ToClose());
        var closed = await CloseFacts.CheckAsync(db, closes, position, cancellationToken);
        var pages = new PostingPages(db, cancellationToken);
        var sums = new SumChecks();
        var kept = cares.ConvertAll(c => (c.ToKey(), c.ToBalances()));

        var checks = new (string Name, IEnumerable<IdentityFault> Faults)[]
        {
            (IdentityNames.Lines, CheckLines(pages, plans, months)),
            (IdentityNames.Postings, PostingIdentity.Check(pages.Read())),
            (IdentityNames.Providers, CheckProviders(db, cares)),
            (IdentityNames.Referrals, CheckReferrals(db, pages, choices, sums, versions.IsCareExpected)),
            (IdentityNames.ClosedMonths, closed.Concat(ClosedMonthIdentity.Check(closes, pages.Read()))),
            (IdentityNames.Restatements, closes.SelectMany(c => CheckRestatement(c, pages))),
            (
                IdentityNames.Partitions,
                PartitionIdentity
                    .Check(sums.TakeIn(pages.Read()), kept)
                    .Concat(sums.CheckMonths(months))
                    // After the referrals, which it has taken in.
                    .Concat(sums.CheckOpensAndDays(db))
            ),
            (IdentityNames.RollUp, CheckRollUp(configuration, kept, months)),
            (PlanTotals.Name, PlanTotals.Check(configuration)),
            (
                IdentityNames.Causes,
                CheckLoad(book, plans.Load).Concat(CauseIdentity.Check(new(new EventMonths(db).Find, versions.IsInForce), pages.Read()))
            ),
        };
        var (holds, faults) = (new SortedDictionary<string, bool>(StringComparer.Ordinal), new List<IdentityFault>());
        foreach (var (name, check) in checks)
        {
            var found = check.Take(FaultsMax).ToList();
            holds[name] = found.Count == 0;
            faults.AddRange(found);
        }

        var unattributed = months
            .Where(m => m.Line == BookLines.Unattributed)
            .Aggregate(Money.Zero, (sum, m) => sum + m.ToBalances().Committed + m.ToBalances().Spent);
        var unpriced = await db.LineOpens.SumAsync(o => o.Unpriced, cancellationToken);
        var lines = months.Select(m => m.Line).Distinct(StringComparer.Ordinal).Count();
        return new(position, book.LastPosting, lines, holds, faults, unattributed, unpriced);
    }

    static IEnumerable<IdentityFault> CheckLines(PostingPages pages, PlanFacts plans, List<LineMonth> months)
    {
        var kept = months
            .GroupBy(m => m.Line, StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => g.Aggregate(default(AccountBalances), (sum, m) => sum + m.ToBalances()), StringComparer.Ordinal);
        foreach (var line in kept.Keys.Union(plans.Lines, StringComparer.Ordinal).Order(StringComparer.Ordinal))
        foreach (
            var fault in LineIdentity.Check(
                new(line, plans.FindAuthority(line), Money.Zero, kept.GetValueOrDefault(line)),
                pages.Read(q => q.Where(p => p.Line == line))
            )
        )
            yield return fault;
    }

    static IEnumerable<IdentityFault> CheckLoad(LedgerBook book, Guid? load) =>
        book.Load == load
            ? []
            :
            [
                new(
                    IdentityNames.Causes,
                    "arrangements",
                    $"the book goes by those of {book.Load}, and the last that were loaded are {load}."
                ),
            ];

    static IEnumerable<IdentityFault> CheckProviders(HubDbContext db, List<LineCare> cares)
    {
        var spent = cares.Where(c => c.Provider is not null).Select(c => (c.Provider!, c.ActivityMonth, c.ToBalances().Spent));
        var rows = db
            .LedgerRows.AsNoTracking()
            .ToList()
            .Select(r => r.ToState())
            .Select(r => new RowFacts(r.Row, r.Line, r.Reported.Care.Provider, r.Month)
            {
                Charged = r.IsInForce ? r.Reported.Charged : Money.Zero,
                Accepted = r.Accepted,
                Repriced = r.Repriced,
            });
        var estimates = db
            .LedgerComponents.AsNoTracking()
            .Where(c => c.EstimatedMonth != null)
            .ToList()
            .Select(c => (c.Provider, c.EstimatedMonth!.Value, new Money(c.EstimatedPence)));
        return ProviderMonthIdentity.Check(spent, rows, estimates);
    }

    /// <param name="isCareExpected">Whether every choice is expected to lead to something; then something is kept of each.</param>
    static IEnumerable<IdentityFault> CheckReferrals(
        HubDbContext db,
        PostingPages pages,
        ChoiceFacts choices,
        SumChecks sums,
        bool isCareExpected
    )
    {
        var ids = db.LedgerComponents.Select(c => c.Referral).Distinct().ToList();
        if (isCareExpected)
            foreach (var id in choices.Referrals.Except(ids).Take(FaultsMax))
                yield return new(IdentityNames.Referrals, $"referral {id}", "somebody chose for it, and nothing is kept of it.");
        foreach (var chunk in ids.Chunk(ReferralsMax))
        {
            List<Guid> some = [.. chunk];
            var parts = db.LedgerComponents.AsNoTracking().Where(c => some.Contains(c.Referral)).ToList().ToLookup(c => c.Referral);
            var postings = pages.Read(q => q.Where(p => p.Referral != null && some.Contains(p.Referral.Value))).ToLookup(p => p.Referral);
            foreach (var id in some)
            foreach (
                var fault in ReferralIdentity
                    .Check(id, postings[id], [.. parts[id].Select(p => p.ToState())])
                    .Concat(choices.Check(id, [.. postings[id]], [.. parts[id]]))
                    .Concat(sums.Add([.. parts[id]]))
            )
                yield return fault;
        }

        sums.Complete();
    }

    static IEnumerable<IdentityFault> CheckRestatement(MonthClose close, PostingPages pages) =>
        RestatementIdentity.Check(
            close,
            pages.Read(q => q.Where(p => p.ActivityMonth == close.Month)),
            MonthFigures.Calculate(close.Month, pages.Read(q => q.Where(p => p.ActivityMonth == close.Month)).Select(MonthSum.FromPosting))
        );

    /// <summary>Every line is of one commissioner; by the sums of care and by those of months it has the same.</summary>
    static IEnumerable<IdentityFault> CheckRollUp(
        Configuration configuration,
        List<(LineMonthKey Key, AccountBalances Balances)> kept,
        List<LineMonth> months
    )
    {
        var commissioners = configuration.PlanSets.ToLookup(s => s.Id, s => s.Commissioner, StringComparer.Ordinal);
        var shown = months
            .SelectMany(m => Find(m.Line).Select(body => (body, m.ToBalances())))
            .GroupBy(m => m.body, StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => g.Aggregate(default(AccountBalances), (sum, m) => sum + m.Item2), StringComparer.Ordinal);
        return RollUpIdentity.Check(new("commissioner", (line, _) => Find(line)), kept, shown);

        // A set that is in the files no more still has what was posted to it, under its own name.
        IReadOnlyList<string> Find(string line) =>
            line == BookLines.Unattributed ? [BookLines.Unattributed]
            : commissioners[line[..Math.Max(0, line.IndexOf('/', StringComparison.Ordinal))]].Distinct(StringComparer.Ordinal).ToList()
                is { Count: > 0 } bodies
                ? bodies
            : [line];
    }

    static async Task<Configuration> FindConfigurationAsync(HubDbContext db, Guid? load, CancellationToken cancellationToken) =>
        load is { } id && await db.CommissioningLoads.AsNoTracking().FirstOrDefaultAsync(l => l.Id == id, cancellationToken) is { } found
            ? await KeptLoads.ReadAsync(db, found, cancellationToken)
            : Configuration.Empty;
}
