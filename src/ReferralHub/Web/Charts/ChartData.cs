using System.Globalization;
using CsvHelper;
using ReferralHub.Platform;

namespace ReferralHub.Web.Charts;

/// <summary>A column of a chart's table.</summary>
/// <param name="Name">For programs, as <c>spentPence</c>: amounts are whole pence and say so.</param>
/// <param name="Words">For people.</param>
public sealed record ChartColumn(string Name, string Words, bool IsFigure = false);

/// <summary>A figure that belongs to the whole chart, such as the budget.</summary>
/// <param name="Name">For programs.</param>
/// <param name="Words">For people.</param>
/// <param name="IsForPrograms">The table says it elsewhere.</param>
public sealed record ChartFact(string Name, string Words, ChartValue Value, bool IsForPrograms = false);

/// <summary>Everything a chart shows, as a table: what the picture is drawn from, what a screen reader reads and programs take.</summary>
/// <param name="Caption">What the table is of.</param>
/// <param name="Rows">Each has a value for every column.</param>
public sealed record ChartData(
    string Caption,
    IReadOnlyList<ChartColumn> Columns,
    IReadOnlyList<IReadOnlyList<ChartValue>> Rows,
    IReadOnlyList<ChartFact> Facts
)
{
    static readonly CsvWriterOptions Csv = new() { Injection = CsvInjection.Escape };

    /// <summary>
    /// One row for each of the table, facts repeated on each; without rows one that holds the facts. Amounts are pence, what is not known
    /// is empty, and words that a spreadsheet would take for a formula have an apostrophe before them (OWASP, CSV injection).
    /// </summary>
    public byte[] ToCsv()
    {
        using var bytes = new MemoryStream();
        using (var csv = CsvWriter.Create(bytes, Csv, true))
        {
            foreach (var name in Columns.Select(c => c.Name).Concat(Facts.Select(f => f.Name)))
                csv.WriteField(name);
            csv.EndRecord();
            foreach (
                var row in Rows.Count == 0
                    ?
                    [
                        [.. Columns.Select(_ => ChartValue.Unknown)],
                    ]
                    : Rows
            )
            {
                foreach (var value in row.Concat(Facts.Select(f => f.Value)))
                    if (value.Number is { } number)
                        csv.WriteField(number, default, CultureInfo.InvariantCulture);
                    else
                        csv.WriteField(value.Text);
                csv.EndRecord();
            }
        }

        return bytes.ToArray();
    }

    /// <summary>The facts as members, the rows as objects; amounts are pence, and what is not known is null.</summary>
    /// <param name="headline">The sentence above the chart.</param>
    public byte[] ToJson(string? headline = null) =>
        JsonText.Write(writer =>
        {
            writer.WriteStartObject();
            if (headline is not null)
                writer.WriteString("headline", headline);
            writer.WriteString("caption", ChartText.Clean(Caption));
            foreach (var fact in Facts)
                Write(writer, fact.Name, fact.Value);
            writer.WriteStartArray("rows");
            foreach (var row in Rows)
            {
                writer.WriteStartObject();
                foreach (var (column, value) in Columns.Zip(row))
                    Write(writer, column.Name, value);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        });

    static void Write(System.Text.Json.Utf8JsonWriter writer, string name, ChartValue value)
    {
        if (value.Number is { } number)
            writer.WriteNumber(name, number);
        else if (value.Text is { } text)
            writer.WriteString(name, text);
        else
            writer.WriteNull(name);
    }
}
