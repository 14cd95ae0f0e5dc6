using System.Globalization;
using ReferralHub.Commissioning.Model;

namespace ReferralHub.Commissioning.Reading;

/// <summary>Reads what holders may keep of what they save: the section schemes.</summary>
static class SchemeRows
{
    const long PerMilleMax = 1_000;
    const long ListMax = 100_000_000;
    const long PenceMax = 100_000_000;
    static readonly string[] Ways = ["share", "per-patient", "markers", "flat"];
    static readonly string[] Combinations = ["sum", "largest"];
    static readonly string[] BeyondChance = ["none", "flag", "withhold"];
    static readonly string[] Shared = ["saving", "authority"];

    public static Scheme? Read(RowSection row)
    {
        var markers = row.Rows("markers").Select(ReadMarker).OfType<SchemeMarker>().ToList();
        var parts = row.Rows("parts").Select(p => ReadPart(p, markers)).OfType<SchemePart>().ToList();
        if (!row.Has("parts"))
            row.Fault("parts", "parts is missing; say what is paid, such as { id: saved, pay: share, of: saving, perMille: 700 }");
        var scheme = new Scheme(row.Place, row.Id("id"), row.NeededIds("holders"), parts)
        {
            ScalePerList = row.WholeOrNull("scalePerList", 1, ListMax),
            Markers = markers,
            Combine = row.WordOrNull("combine", Combinations) ?? "sum",
            BeyondChance = row.WordOrNull("beyondChance", BeyondChance) ?? "none",
        };
        foreach (var (key, ids) in new[] { ("markers", markers.ConvertAll(m => m.Id)), ("parts", parts.ConvertAll(p => p.Id)) })
            if (ids.GroupBy(i => i, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1) is { } twice)
                row.Fault(key, $"{key} has two with the id {twice.Key}; give one of them another id");
        return row.Finish(() => scheme);
    }

    static SchemeMarker? ReadMarker(RowSection row)
    {
        var marker = new SchemeMarker(row.Place, row.Id("id"), row.Text("words"), row.Amount("value"))
        {
            Measure = row.IdOrNull("measure"),
            AtLeast = ReadNumber(row, "atLeast"),
            AtMost = ReadNumber(row, "atMost"),
            NotAbove = row.IdOrNull("notAbove"),
        };
        var limits = new[] { "atLeast", "atMost", "notAbove" }.Where(row.Has).ToList();
        if (limits.Count > 0 && !row.Has("measure"))
            row.Fault(limits[0], $"{limits[0]} says how much, but not of what; add measure");
        if (limits.Count == 0 && row.Has("measure"))
            row.Fault("measure", "measure says what is measured, but not when the mark is reached; add atLeast, atMost or notAbove");
        return row.Finish(() => marker);
    }

    static SchemePart? ReadPart(RowSection row, List<SchemeMarker> markers)
    {
        var part = new SchemePart(row.Place, row.Id("id"), row.Word("pay", Ways))
        {
            Parts =
                row.IsList("of") ? row.Ids("of")
                : row.IdOrNull("of") is { } one ? [one]
                : [],
            PerMille = row.WholeOrNull("perMille", 0, PerMilleMax),
            Pence = row.WholeOrNull("pence", 0, PenceMax),
            Most = row.AmountOrNull("most"),
            OnlyIfAnyMarker = row.Flag("onlyIfAnyMarker"),
            OnlyIfAllMarkers = row.Flag("onlyIfAllMarkers"),
            Use = row.IdOrNull("use"),
            ApprovedBy = row.IdOrNull("approvedBy"),
        };
        CheckPay(row, part, markers);
        return row.Finish(() => part);
    }

    static void CheckPay(RowSection row, SchemePart part, List<SchemeMarker> markers)
    {
        if (part.Pay == "share")
        {
            if (!row.Has("perMille"))
                row.Fault("pay", "a part that pays a share needs perMille; add how much of it is paid");
            if (part.Parts is not [var what] || !Shared.Contains(what))
                row.Fault("of", $"a part that pays a share says of what: {string.Join(" or ", Shared)}; write one of them");
        }
        else if (part.Pay == "markers")
        {
            if (part.Parts.Count == 0)
                row.Fault("of", "a part that pays markers names them in of; add their ids");
            foreach (var id in part.Parts.Where(p => markers.TrueForAll(m => m.Id != p)))
                row.Fault("of", $"{id} is no marker of this scheme{NearWord.Hint(id, markers.Select(m => m.Id))} Name a marker.");
        }
        else if (part.Pay.Length > 0 && !row.Has("pence"))
            row.Fault("pay", $"a part that pays {part.Pay} needs pence; add how much is paid");

        if ((part.OnlyIfAnyMarker || part.OnlyIfAllMarkers) && markers.Count == 0)
            row.Fault("id", "this part is paid for markers only, and the scheme has none; add markers, or take the condition out");
    }

    static string? ReadNumber(RowSection row, string key)
    {
        if (row.TextOrNull(key) is not { } text)
            return null;
        const NumberStyles Digits = NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign;
        if (decimal.TryParse(text, Digits, CultureInfo.InvariantCulture, out _))
            return text;
        row.Fault(key, $"{key} is {Shown.Short(text)}; write a number, such as 0.05");
        return null;
    }
}
