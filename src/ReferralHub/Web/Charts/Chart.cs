namespace ReferralHub.Web.Charts;

/// <summary>
/// A figure that says in one sentence what it shows, and shows it to everyone: as a picture, as a table, as CSV and as JSON, all made of
/// the same facts. The pages that show charts make them with a pure function each and write them with <c>&lt;chart&gt;</c>.
/// </summary>
/// <param name="Id">Unlike that of any other chart of the page.</param>
/// <param name="Name">What the picture is of.</param>
/// <param name="Headline">Computed from the same facts as the picture, by rules that a test holds against them.</param>
/// <param name="Note">How to read it, as of when, and where the figures come from.</param>
/// <param name="Figure">The picture, as HTML without scripts and styles.</param>
public sealed record Chart(string Id, string Name, string Headline, string Note, string Figure, ChartData Data)
{
    /// <summary>The data as HTML.</summary>
    public string Table => ChartTable.Write(Data);

    public byte[] ToCsv() => Data.ToCsv();

    public byte[] ToJson() => Data.ToJson(Headline);

    /// <summary>The picture for a wide page and for a narrow one.</summary>
    internal static string DrawBoth(Func<ChartFrame, string> draw) => draw(ChartFrame.Wide) + draw(ChartFrame.Narrow);

    /// <summary>"As of 31 August 2026. Source: ledger." with what else there is to say before it.</summary>
    internal static string JoinNotes(params IReadOnlyList<string?> sentences) =>
        string.Join(' ', sentences.OfType<string>().Where(s => s.Length > 0).Select(s => s.EndsWith('.') ? s : s + "."));
}
