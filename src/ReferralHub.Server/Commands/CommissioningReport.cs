using System.Globalization;
using System.Text;
using System.Text.Json;
using ReferralHub.Commissioning.Model;

namespace ReferralHub.Server.Commands;

/// <summary>Says what a check of a folder of arrangements found, for people and as JSON.</summary>
static class CommissioningReport
{
    const int PracticesShown = 5;

    public static string Describe(CommissioningFindings found)
    {
        var text = new StringBuilder();
        if (found.Configuration is { } configuration)
            AddRows(text, found, configuration);
        foreach (var overlap in found.Overlaps)
            AddLine(
                text,
                $"  Overlap: of {overlap.Wins.Id} and {overlap.Yields.Id} the first wins "
                    + $"({overlap.Wins.Place}), for {ListShort(overlap.Practices)}."
            );
        AddFaults(text, "warning", found.Warnings);
        AddFaults(text, "error", found.Errors);
        AddLine(
            text,
            found.Errors.Count > 0
                ? $"{found.Folder}: {Count(found.Errors.Count, "error")}, {Count(found.Warnings.Count, "warning")}; nothing of it "
                    + "would be loaded."
                    + (found.Configuration is null ? " Names and totals are checked once every row can be read." : "")
                : $"{found.Folder}: no errors, {Count(found.Warnings.Count, "warning")}; a hub can load it."
        );
        return text.ToString();
    }

    /// <summary>
    /// <c>folder</c>, <c>on</c>, <c>accepted</c>, <c>counts</c>, <c>planSets</c>, <c>overlaps</c>, <c>errors</c> and <c>warnings</c>;
    /// counts and planSets are empty when not all rows could be read.
    /// </summary>
    public static void WriteMembers(Utf8JsonWriter writer, CommissioningFindings found)
    {
        writer.WriteString("folder", found.Folder);
        writer.WriteString("on", FormatDay(found.On));
        writer.WriteBoolean("accepted", found.Errors.Count == 0);
        writer.WriteStartObject("counts");
        foreach (var (key, _, rows) in found.Counts)
            writer.WriteNumber(key, rows);
        writer.WriteEndObject();
        writer.WriteStartArray("planSets");
        foreach (var set in found.Configuration?.PlanSets ?? [])
            WritePlanSet(writer, set, found.IsRest(set));
        writer.WriteEndArray();
        writer.WriteStartArray("overlaps");
        foreach (var overlap in found.Overlaps)
        {
            writer.WriteStartObject();
            writer.WriteString("wins", overlap.Wins.Id);
            writer.WriteString("yields", overlap.Yields.Id);
            WriteList(writer, "practices", overlap.Practices);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        WriteFaults(writer, "errors", found.Errors);
        WriteFaults(writer, "warnings", found.Warnings);
    }

    static void AddRows(StringBuilder text, CommissioningFindings found, Configuration configuration)
    {
        var rests = configuration.PlanSets.Count(found.IsRest);
        var others = configuration.PlanSets.Count - rests;
        AddLine(text, $"{found.Folder}: {Count(others, "plan set")} and {rests} for the rest");
        foreach (var set in configuration.PlanSets)
            AddLine(
                text,
                $"  {set.Id}: {set.Scope}, {set.Money.ToString().ToLowerInvariant()}, {set.Total} for "
                    + $"{Count(set.Holders.Count, "holder")} from {FormatDay(set.Period.From)} to {FormatDay(set.Period.To)}, "
                    + $"money of {set.Commissioner}"
                    + (
                        set.IsExample ? "; an example, in force nowhere"
                        : found.IsRest(set) ? "; takes the rest"
                        : ""
                    )
            );
        AddLine(
            text,
            $"  Rows: {string.Join(", ", found.Counts.Where(c => c.Rows > 0).Select(c => $"{c.Words} {FormatNumber(c.Rows)}"))}."
        );
    }

    static void AddFaults(StringBuilder text, string kind, IReadOnlyList<ConfigurationFault> faults)
    {
        foreach (var fault in faults)
        {
            var where = string.Join(", ", new[] { fault.Place?.ToString(), fault.Row }.OfType<string>());
            var end = fault.Text.EndsWith('.') || fault.Text.EndsWith('?') ? "" : ".";
            AddLine(text, $"{(where.Length == 0 ? "" : where + ": ")}{kind}: {fault.Text}{end}");
        }
    }

    static void WritePlanSet(Utf8JsonWriter writer, PlanSet set, bool isRest)
    {
        writer.WriteStartObject();
        writer.WriteString("id", set.Id);
        writer.WriteString("commissioner", set.Commissioner);
        writer.WriteString("scope", set.Scope);
        writer.WriteString("money", set.Money.ToString().ToLowerInvariant());
        writer.WriteString("from", FormatDay(set.Period.From));
        writer.WriteString("to", FormatDay(set.Period.To));
        writer.WriteNumber("pence", set.Total.Pence);
        WriteList(writer, "holders", set.Holders);
        writer.WriteBoolean("rest", isRest);
        writer.WriteBoolean("example", set.IsExample);
        writer.WriteEndObject();
    }

    static void WriteFaults(Utf8JsonWriter writer, string name, IReadOnlyList<ConfigurationFault> faults)
    {
        writer.WriteStartArray(name);
        foreach (var fault in faults)
        {
            writer.WriteStartObject();
            if (fault.Place is { } place)
            {
                writer.WriteString("file", place.File);
                writer.WriteNumber("line", place.Line);
            }

            if (fault.Row is { } row)
                writer.WriteString("row", row);
            writer.WriteString("text", fault.Text);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    static void WriteList(Utf8JsonWriter writer, string name, IEnumerable<string> values)
    {
        writer.WriteStartArray(name);
        foreach (var value in values)
            writer.WriteStringValue(value);
        writer.WriteEndArray();
    }

    static string ListShort(IReadOnlyList<string> practices) =>
        string.Join(", ", practices.Take(PracticesShown))
        + (practices.Count > PracticesShown ? $" and {FormatNumber(practices.Count - PracticesShown)} more" : "");

    static string Count(int number, string what) => $"{FormatNumber(number)} {what}{(number == 1 ? "" : "s")}";

    static string FormatNumber(int number) => number.ToString("N0", CultureInfo.InvariantCulture);

    static string FormatDay(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    static void AddLine(StringBuilder text, string line) => text.Append(line).Append('\n');
}
