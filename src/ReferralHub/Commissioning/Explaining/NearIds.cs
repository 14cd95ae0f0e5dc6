using ReferralHub.Commissioning.Reading;

namespace ReferralHub.Commissioning.Explaining;

/// <summary>Guesses at which id was meant.</summary>
static class NearIds
{
    const int ShownMax = 5;

    /// <summary>A part of this many characters is enough to recognise an id by.</summary>
    const int PartCharactersMin = 3;

    /// <summary>Those that differ by a slip, the nearest first, then those of which it is a part.</summary>
    public static IReadOnlyList<string> Find(string typed, IEnumerable<string> known)
    {
        var left = known.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        var near = new List<string>();
        while (near.Count < ShownMax && NearWord.Find(typed, left) is { } next)
        {
            near.Add(next);
            left.Remove(next);
        }

        var part = typed.Trim();
        if (part.Length >= PartCharactersMin)
            near.AddRange(left.Where(id => id.Contains(part, StringComparison.OrdinalIgnoreCase)).Take(ShownMax - near.Count));
        return near;
    }
}
