using System.Globalization;
using System.Text;
using ReferralHub.Fhir;
using ReferralHub.Referrals.Reading.Plain;

namespace ReferralHub.Referrals.Reading;

/// <summary>
/// Values of R4's data types in words, with all that changes them: comparators, units, bounds, reasons for being absent. Types with
/// rows of their own on the list (Dosage, Timing) are not written here.
/// </summary>
static class ValueText
{
    /// <summary>The value in words; null when it says nothing.</summary>
    /// <param name="type">Name of its data type.</param>
    public static string? Write(FhirNode value, string type) =>
        type switch
        {
            "string" or "markdown" or "code" or "uri" or "url" or "canonical" or "date" or "dateTime" or "instant" or "time" or "xhtml" =>
                value.Text,
            "boolean" => value.RawIs("true") ? "yes"
            : value.RawIs("false") ? "no"
            : value.Text,
            "decimal" or "integer" or "positiveInt" or "unsignedInt" => WriteNumber(value),
            "CodeableConcept" => WriteConcept(value),
            "Coding" => WriteCoding(value),
            "Quantity" or "Age" or "Duration" or "Count" or "Distance" => WriteQuantity(value),
            "Money" => Join(" ", WriteNumber(value["value"]), value["currency"].Text),
            "Range" => WriteRange(WriteQuantity(value["low"]), WriteQuantity(value["high"])),
            "Ratio" => WriteRatio(WriteQuantity(value["numerator"]), WriteQuantity(value["denominator"])),
            "SampledData" => WriteSamples(value),
            "Period" => WritePeriod(value),
            "Annotation" => value["text"].Text,
            "Reference" => value["display"].Text,
            "Narrative" => value["div"].Text is { } div ? MarkupText.Read(div) : null,
            "HumanName" or "Address" => value["text"].Text,
            "ContactPoint" or "Identifier" => value["value"].Text,
            _ => null,
        };

    /// <summary>Its text, and every display that says something else; its codes when it has no words at all.</summary>
    public static string? WriteConcept(FhirNode concept)
    {
        var words = new List<string>(2);
        AddUnlessSaid(words, concept["text"].Text);
        foreach (var coding in concept.Items("coding"))
            AddUnlessSaid(words, coding["display"].Text);
        if (words.Count == 0)
            foreach (var coding in concept.Items("coding"))
                AddUnlessSaid(words, WriteCoding(coding));
        return words.Count == 0 ? null : string.Join("; ", words);
    }

    public static string? WriteRange(string? low, string? high) =>
        (low, high) switch
        {
            (null, null) => null,
            (null, _) => $"up to {high}",
            (_, null) => $"at least {low}",
            _ => $"{low} to {high}",
        };

    /// <summary>Frequency, days and times of a dose, as far as they are coded: "2 times every 1 day, after breakfast".</summary>
    public static string? WriteRhythm(FhirNode repeat)
    {
        var often = WriteNumber(repeat["frequency"]) is { } f ? $"{f}{Until(repeat["frequencyMax"])} times" : null;
        var every = WriteNumber(repeat["period"]) is { } p
            ? $"every {p}{Until(repeat["periodMax"])} {WriteUnit(repeat["periodUnit"])}"
            : null;
        var lasting = WriteNumber(repeat["duration"]) is { } d
            ? $"for {d}{Until(repeat["durationMax"])} {WriteUnit(repeat["durationUnit"])}"
            : null;
        var bounds =
            WriteQuantity(repeat["boundsDuration"])
            ?? WriteRange(WriteQuantity(repeat["boundsRange"]["low"]), WriteQuantity(repeat["boundsRange"]["high"]))
            ?? WritePeriod(repeat["boundsPeriod"]);
        var count = WriteNumber(repeat["count"]) is { } c ? $"{c}{Until(repeat["countMax"])} in all" : null;
        var parts = new List<string?> { Join(" ", often, every), lasting, bounds is null ? null : $"over {bounds}", count };
        parts.AddRange(WriteAll(repeat, "dayOfWeek"));
        parts.AddRange(WriteAll(repeat, "timeOfDay"));
        parts.AddRange(WriteAll(repeat, "when"));
        return Join(", ", [.. parts]);

        static string Until(FhirNode most) => WriteNumber(most) is { } m ? $" to {m}" : "";
    }

    /// <summary>What there is of these, with this between; null when there is nothing.</summary>
    public static string? Join(string between, params ReadOnlySpan<string?> parts)
    {
        var text = new StringBuilder();
        foreach (var part in parts)
        {
            if (string.IsNullOrEmpty(part))
                continue;
            if (text.Length > 0)
                text.Append(between);
            text.Append(part);
        }

        return text.Length == 0 ? null : text.ToString();
    }

    static IEnumerable<string?> WriteAll(FhirNode holder, string name)
    {
        var texts = new List<string?>();
        foreach (var item in holder.Items(name))
            texts.Add(item.Text);
        return texts;
    }

    static string? WriteUnit(FhirNode unit) =>
        unit.Text switch
        {
            "s" => "seconds",
            "min" => "minutes",
            "h" => "hours",
            "d" => "days",
            "wk" => "weeks",
            "mo" => "months",
            "a" => "years",
            var other => other,
        };

    static string? WriteCoding(FhirNode coding) =>
        coding["display"].Text ?? (coding["code"].Text is { } code ? CodeSystems.Write(coding["system"].Text, code) : null);

    static string? WriteNumber(FhirNode number) =>
        !number.Exists || number.IsObject || number.IsArray ? null : number.Text ?? Encoding.UTF8.GetString(number.RawBytes);

    static string? WriteQuantity(FhirNode quantity)
    {
        var number = WriteNumber(quantity["value"]);
        var amount = number is null ? null : quantity["comparator"].Text + number;
        return Join(" ", amount, quantity["unit"].Text ?? quantity["code"].Text);
    }

    static string? WriteRatio(string? numerator, string? denominator) =>
        (numerator, denominator) switch
        {
            (null, null) => null,
            (_, null) => numerator,
            (null, _) => $"in {denominator}",
            // 1:128 reads as a titre; 5 mg in 2 mL does not read with a colon.
            _ when numerator.Contains(' ', StringComparison.Ordinal) || denominator.Contains(' ', StringComparison.Ordinal) =>
                $"{numerator} in {denominator}",
            _ => $"{numerator}:{denominator}",
        };

    static string? WriteSamples(FhirNode samples) =>
        Join(
            ", ",
            samples["data"].Text is { } data ? $"samples {data}" : null,
            WriteQuantity(samples["origin"]) is { } origin ? $"origin {origin}" : null,
            WriteNumber(samples["factor"]) is { } factor ? $"factor {factor}" : null,
            WriteNumber(samples["period"]) is { } period ? $"every {period} ms" : null,
            WriteNumber(samples["lowerLimit"]) is { } low ? $"lower limit {low}" : null,
            WriteNumber(samples["upperLimit"]) is { } high ? $"upper limit {high}" : null
        );

    static string? WritePeriod(FhirNode period) =>
        (WriteDate(period["start"].Text), WriteDate(period["end"].Text)) switch
        {
            (null, null) => null,
            (var start, null) => $"from {start}",
            (null, var end) => $"until {end}",
            var (start, end) => $"{start} to {end}",
        };

    /// <summary>A date or time as people write it; as it came when it is none.</summary>
    public static string? WriteDate(string? date)
    {
        if (date is null)
            return null;
        var (form, shown) = date.Length switch
        {
            4 => ("yyyy", "yyyy"),
            7 => ("yyyy-MM", "MMMM yyyy"),
            _ => ("yyyy-MM-dd", "d MMMM yyyy"),
        };
        var day = date.Length > 10 ? date[..10] : date;
        return DateOnly.TryParseExact(day, form, CultureInfo.InvariantCulture, DateTimeStyles.None, out var parsed)
            ? parsed.ToString(shown, CultureInfo.InvariantCulture)
            : date;
    }

    static void AddUnlessSaid(List<string> words, string? more)
    {
        if (string.IsNullOrWhiteSpace(more) || words.Exists(w => w.Contains(more, StringComparison.OrdinalIgnoreCase)))
            return;
        words.RemoveAll(w => more.Contains(w, StringComparison.OrdinalIgnoreCase));
        words.Add(more);
    }
}
