using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using ReferralHub.Budgets.Books.Tables;
using ReferralHub.Budgets.Ledger;

namespace ReferralHub.Budgets.Books;

/// <summary>
/// A hash of the whole book, row for row: SHA-256 over the postings in the order of their numbers, then over the hashes of all other rows
/// in their order, so that it is the same on every database. Sums that have come back to nothing are left out.
/// </summary>
sealed class BookDump : IDisposable
{
    readonly IncrementalHash postings = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    readonly List<byte[]> rows = [];

    /// <summary>How many postings there were.</summary>
    public long Postings { get; private set; }

    public void Add(PostingRow posting)
    {
        Postings++;
        postings.AppendData(JsonSerializer.SerializeToUtf8Bytes(posting));
    }

    public void Add(ComponentRow row) => AddRow(nameof(ComponentRow), row);

    public void Add(LedgerRow row) => AddRow(nameof(LedgerRow), row);

    public void Add(LedgerPlanYear row) => AddRow(nameof(LedgerPlanYear), row);

    public void Add(MonthCloseRow row) => AddRow(nameof(MonthCloseRow), row);

    public void Add(RemarkRow row) => AddRow(nameof(RemarkRow), row);

    public void Add(string line, DateOnly activityMonth, DateOnly postedMonth, AccountBalances balances)
    {
        if (balances != default)
            AddRow(
                "LineMonth",
                new
                {
                    line,
                    activityMonth,
                    postedMonth,
                    sums = Write(balances),
                }
            );
    }

    public void Add(LineMonthKey key, AccountBalances balances)
    {
        if (balances != default)
            AddRow("LineCare", new { care = LineTotals.FindId(key), sums = Write(balances) });
    }

    public void Add(string line, DateOnly month, long openPence, int unpriced)
    {
        if ((openPence, unpriced) != (0, 0))
            AddRow(
                "LineOpen",
                new
                {
                    line,
                    month,
                    openPence,
                    unpriced,
                }
            );
    }

    public void Add(string line, string provider, DateOnly day, DayChange change)
    {
        if (change != default)
            AddRow(
                "LineDay",
                new
                {
                    line,
                    provider,
                    day,
                    change.Referrals,
                    change.Pence,
                    squares = change.Squares.ToString(System.Globalization.CultureInfo.InvariantCulture),
                    change.Dated,
                    change.WaitDays,
                }
            );
    }

    /// <returns>In lower-case hexadecimal.</returns>
    public string Finish(LedgerBook book)
    {
        AddRow(nameof(LedgerBook), book);
        rows.Sort((a, b) => a.AsSpan().SequenceCompareTo(b));
        foreach (var row in rows)
            postings.AppendData(row);
        return Convert.ToHexStringLower(postings.GetHashAndReset());
    }

    public void Dispose() => postings.Dispose();

    /// <param name="kind">A name that stays: those that the compiler gives change with whatever is written elsewhere.</param>
    void AddRow<T>(string kind, T row) => rows.Add(SHA256.HashData(Encoding.UTF8.GetBytes($"{kind} {JsonSerializer.Serialize(row)}")));

    static string Write(AccountBalances balances) =>
        FormattableString.Invariant(
            $"{balances.Plan.Pence} {balances.Free.Pence} {balances.Committed.Pence} {balances.Accrued.Pence} {balances.Disputed.Pence} "
        ) + FormattableString.Invariant($"{balances.Actual.Pence} {balances.Award.Pence} {balances.Estimated.Pence}");
}
