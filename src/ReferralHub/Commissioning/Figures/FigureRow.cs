using ReferralHub.Commissioning.Model;
using ReferralHub.Kernel;

namespace ReferralHub.Commissioning.Figures;

/// <summary>
/// One row of a file of figures while it is read. Everything that is wrong with it is said at once; what cannot be read has a value
/// that nobody sees, because a row with a fault is not kept.
/// </summary>
sealed class FigureRow(RowPlace place, Func<string, string> field, Action<string> refuse)
{
    const int SourceCharactersMax = 300;
    const int ListCharactersMax = 64;
    const long PenceMax = 100_000_000_000;

    public RowPlace Place => place;

    public bool IsRefused { get; private set; }

    public void Refuse(string text)
    {
        IsRefused = true;
        refuse(text);
    }

    public long ReadNumber(string column, string unit, long min, long max) =>
        Take(FigureNumber.Read(field(column), column, unit, min, max));

    public long? ReadOptionalNumber(string column, string unit, long min, long max) =>
        field(column).Length == 0 ? null : ReadNumber(column, unit, min, max);

    public Money ReadPence(string column) => new(ReadNumber(column, "whole pence, such as 15200 for £152.00", 0, PenceMax));

    public DateOnly ReadDay(string column) => Take(FigureDate.ReadDay(field(column), column));

    public DateOnly? ReadOptionalDay(string column) => field(column).Length == 0 ? null : ReadDay(column);

    public DateOnly ReadMonth(string column) => Take(FigureDate.ReadMonth(field(column), column));

    /// <summary>The columns from and to, the second of which may be empty.</summary>
    public EffectivePeriod ReadPeriod()
    {
        var (from, to) = (ReadDay("from"), ReadOptionalDay("to"));
        if (to < from && !IsRefused)
            Refuse(FormattableString.Invariant($"to is {to:yyyy-MM-dd}, which lies before from, {from:yyyy-MM-dd}"));
        return new(from, to);
    }

    /// <summary>Who says so.</summary>
    public string ReadSource()
    {
        var source = field("source");
        if (source.Length is 0)
            Refuse("source is empty; write where the figure comes from");
        else if (source.Length > SourceCharactersMax)
            Refuse(FormattableString.Invariant($"source has more than {SourceCharactersMax} characters"));
        return source;
    }

    /// <summary>The columns corrects and correctedBy, which a file need not have: both are filled, or neither is.</summary>
    public RowCorrection? ReadCorrection()
    {
        var (reason, by) = (field("corrects"), field("correctedBy"));
        if (reason.Length == 0 && by.Length == 0)
            return null;
        if (reason.Length == 0 || by.Length == 0)
            Refuse("corrects says why a row differs, and correctedBy who stands for it; fill both or neither");
        else if (Math.Max(reason.Length, by.Length) > SourceCharactersMax)
            Refuse(FormattableString.Invariant($"corrects or correctedBy has more than {SourceCharactersMax} characters"));
        return new(reason, by);
    }

    /// <summary>The name of a price list: letters, digits, points, hyphens and underscores.</summary>
    public string ReadList(string column)
    {
        var list = field(column);
        if (list.Length is 0 or > ListCharactersMax || !list.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_'))
            Refuse($"{column} is \"{list}\"; name the list with letters, digits, points and hyphens, such as national-2026-27");
        return list;
    }

    /// <summary>ODS code of an organisation.</summary>
    public string ReadOrganisation(string column)
    {
        if (!OdsCode.TryParse(field(column), out var code))
            Refuse($"{column} is \"{field(column)}\"; an ODS code has 3 to 12 letters and digits, such as RZ1 or L81008");
        return code.Value;
    }

    public string? ReadOptionalOrganisation(string column) => field(column).Length == 0 ? null : ReadOrganisation(column);

    /// <summary>Treatment function code.</summary>
    public string ReadTfc(string column)
    {
        if (!TreatmentFunction.TryFind(field(column), out _))
            Refuse($"{column} is \"{field(column)}\"; no treatment function has this code, which has three digits, such as 110");
        return field(column);
    }

    public string? ReadOptionalTfc(string column) => field(column).Length == 0 ? null : ReadTfc(column);

    /// <summary>Healthcare resource group: HN22A, or H80 of the older versions.</summary>
    public string? ReadOptionalHrg(string column)
    {
        var hrg = field(column).ToUpperInvariant();
        if (hrg.Length == 0)
            return null;
        if (hrg.Length is < 3 or > 5 || !hrg.All(char.IsAsciiLetterOrDigit))
            Refuse($"{column} is \"{hrg}\"; a healthcare resource group has 3 to 5 letters and digits, such as HN22A");
        return hrg;
    }

    public string ReadPod(string column) => ReadWord(column, PointsOfDelivery.All);

    public string? ReadOptionalPriority(string column)
    {
        if (field(column).Length == 0)
            return null;
        if (!Priorities.TryParse(field(column), out var priority))
            Refuse($"{column} is \"{field(column)}\"; write routine, urgent, asap, stat, or nothing for all");
        return priority.ToCode();
    }

    /// <summary>One of a few words, in either case.</summary>
    public string ReadWord(string column, IReadOnlyList<string> words)
    {
        var word = words.FirstOrDefault(w => w.Equals(field(column), StringComparison.OrdinalIgnoreCase));
        if (word is null)
            Refuse($"{column} is \"{field(column)}\"; write {string.Join(", ", words.SkipLast(1))} or {words[^1]}");
        return word ?? "";
    }

    public bool ReadYesOrNo(string column) => ReadWord(column, ["y", "n", "yes", "no"]).StartsWith('y');

    T Take<T>((T Value, string? Fault) read)
    {
        if (read.Fault is not null)
            Refuse(read.Fault);
        return read.Value;
    }
}
