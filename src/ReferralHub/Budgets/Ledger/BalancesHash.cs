using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using ReferralHub.Kernel;

namespace ReferralHub.Budgets.Ledger;

/// <summary>
/// A fingerprint of a month as it was closed: SHA-256 over one line of text for each plan line, month of activity and account that is not
/// empty, in the order of their names. What was posted into later months is not in it, so nothing that happens later changes it.
/// </summary>
public static class BalancesHash
{
    /// <param name="closed">First day of the month.</param>
    /// <param name="months">The book's sums, or those of them that were posted by then; in any order and however finely divided.</param>
    /// <returns>In lower-case hexadecimal.</returns>
    public static string Calculate(DateOnly closed, IEnumerable<(LineMonthKey Key, AccountBalances Balances)> months)
    {
        var sums = new SortedDictionary<(string Line, DateOnly Month), AccountBalances>(
            Comparer<(string Line, DateOnly Month)>.Create(
                (a, b) => string.CompareOrdinal(a.Line, b.Line) is var byLine and not 0 ? byLine : a.Month.CompareTo(b.Month)
            )
        );
        foreach (var (key, balances) in months)
            if (key.PostedMonth <= closed)
                sums[(key.Line, key.ActivityMonth)] = sums.GetValueOrDefault((key.Line, key.ActivityMonth)) + balances;
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var ((line, month), balances) in sums)
        foreach (var account in LedgerAccounts.All)
            if (balances[account] != Money.Zero)
                hash.AppendData(
                    Encoding.UTF8.GetBytes(
                        string.Create(CultureInfo.InvariantCulture, $"{line}|{month:yyyy-MM}|{account}|{balances[account].Pence}\n")
                    )
                );
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}

/// <summary>A month that was closed.</summary>
/// <param name="Month">Its first day.</param>
/// <param name="Position">Of the close in the log.</param>
/// <param name="LastPosting">Number of the last posting before it.</param>
/// <param name="Hash">See <see cref="BalancesHash"/>.</param>
public sealed record MonthClose(DateOnly Month, long Position, long LastPosting, string Hash);
