using ReferralHub.Commissioning.Model;

namespace ReferralHub.Commissioning.Reading;

/// <summary>Reads the sections whose rows have an id, and keeps each row as it stands in the file.</summary>
sealed class KeptRows(RowSection root, List<WrittenRow> written)
{
    static readonly string[] MemberNames = ["body", "member"];
    static readonly string[] Names = ["id"];

    /// <param name="describe">What names the row among those of its section, and its days.</param>
    public void Add<T>(string section, List<T> to, Func<RowSection, T?> read, Func<T, (string Id, DateOnly? From, DateOnly? To)> describe)
        where T : class
    {
        foreach (var part in root.Rows(section, section == "members" ? MemberNames : Names))
        {
            var corrects = part.CorrectionOrNull();
            if (read(part) is not { } row)
                continue;
            to.Add(row);
            var (id, from, until) = describe(row);
            written.Add(new(part.Place, section, id, from, until, part.ToText()) { Corrects = corrects });
        }
    }
}
