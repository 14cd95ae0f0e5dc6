using ReferralHub.Commissioning.Model;
using ReferralHub.Commissioning.Reading;

namespace ReferralHub.Commissioning.Checks;

/// <summary>What replacing one configuration by another changes in rows that are in force.</summary>
/// <param name="Faults">Changes that say nothing of themselves; while there is one, nothing is replaced.</param>
/// <param name="Corrected">Rows that say why they differ: restatements, to be recorded with their reason.</param>
sealed record ConfigurationChange(IReadOnlyList<ConfigurationFault> Faults, IReadOnlyList<WrittenRow> Corrected);

/// <summary>
/// Whether rows that are in force stay as they are. What was decided by them must not change without a trace: a new arrangement is a
/// row with a later <c>from</c>, an end is a <c>to</c> that has not passed, and a mistake is corrected with its reason.
/// </summary>
static class ChangeChecks
{
    public static ConfigurationChange Find(Configuration before, Configuration after, DateOnly today)
    {
        var faults = new List<ConfigurationFault>();
        var corrected = new List<WrittenRow>();
        var now = after.Written.ToLookup(ToKey);
        var agreed = after.PlanSets.ToDictionary(s => s.Id, s => s.Agreed, StringComparer.Ordinal);
        var withdrawn = before
            .PlanSets.Where(s => agreed.TryGetValue(s.Id, out var still) && s.Agreed.Any(a => !still.Contains(a)))
            .Select(s => s.Id)
            .ToHashSet(StringComparer.Ordinal);
        foreach (var was in before.Written.Where(r => r.From is null || r.From <= today))
            if (now[ToKey(was)].FirstOrDefault() is not { } row)
            {
                // Rows without days are not looked up by day, so one that nobody names any more may go.
                if (was.From is not null)
                    faults.AddError(
                        null,
                        was.Id,
                        $"{was.Id} has been in force since {was.From:yyyy-MM-dd} and is not in {was.Section} any more; bring the row back "
                            + "and end it with to"
                    );
            }
            else if (IsSame(was, row, today) && !(was.Section == "planSets" && withdrawn.Contains(was.Id)))
                continue;
            else if (row.Corrects is null)
                faults.AddError(
                    row.Place,
                    row.Id,
                    $"{row.Id} is in force and differs from the row of {was.Place}; add a row with a later from, or say corrects: "
                        + "{ reason: …, by: … }"
                );
            else
                corrected.Add(row);
        return new(faults.MakeReadable(), corrected);
    }

    static (string Section, string Id, DateOnly? From) ToKey(WrittenRow row) => (row.Section, row.Id, row.From);

    /// <summary>An end may be set, moved or taken back while it has not come.</summary>
    static bool IsSame(WrittenRow was, WrittenRow row, DateOnly today) =>
        was.Text == row.Text && (was.To == row.To || (IsAhead(was.To, today) && IsAhead(row.To, today)));

    static bool IsAhead(DateOnly? end, DateOnly today) => end is null || end >= today.AddDays(-1);
}
