namespace ReferralHub.Fhir.FhirPath.Values;

/// <summary>Units of time as words (FHIRPath N1 §4.2.10, "Time-valued Quantities").</summary>
static class CalendarUnit
{
    static readonly string[] Names = ["year", "month", "week", "day", "hour", "minute", "second", "millisecond"];

    /// <summary>The singular; null when the word is none of them.</summary>
    public static string? Find(string word)
    {
        foreach (var name in Names)
            if (word == name || (word.Length == name.Length + 1 && word[^1] == 's' && word.StartsWith(name, StringComparison.Ordinal)))
                return name;
        return null;
    }

    /// <summary>The UCUM unit of the same length; null for year and month, which have no fixed one.</summary>
    public static string? FixedUcum(string name) =>
        name switch
        {
            "week" => "wk",
            "day" => "d",
            "hour" => "h",
            "minute" => "min",
            "second" => "s",
            "millisecond" => "ms",
            _ => null,
        };

    /// <summary>The UCUM unit that is only about as long, which is enough for equivalence.</summary>
    public static string? NearUcum(string name) =>
        name switch
        {
            "year" => "a",
            "month" => "mo",
            _ => FixedUcum(name),
        };

    /// <summary>The word for a UCUM unit that may be added to a date: definite durations above weeks may not.</summary>
    public static string? OfUcum(string unit) =>
        unit switch
        {
            "wk" => "week",
            "d" => "day",
            "h" => "hour",
            "min" => "minute",
            "s" => "second",
            "ms" => "millisecond",
            _ => null,
        };
}
