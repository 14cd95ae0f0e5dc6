using System.CommandLine;
using Microsoft.EntityFrameworkCore;
using ReferralHub.Platform.Log;
using ReferralHub.Server.Hosting;

namespace ReferralHub.Server.Commands;

static class JourneyCommand
{
    public static Command Create()
    {
        var data = CommonOptions.Data("Data folder of the hub (default: the setting DataDirectory)");
        var report = CommonOptions.Report();
        var verify = new Command(
            "verify",
            "Walks along the whole journey log and names the first event that is missing or was changed. A hub may be running meanwhile."
        )
        {
            data,
            report,
        };
        verify.SetAction((parse, token) => VerifyAsync(parse.GetValue(data), parse.GetValue(report)!, token));
        return new Command("journey", "Looks at the journey log.") { verify };
    }

    static async Task<int> VerifyAsync(DirectoryInfo? data, string report, CancellationToken token)
    {
        var settings = SettingsReader.Read();
        if (data is not null)
            settings.DataDirectory = data.FullName;
        await using var db = DatabaseOpener.OpenReader(settings);
        if ((await db.Database.GetPendingMigrationsAsync(token)).Any())
            throw new SettingsException(
                $"The database in {settings.DataDirectory} has an older schema; run `referralhub db migrate` first."
            );
        var found = await LogVerifier.VerifyAsync(db, token);
        if (report == "json")
            JsonReport.Print(w =>
            {
                w.WriteBoolean("chainVerified", found.Holds);
                w.WriteNumber("events", found.Events);
                w.WriteNumber("unstamped", found.Unstamped);
                w.WriteString("firstFault", found.FirstFault);
            });
        else
            Console.WriteLine(
                found.Holds
                    ? $"The chain holds: {found.Events:N0} events, {found.Unstamped:N0} not yet stamped."
                    : $"The chain is broken. {found.FirstFault}"
            );
        return found.Holds ? ExitCodes.Ok : ExitCodes.Findings;
    }
}
