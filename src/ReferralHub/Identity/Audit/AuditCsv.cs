using System.Globalization;
using System.Text;

namespace ReferralHub.Identity.Audit;

/// <summary>The audit as a table for other programs.</summary>
static class AuditCsv
{
    const string Header = "at,role,name,post,organisation,act,route,outcome,status,reason,emergency,same_surname,referrals,position,hash";

    public static string Write(IEnumerable<AuditRow> rows)
    {
        var text = new StringBuilder(Header).Append("\r\n");
        foreach (var (e, references, isSameName) in rows)
        {
            string?[] fields =
            [
                e.At.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
                e.Role,
                e.Name,
                e.Post,
                e.Organisation,
                e.Act,
                e.Route,
                e.Outcome,
                e.Status?.ToString(CultureInfo.InvariantCulture),
                e.Reason,
                e.Emergency is null ? "" : "yes",
                isSameName ? "yes" : "",
                string.Join(' ', references),
                e.Position?.ToString(CultureInfo.InvariantCulture),
                e.Hash,
            ];
            text.AppendJoin(',', fields.Select(Quote)).Append("\r\n");
        }

        return text.ToString();
    }

    /// <summary>What a spreadsheet would take for a formula is text (OWASP, CSV injection).</summary>
    static string Quote(string? field)
    {
        var text = field is ['=' or '+' or '-' or '@' or '\t' or '\r', ..] ? "'" + field : field ?? "";
        return text.AsSpan().ContainsAny(",\"\r\n") ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
    }
}
