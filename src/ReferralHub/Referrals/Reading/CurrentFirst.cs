using ReferralHub.Fhir;
using ReferralHub.Kernel;

namespace ReferralHub.Referrals.Reading;

/// <summary>
/// Of several names, numbers, addresses or telephones of somebody, the one that holds now. What has ended or is of old use stays
/// behind what holds, wherever it stands in the list; it is taken only when there is nothing else.
/// </summary>
static class CurrentFirst
{
    const int Current = 0;
    const int NotYet = 1;
    const int Ended = 2;

    /// <summary>The best item of a repeating element; nothing when there is none that counts.</summary>
    /// <param name="rank">Of items that hold alike: the lowest is best, the first in the list of equal ones; null for none at all.</param>
    public static FhirNode Choose(FhirNode holder, string element, DateTime now, Func<FhirNode, int?> rank)
    {
        var (best, bestStanding, bestRank) = (default(FhirNode), int.MaxValue, int.MaxValue);
        foreach (var item in holder.Items(element))
        {
            if (rank(item) is not { } own)
                continue;
            var standing = FindStanding(item, now);
            if (standing > bestStanding || (standing == bestStanding && own >= bestRank))
                continue;
            (best, bestStanding, bestRank) = (item, standing, own);
        }

        return best;
    }

    /// <summary>The value of the best identifier of a system; systems compare without case and scheme.</summary>
    public static string? FindIdentifier(FhirNode resource, string system, DateTime now) =>
        Choose(resource, "identifier", now, i => IsOf(i, system) ? RankIdentifier(i) : null)["value"].Text?.Trim();

    /// <summary>Whether an item holds at this moment: it has begun, has not ended, and is not of old use.</summary>
    public static bool IsCurrent(FhirNode item, DateTime now) => FindStanding(item, now) == Current;

    static bool IsOf(FhirNode identifier, string system) =>
        IdentifierSystem.Same(identifier["system"].Text, system) && !string.IsNullOrWhiteSpace(identifier["value"].Text);

    public static int RankIdentifier(FhirNode identifier) =>
        identifier["use"].Text switch
        {
            "official" or "usual" => 0,
            null => 1,
            "secondary" => 2,
            _ => 3,
        };

    /// <summary>The best name; one that has only a text counts (R4 HumanName.text), one without any part of a name does not.</summary>
    public static FhirNode ChooseName(FhirNode person, DateTime now) =>
        Choose(
            person,
            "name",
            now,
            n =>
                !n["family"].Exists && !n["given"].Exists && !n["text"].Exists
                    ? null
                    : n["use"].Text switch
                    {
                        "official" or "usual" => 0,
                        null => 1,
                        "temp" => 2,
                        "nickname" => 3,
                        "maiden" => 4,
                        _ => 5,
                    }
        );

    static int FindStanding(FhirNode item, DateTime now)
    {
        if (item["use"].Is("old"))
            return Ended;
        var period = item["period"];
        if (!period.Exists)
            return Current;
        if (LiesBefore(period["end"].Text, now))
            return Ended;
        return LiesAfter(period["start"].Text, now) ? NotYet : Current;
    }

    /// <summary>A day, month or year counts to its end (R4 §2.24.0.11); an instant is compared as it is.</summary>
    static bool LiesBefore(string? date, DateTime now) => Compare(date, now) < 0;

    static bool LiesAfter(string? date, DateTime now) => Compare(date, now) > 0;

    static int Compare(string? date, DateTime now)
    {
        if (date is null)
            return 0;
        if (date.Contains('T', StringComparison.Ordinal))
            return FhirDateTime.TryInstant(date, out var instant) ? instant.CompareTo(now) : 0;
        var today = WorkingDays.LocalDate(now).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        return date.Length > today.Length ? 0 : string.CompareOrdinal(date, today[..date.Length]);
    }
}
