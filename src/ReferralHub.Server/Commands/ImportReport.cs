using System.Text.Json;
using ReferralHub.Intake;
using ReferralHub.Journey;
using ReferralHub.Kernel;
using ReferralHub.Platform;
using ReferralHub.Review;

namespace ReferralHub.Server.Commands;

/// <summary>What became of one message.</summary>
/// <param name="Line">Its line of an NDJSON file, from 1; null for a file of one message.</param>
sealed record ImportItem(string File, int? Line, IntakeResult Result)
{
    /// <summary>Where its referral is now.</summary>
    public Stage? Stage { get; set; } = Result.Stage;

    public string Flags { get; set; } = "";

    public string Name => Line is null ? File : $"{File}:{Line}";
}

/// <summary>Prints what became of each message of an import.</summary>
static class ImportReport
{
    public static void PrintText(List<ImportItem> items, bool dryRun)
    {
        foreach (var item in items)
        {
            Console.WriteLine($"{item.Result.Outcome, -10} {item.Name}{DescribePlace(item)}");
            foreach (var problem in item.Result.Problems)
            {
                var where = problem.Expression is null ? "" : $" [{problem.Expression}]";
                Console.WriteLine($"           {problem.Severity}: {problem.Text}{where}");
            }
        }

        var counts = items
            .GroupBy(i => i.Result.Outcome)
            .OrderBy(g => g.Key)
            .Select(g => $"{g.Count()} {g.Key.ToString().ToLowerInvariant()}");
        Console.WriteLine(
            (items.Count == 0 ? "No messages" : string.Join(", ", counts)) + (dryRun ? " (dry run: nothing was stored)" : "")
        );
    }

    static string DescribePlace(ImportItem item) =>
        item.Result.Reference is null
            ? ""
            : $"  {ReferralReference.Display(item.Result.Reference)}{(item.Stage is { } stage ? $"  {stage.ToWords()}" : "")}";

    public static void PrintJson(List<ImportItem> items, bool dryRun) =>
        JsonReport.Print(writer =>
        {
            writer.WriteBoolean("dryRun", dryRun);
            foreach (var outcome in Enum.GetValues<IntakeOutcome>())
                writer.WriteNumber(outcome.ToString().ToLowerInvariant(), items.Count(i => i.Result.Outcome == outcome));
            writer.WriteStartArray("files");
            foreach (var item in items)
            {
                writer.WriteStartObject();
                writer.WriteString("file", item.File);
                if (item.Line is { } line)
                    writer.WriteNumber("line", line);
                writer.WriteString("outcome", item.Result.Outcome.ToString().ToLowerInvariant());
                if (item.Result.Reference is { } reference)
                    writer.WriteString("reference", ReferralReference.Display(reference));
                if (item.Result.Referral is { } id)
                    writer.WriteString("id", id.ToString());
                if (item.Stage is { } stage)
                    writer.WriteString("stage", stage.ToString());
                if (item.Flags.Length > 0)
                    writer.WriteString("flags", item.Flags);
                writer.WriteStartArray("problems");
                foreach (var problem in item.Result.Problems)
                    WriteProblem(writer, problem);
                writer.WriteEndArray();
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        });

    static void WriteProblem(Utf8JsonWriter writer, Problem problem)
    {
        writer.WriteStartObject();
        writer.WriteString("severity", problem.Severity);
        writer.WriteString("code", problem.Code);
        if (problem.IsError)
        {
            writer.WriteString("barsCode", problem.BarsCode);
            writer.WriteNumber("status", problem.Status);
        }

        writer.WriteString("issueType", problem.IssueType);
        writer.WriteString("text", problem.Text);
        if (problem.Expression is not null)
            writer.WriteString("expression", problem.Expression);
        writer.WriteEndObject();
    }
}
