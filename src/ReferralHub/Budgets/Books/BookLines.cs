namespace ReferralHub.Budgets.Books;

/// <summary>Ids of plan lines as the book has them: the set's and the holder's with a stroke between.</summary>
static class BookLines
{
    /// <summary>Where the money of care stands that no plan covers.</summary>
    public const string Unattributed = "unattributed";

    public static string FindId(string set, string holder) => $"{set}/{holder}";

    /// <summary>Whose line it is; empty for what no plan covers. Neither id has a stroke in it.</summary>
    public static string FindHolder(string line) => line.IndexOf('/', StringComparison.Ordinal) is >= 0 and var at ? line[(at + 1)..] : "";
}
