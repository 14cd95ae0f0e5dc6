using ReferralHub.Identity.People.Sessions;
using ReferralHub.Kernel;
using ReferralHub.Platform;
using ReferralHub.Platform.Data;

namespace ReferralHub.Budgets.Commissioners;

/// <summary>Which practices each commissioning body answers for, kept in memory.</summary>
public sealed class CommissionedPractices(HubDatabase database, TimeProvider time) : ICommissionedPractices
{
    ILookup<string, CommissionedPractice> byBody = Array.Empty<CommissionedPractice>().ToLookup(c => c.Body);

    /// <summary>ODS codes of the practices that the body answers for today.</summary>
    public IReadOnlyList<string> List(string body)
    {
        var today = WorkingDays.LocalDate(time.UtcNow());
        return [.. byBody[body].Where(c => c.IsInForce(today)).Select(c => c.Practice).Distinct()];
    }

    public async Task ReloadAsync(CancellationToken cancellationToken)
    {
        var rows = await ReferenceRows.ReadAllAsync<CommissionedPractice>(database, cancellationToken);
        byBody = rows.ToLookup(c => c.Body, StringComparer.OrdinalIgnoreCase);
    }
}

/// <summary>
/// Loads <c>commissioners.csv</c>: body, name, practice, from, until. A row that is no longer in the file ends the day before it was
/// missed, because who could read which figures at what time must still be answered years later.
/// </summary>
sealed class CommissionerLoader(HubDatabase database, CommissionedPractices register, TimeProvider time) : IReferenceDataLoader
{
    const string File = "commissioners.csv";

    public async Task<int> LoadAsync(string folder, CancellationToken cancellationToken)
    {
        var path = Path.Combine(folder, File);
        var rows = System.IO.File.Exists(path)
            ? CsvFile.Read(
                path,
                ["body", "name", "practice", "from"],
                CommissionedPractice.Read,
                c => $"{c.Practice} commissioned by {c.Body} from {c.From:yyyy-MM-dd}"
            )
            : null;
        if (rows is not null)
            await ReferenceRows.ReplaceAsync(database, await KeepEndedAsync(rows, cancellationToken), cancellationToken);
        await register.ReloadAsync(cancellationToken);
        return rows?.Count ?? 0;
    }

    async Task<List<CommissionedPractice>> KeepEndedAsync(List<CommissionedPractice> rows, CancellationToken cancellationToken)
    {
        var yesterday = WorkingDays.LocalDate(time.UtcNow()).AddDays(-1);
        var there = await ReferenceRows.ReadAllAsync<CommissionedPractice>(database, cancellationToken);
        var named = rows.Select(c => (c.Body, c.Practice, c.From)).ToHashSet();
        var gone = there
            .Where(c => !named.Contains((c.Body, c.Practice, c.From)) && c.From <= yesterday)
            .Select(c => new CommissionedPractice
            {
                Body = c.Body,
                Name = c.Name,
                Practice = c.Practice,
                From = c.From,
                Until = c.Until < yesterday ? c.Until : yesterday,
            });
        return [.. rows, .. gone];
    }
}
