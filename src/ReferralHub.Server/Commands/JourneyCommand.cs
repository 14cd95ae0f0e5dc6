using System.CommandLine;
using Microsoft.EntityFrameworkCore;
using ReferralHub.Identity.Audit;
using ReferralHub.Platform;
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
            "Walks along the whole journey log and the whole audit, and names the first row of each that is missing or was changed. A "
                + "hub may be running meanwhile."
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
        var audit = await AuditVerifier.VerifyAsync(db, ReadHeads(settings), token);
        if (report == "json")
            JsonReport.Print(w =>
            {
                w.WriteBoolean("chainVerified", found.Holds);
                w.WriteNumber("events", found.Events);
                w.WriteNumber("unstamped", found.Unstamped);
                w.WriteString("firstFault", found.FirstFault);
                w.WriteBoolean("auditVerified", audit.Holds);
                w.WriteNumber("auditEvents", audit.Events);
                w.WriteNumber("auditUnstamped", audit.Unstamped);
                w.WriteString("auditFirstFault", audit.FirstFault);
            });
        else
        {
            Console.WriteLine(
                found.Holds
                    ? $"The chain holds: {found.Events:N0} events, {found.Unstamped:N0} not yet stamped."
                    : $"The chain is broken. {found.FirstFault}"
            );
            Console.WriteLine(
                audit.Holds
                    ? $"The audit holds: {audit.Events:N0} calls, {audit.Unstamped:N0} not yet stamped."
                    : $"The audit is broken. {audit.FirstFault}"
            );
        }

        return found.Holds && audit.Holds ? ExitCodes.Ok : ExitCodes.Findings;
    }

    static IReadOnlyList<AuditHead> ReadHeads(HubSettings settings)
    {
        try
        {
            return AuditHeads.Read(settings.Audit.HeadsFile);
        }
        catch (FormatException e)
        {
            throw new SettingsException($"Audit:HeadsFile {settings.Audit.HeadsFile} cannot be used: {e.Message}");
        }
    }
}
