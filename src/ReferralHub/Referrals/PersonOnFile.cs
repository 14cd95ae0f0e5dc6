using ReferralHub.Kernel;

namespace ReferralHub.Referrals;

/// <summary>Who a referral is about, as far as it tells people apart.</summary>
public sealed record PersonOnFile(string? NhsNumber, string? Family, string? Given, DateOnly? BirthDate)
{
    public static PersonOnFile FromFacts(PatientFacts patient) => new(patient.NhsNumber, patient.Family, patient.Given, patient.BirthDate);
}

/// <summary>What of two descriptions of a person does not agree.</summary>
[Flags]
public enum PersonDifference
{
    None = 0,
    Number = 1,
    Name = 2,
    BirthDate = 4,
}

/// <summary>
/// Tells whether two descriptions are of one person, so that nothing said of one is carried out on another. One number, and the
/// name or the date of birth: one person, who may have married or been mistyped. Without a number on both sides nothing may
/// disagree. A number that fails its check is a typing error and says nothing; two that pass are two people's, until somebody
/// has found out otherwise.
/// </summary>
public static class SamePerson
{
    enum Agreement
    {
        Unknown,
        Same,
        Different,
    }

    /// <summary>What differs when they are two people; <see cref="PersonDifference.None"/> when they are one.</summary>
    public static PersonDifference FindDifference(PersonOnFile one, PersonOnFile other)
    {
        var number = CompareNumbers(one.NhsNumber, other.NhsNumber);
        var name = CompareNames(one, other);
        var born =
            one.BirthDate is null || other.BirthDate is null ? Agreement.Unknown
            : one.BirthDate == other.BirthDate ? Agreement.Same
            : Agreement.Different;
        var isSame = number switch
        {
            Agreement.Different => false,
            Agreement.Same => name == Agreement.Same || born == Agreement.Same || (name == Agreement.Unknown && born == Agreement.Unknown),
            _ => name != Agreement.Different && born != Agreement.Different,
        };
        return isSame
            ? PersonDifference.None
            : (number == Agreement.Different ? PersonDifference.Number : 0)
                | (name == Agreement.Different ? PersonDifference.Name : 0)
                | (born == Agreement.Different ? PersonDifference.BirthDate : 0);
    }

    /// <summary>The items in words, as a sentence lists them.</summary>
    public static string Describe(PersonDifference difference)
    {
        var items = new List<string>();
        if (difference.HasFlag(PersonDifference.Number))
            items.Add("NHS number");
        if (difference.HasFlag(PersonDifference.Name))
            items.Add("name");
        if (difference.HasFlag(PersonDifference.BirthDate))
            items.Add("date of birth");
        return items.Count < 2 ? string.Concat(items) : $"{string.Join(", ", items.SkipLast(1))} and {items[^1]}";
    }

    static Agreement CompareNumbers(string? one, string? other)
    {
        var (a, b) = (Real(one), Real(other));
        if (a is null || b is null)
            return Agreement.Unknown;
        if (a == b)
            return Agreement.Same;
        return NhsNumber.TryParse(a, out _) && NhsNumber.TryParse(b, out _) ? Agreement.Different : Agreement.Unknown;
    }

    static string? Real(string? number) => NhsNumber.IsPlaceholder(number) ? null : NhsNumber.Clean(number);

    static Agreement CompareNames(PersonOnFile one, PersonOnFile other)
    {
        var (family, otherFamily) = (Parts(one.Family), Parts(other.Family));
        if (family.Length == 0 || otherFamily.Length == 0)
            return Agreement.Unknown;
        if (!family.SequenceEqual(otherFamily))
            return Agreement.Different;
        var (given, otherGiven) = (Parts(one.Given), Parts(other.Given));
        if (given.Length == 0 || otherGiven.Length == 0)
            return Agreement.Same;
        return given.Intersect(otherGiven).Any() || IsInitial(given, otherGiven) || IsInitial(otherGiven, given)
            ? Agreement.Same
            : Agreement.Different;
    }

    static bool IsInitial(string[] given, string[] other) =>
        given[0].Length == 1 && other[0].StartsWith(given[0], StringComparison.Ordinal);

    static string[] Parts(string? name) => name is null ? [] : PersonName.Fold(name).Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
