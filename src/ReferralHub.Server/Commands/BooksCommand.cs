using System.CommandLine;
using System.Data;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using ReferralHub.Platform.Data;
using ReferralHub.Server.Databases.Sqlite;
using ReferralHub.Server.Hosting;

namespace ReferralHub.Server.Commands;

/// <summary>Looks at the book of commitments and budgets, and closes its months.</summary>
static class BooksCommand
{
    public static Command Create() =>
        new("books", "Looks at the book of budgets and commitments: whether it balances, and what it says. Closes its months.")
        {
            BooksVerifyCommand.Create(),
            BooksRebuildCommand.Create(),
            BooksTrialBalanceCommand.Create(),
            BooksCloseCommand.Create(),
        };

    /// <summary>Reads the book as it is at one moment, also beside a hub that goes on writing.</summary>
    public static async Task<int> ReadAsync(DirectoryInfo? data, Func<HubDbContext, Task<int>> read, CancellationToken token)
    {
        var settings = SettingsReader.Read();
        if (data is not null)
            settings.DataDirectory = data.FullName;
        await using var db = DatabaseOpener.OpenReader(settings);
        if ((await db.Database.GetPendingMigrationsAsync(token)).Any())
            throw new SettingsException(
                $"The database in {settings.DataDirectory} has an older schema; run `referralhub db migrate` first."
            );
        await using var moment = await HoldMomentAsync(db, token);
        return await read(db);
    }

    static async Task<IAsyncDisposable> HoldMomentAsync(HubDbContext db, CancellationToken token) =>
        db.Database.GetDbConnection() is SqliteConnection
            ? await SqliteHubDatabase.HoldReaderMomentAsync(db, token)
            : await db.Database.BeginTransactionAsync(IsolationLevel.RepeatableRead, token);
}
