using System.Globalization;
using System.Text;
using System.Text.Json;
using CsvHelper;
using ReferralHub.Budgets;
using ReferralHub.Kernel;

namespace ReferralHub.Feeds;

/// <summary>
/// What waits in a practice for a decision or a choice, as JSON beside its months and as a table of its own: in that of the months it would
/// be added up with them.
/// </summary>
static class WaitingTable
{
    public const string Name = "waiting";

    static readonly string[] Columns = ["practice", "on", "referrals", "meanPence", "pence", "inForecast"];

    /// <summary>One row, or the columns alone when nothing waits.</summary>
    public static byte[] WriteCsv(string practice, DateOnly on, ToldWaiting? waiting)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        using (var csv = CsvWriter.Create(text, null, true))
        {
            csv.WriteRecord(Columns);
            if (waiting is not null)
                csv.WriteRecord([
                    practice,
                    on.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
                    waiting.Count?.ToString(CultureInfo.InvariantCulture) ?? SmallNumbers.Sign,
                    Show(waiting.Mean),
                    Show(waiting.Expected),
                    "false",
                ]);
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    /// <summary>A member of the object that is being written; nothing when nothing waits.</summary>
    public static void WriteJson(Utf8JsonWriter writer, ToldWaiting? waiting)
    {
        if (waiting is null)
            return;
        writer.WriteStartObject(Name);
        Write(writer, "referrals", waiting.Count);
        Write(writer, "meanPence", waiting.Mean?.Pence);
        Write(writer, "pence", waiting.Expected?.Pence);
        writer.WriteBoolean("inForecast", false);
        writer.WriteString("words", waiting.Words);
        writer.WriteEndObject();
    }

    static string Show(Money? money) => money?.Pence.ToString(CultureInfo.InvariantCulture) ?? "";

    static void Write(Utf8JsonWriter writer, string name, long? number)
    {
        if (number is { } known)
            writer.WriteNumber(name, known);
        else
            writer.WriteNull(name);
    }
}
