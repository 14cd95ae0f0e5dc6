using System.Globalization;
using ReferralHub.Commissioning.Model;
using ReferralHub.Kernel;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace ReferralHub.Commissioning.Reading;

/// <summary>Single values by their keys.</summary>
sealed partial class RowSection
{
    const int TextCharactersMax = 500;
    const int IdCharactersMax = 60;

    /// <summary>So many pounds that the sum of all values of a folder still fits.</summary>
    const long PoundsMax = 100_000_000_000;

    /// <summary>So that adding the years of a plan stays within what a date can be.</summary>
    const int YearMin = 1948;
    const int YearMax = 2199;

    /// <summary>A text; "" when it is missing or wrong, which is a fault.</summary>
    public string Text(string key)
    {
        if (!Has(key))
            Fault(key, $"{key} is missing; add it");
        return TextOrNull(key) ?? "";
    }

    public string? TextOrNull(string key) => Find(key) is { } found ? ReadScalar(values[key].Key, key, found) : null;

    /// <summary>A name that other rows refer to: letters, digits, hyphens and dots.</summary>
    public string Id(string key)
    {
        var text = Text(key);
        return text.Length == 0 || CheckId(values[key].Key, key, text) ? text : "";
    }

    public string? IdOrNull(string key) => TextOrNull(key) is { } text && CheckId(values[key].Key, key, text) ? text : null;

    public bool Flag(string key)
    {
        switch (TextOrNull(key))
        {
            case null or "false":
                return false;
            case "true":
                return true;
            case var other:
                Fault(key, $"{key} is {Shown.Short(other)}; write true or false");
                return false;
        }
    }

    public bool? FlagOrNull(string key) => Has(key) ? Flag(key) : null;

    /// <summary>A whole number; 0 when it is missing or wrong, which is a fault.</summary>
    public long Whole(string key, long min, long max)
    {
        if (!Has(key))
            Fault(key, $"{key} is missing; add a whole number from {min} to {max}");
        return WholeOrNull(key, min, max) ?? 0;
    }

    public long? WholeOrNull(string key, long min, long max) =>
        TextOrNull(key) is { } text ? ReadWhole(values[key].Key, key, text, min, max) : null;

    /// <summary>Pounds and pence; nothing when it is missing or wrong, which is a fault.</summary>
    public Money Amount(string key, bool mayBeNegative = false)
    {
        if (!Has(key))
            Fault(key, $"{key} is missing; add pounds and pence, such as 1234.56");
        return AmountOrNull(key, mayBeNegative) ?? Money.Zero;
    }

    public Money? AmountOrNull(string key, bool mayBeNegative = false) =>
        TextOrNull(key) is { } text ? ReadAmount(values[key].Key, key, text, mayBeNegative) : null;

    public DateOnly Date(string key)
    {
        if (!Has(key))
            Fault(key, $"{key} is missing; add a date as YYYY-MM-DD");
        return DateOrNull(key) ?? default;
    }

    public DateOnly? DateOrNull(string key)
    {
        if (TextOrNull(key) is not { } text)
            return null;
        if (
            DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            && date.Year is >= YearMin and <= YearMax
        )
            return date;
        Fault(key, $"{key} is {Shown.Short(text)}; write a date as YYYY-MM-DD, from {YearMin} to {YearMax}");
        return null;
    }

    /// <summary>The days from <c>from</c> to <c>to</c>, which may be missing.</summary>
    public EffectivePeriod Period()
    {
        var period = new EffectivePeriod(Date("from"), DateOrNull("to"));
        if (period.To < period.From)
            Fault("to", $"to ({period.To:yyyy-MM-dd}) is before from ({period.From:yyyy-MM-dd}); exchange them or put one right");
        return period;
    }

    /// <summary>A day of every year, as MM-dd.</summary>
    public string? DayOfYearOrNull(string key)
    {
        if (TextOrNull(key) is not { } text)
            return null;
        // A year without a 29th of February: a day that is there every year.
        if (DateOnly.TryParseExact($"2023-{text}", "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _))
            return text;
        Fault(key, $"{key} is {Shown.Short(text)}; write a day of the year as MM-DD, such as \"05-01\"");
        return null;
    }

    /// <summary>What one of a closed list of words means; the first of its kind when it is missing or wrong, or null.</summary>
    public T? Choice<T>(string key, IReadOnlyDictionary<string, T> words) =>
        TextOrNull(key) is { } text ? ReadChoice(key, text, words) : default;

    /// <summary>As <see cref="Choice{T}"/>, and missing is a fault.</summary>
    public T? NeededChoice<T>(string key, IReadOnlyDictionary<string, T> words)
    {
        if (!Has(key))
            Fault(key, $"{key} is missing; add one of {string.Join(", ", words.Keys)}");
        return Choice(key, words);
    }

    /// <summary>One of a closed list of words, kept as it is written.</summary>
    public string? WordOrNull(string key, IReadOnlyList<string> words)
    {
        if (TextOrNull(key) is not { } text)
            return null;
        if (words.Contains(text))
            return text;
        Fault(
            key,
            $"{key} is {Shown.Short(text)}, which is not known{NearWord.Hint(text, words)} Write one of {string.Join(", ", words)}."
        );
        return null;
    }

    public string Word(string key, IReadOnlyList<string> words)
    {
        if (!Has(key))
            Fault(key, $"{key} is missing; add one of {string.Join(", ", words)}");
        return WordOrNull(key, words) ?? "";
    }

    T? ReadChoice<T>(string key, string text, IReadOnlyDictionary<string, T> words)
    {
        if (words.TryGetValue(text, out var found))
            return found;
        Fault(
            key,
            $"{key} is {Shown.Short(text)}, which is not known{NearWord.Hint(text, words.Keys)} Write one of "
                + $"{string.Join(", ", words.Keys)}."
        );
        return default;
    }

    long? ReadWhole(YamlNode at, string what, string text, long min, long max)
    {
        if (
            long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            && number >= min
            && number <= max
        )
            return number;
        Fault(at, $"{what} is {Shown.Short(text)}; write a whole number from {min} to {max}");
        return null;
    }

    Money? ReadAmount(YamlNode at, string what, string text, bool mayBeNegative)
    {
        const NumberStyles Digits = NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign;
        if (
            decimal.TryParse(text, Digits, CultureInfo.InvariantCulture, out var pounds)
            && Math.Abs(pounds) <= PoundsMax
            && Money.TryParse(text, out var money)
            && (mayBeNegative || money >= Money.Zero)
        )
            return money;
        Fault(
            at,
            $"{what} is {Shown.Short(text)}; write pounds and pence, such as 1234.56, without a sign for pounds and without commas"
                + (mayBeNegative ? "" : ", not below 0")
        );
        return null;
    }

    bool CheckId(YamlNode at, string what, string text)
    {
        if (IsId(text))
            return true;
        Fault(at, $"{what} is {Shown.Short(text)}; write letters, digits, hyphens and dots, at most {IdCharactersMax}");
        return false;
    }

    static bool IsId(string text) =>
        text.Length is > 0 and <= IdCharactersMax
        && char.IsAsciiLetterOrDigit(text[0])
        && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.');

    /// <param name="at">Where a fault is shown.</param>
    /// <param name="what">What it is called in a fault.</param>
    string? ReadScalar(YamlNode at, string what, YamlNode found)
    {
        if (found is not YamlScalarNode scalar)
        {
            Fault(at, $"{what} must be one value, not a list and not keys with values");
            return null;
        }

        var text = scalar.Value?.Trim() ?? "";
        if (text.Length == 0 || (scalar.Style == ScalarStyle.Plain && text is "~" or "null"))
            Fault(at, $"{what} has no value; write one, or leave the key out");
        else if (text.Length > TextCharactersMax)
            Fault(at, $"{what} has more than {TextCharactersMax} characters; say it shorter");
        else if (text.Any(char.IsControl))
            Fault(at, $"{what} has a character that is not text, or goes over several lines; write it on one line");
        else
            return text;
        return null;
    }
}
