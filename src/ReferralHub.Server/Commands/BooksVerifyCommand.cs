using System.CommandLine;
using ReferralHub.Budgets.Books.Verifying;

namespace ReferralHub.Server.Commands;

/// <summary>Works out anew what must always hold of the book.</summary>
static class BooksVerifyCommand
{
    public static Command Create()
    {
        var data = CommonOptions.Data("Data folder of the hub (default: the setting DataDirectory)");
        var report = CommonOptions.Report();
        var verify = new Command(
            "verify",
            "Works out from every posting what must always hold, and names what does not, with the line, month or referral. Changes "
                + "nothing; a hub may be running meanwhile. Exit code 2 when something does not hold."
        )
        {
            data,
            report,
        };
        verify.SetAction(
            (parse, token) =>
                BooksCommand.ReadAsync(
                    parse.GetValue(data),
                    async db => Print(await BookVerification.VerifyAsync(db, token), parse.GetValue(report) == "json"),
                    token
                )
        );
        return verify;
    }

    static int Print(BookVerificationResult found, bool asJson)
    {
        if (asJson)
            JsonReport.Print(w =>
            {
                w.WriteBoolean("balanced", found.Holds);
                w.WriteStartObject("identities");
                foreach (var (name, holds) in found.Identities)
                    w.WriteBoolean(name, holds);
                w.WriteEndObject();
                w.WriteNumber("position", found.Position);
                w.WriteNumber("postings", found.Postings);
                w.WriteNumber("lines", found.Lines);
                w.WriteNumber("unattributedPence", found.Unattributed.Pence);
                w.WriteNumber("unpriced", found.Unpriced);
                w.WriteStartArray("faults");
                foreach (var fault in found.Faults)
                    w.WriteStringValue(fault.ToString());
                w.WriteEndArray();
            });
        else
        {
            Console.WriteLine(
                found.Holds
                    ? $"The book balances: {found.Postings:N0} postings of {found.Lines:N0} lines, "
                        + $"{found.Identities.Count} identities hold."
                    : $"The book does not balance: {found.Identities.Count(i => !i.Value)} of {found.Identities.Count} identities fail."
            );
            foreach (var fault in found.Faults)
                Console.WriteLine($"  {fault}");
            Console.WriteLine($"No plan covers care for {found.Unattributed}; {found.Unpriced:N0} parts of expected care have no price.");
        }

        return found.Holds ? ExitCodes.Ok : ExitCodes.Findings;
    }
}
