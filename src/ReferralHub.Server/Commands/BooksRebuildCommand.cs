using System.CommandLine;
using ReferralHub.Budgets.Books;

namespace ReferralHub.Server.Commands;

/// <summary>Writes the book a second time from the log, to see whether it comes out the same.</summary>
static class BooksRebuildCommand
{
    public static Command Create()
    {
        var data = CommonOptions.Data("Data folder of the hub (default: the setting DataDirectory)");
        var report = CommonOptions.Report();
        var check = new Option<bool>("--check")
        {
            Description = "Writes the book in memory alone and compares it with the one that is kept",
        };
        var rebuild = new Command(
            "rebuild",
            "Writes the book a second time from the log and the kept arrangements, and compares the two row for row by their hashes. "
                + "Changes nothing; a hub may be running meanwhile. Exit code 2 when they differ."
        )
        {
            check,
            data,
            report,
        };
        rebuild.Validators.Add(result =>
        {
            if (!result.GetValue(check))
                result.AddError("--check is missing: nothing but a comparison is done here.");
        });
        rebuild.SetAction(
            (parse, token) =>
                BooksCommand.ReadAsync(
                    parse.GetValue(data),
                    async db => Print(await BookRebuild.CheckAsync(db, token), parse.GetValue(report) == "json"),
                    token
                )
        );
        return rebuild;
    }

    static int Print(BookRebuildResult found, bool asJson)
    {
        if (asJson)
            JsonReport.Print(w =>
            {
                w.WriteBoolean("equal", found.IsEqual);
                w.WriteNumber("position", found.Position);
                w.WriteNumber("events", found.Events);
                w.WriteNumber("postings", found.Postings);
                w.WriteString("kept", found.Kept);
                w.WriteString("rebuilt", found.Rebuilt);
            });
        else
        {
            Console.WriteLine(
                $"{found.Events:N0} events up to place {found.Position:N0} of the log, {found.Postings:N0} postings: "
                    + (found.IsEqual ? "the book is the same." : "the book is another.")
            );
            Console.WriteLine($"  kept    {found.Kept}");
            Console.WriteLine($"  rebuilt {found.Rebuilt}");
        }

        return found.IsEqual ? ExitCodes.Ok : ExitCodes.Findings;
    }
}
