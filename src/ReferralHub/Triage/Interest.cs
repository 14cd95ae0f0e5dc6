using System.Globalization;

namespace ReferralHub.Triage;

/// <summary>
/// What every register says of an interest in a provider, whoever declares it (NHS England, Managing conflicts of interest, 2017).
/// </summary>
public abstract class Interest
{
    internal const int NatureCharactersMax = 40;
    const int MonthsOnRegister = 6;

    /// <summary>ODS code.</summary>
    public required string Provider { get; init; }

    /// <summary>What kind: ownership, employment, family, other.</summary>
    public required string Nature { get; init; }

    public DateOnly From { get; init; }

    /// <summary>Last day; it stays on the register for six months after that.</summary>
    public DateOnly? To { get; init; }

    /// <summary>Whether it stands on the register on a day.</summary>
    public bool CountsOn(DateOnly date) => From <= date && (To is null || date <= To.Value.AddMonths(MonthsOnRegister));

    /// <summary>Since when, until when and of what nature, from a row of a file; or what is wrong with it.</summary>
    internal static (DateOnly From, DateOnly? To, string Nature, string? Fault) ReadTerms(Func<string, string> field)
    {
        if (!TryDate(field("from"), out var from))
            return (default, null, "", "from is not a date, YYYY-MM-DD");
        DateOnly? to = null;
        if (field("to").Length > 0)
        {
            if (!TryDate(field("to"), out var end))
                return (default, null, "", "to is not a date, YYYY-MM-DD");
            to = end;
        }

        return field("nature") is { Length: > 0 and <= NatureCharactersMax } nature
            ? (from, to, nature, null)
            : (default, null, "", $"nature says what kind of interest it is, in at most {NatureCharactersMax} characters");
    }

    static bool TryDate(string text, out DateOnly date) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out date);
}
