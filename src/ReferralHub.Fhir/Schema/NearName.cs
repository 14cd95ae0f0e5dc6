namespace ReferralHub.Fhir.Schema;

/// <summary>A guess at what a misspelt name should have been.</summary>
public static class NearName
{
    /// <summary>More differ too much to be a slip.</summary>
    public const int EditsMax = 2;

    /// <summary>The known name with the fewest edits, at most two; null when none is near.</summary>
    public static string? Find(string name, IEnumerable<string> known) =>
        known
            .Select(n => (Name: n, Edits: CountEdits(n, name)))
            .Where(n => n.Edits <= EditsMax)
            .OrderBy(n => n.Edits)
            .Select(n => n.Name)
            .FirstOrDefault();

    /// <summary>
    /// Characters to add, to leave out or to change so that one text becomes the other; when their lengths differ by more than
    /// <see cref="EditsMax"/>, the largest number there is.
    /// </summary>
    public static int CountEdits(string a, string b)
    {
        if (Math.Abs(a.Length - b.Length) > EditsMax)
            return int.MaxValue;
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var above = row[j];
                row[j] = Math.Min(Math.Min(row[j] + 1, row[j - 1] + 1), diagonal + (a[i - 1] == b[j - 1] ? 0 : 1));
                diagonal = above;
            }
        }

        return row[b.Length];
    }
}
