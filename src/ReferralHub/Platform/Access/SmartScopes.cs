using System.Diagnostics.CodeAnalysis;

namespace ReferralHub.Platform.Access;

/// <summary>What a system may do with the resources of a type: create, read, update, delete, search.</summary>
[Flags]
public enum Interactions
{
    None = 0,
    Create = 1,
    Read = 2,
    Update = 4,
    Delete = 8,
    Search = 16,
    All = 31,
}

/// <summary>
/// Scopes of systems in the words of SMART App Launch 2.2 (§ scopes for requesting FHIR resources): <c>system/TYPE.cruds</c> with any
/// of the five letters in this order, its older forms <c>.read</c>, <c>.write</c> and <c>.*</c>, and the hub's own scopes, whose name
/// begins with a small letter.
/// </summary>
public static class SmartScopes
{
    /// <summary>Reads the feeds.</summary>
    public const string Events = "system/events.read";

    /// <summary>Looks after failed work.</summary>
    public const string Operate = "system/hub.operate";

    /// <summary>Proposes, approves, withdraws and simulates rule packs.</summary>
    public const string Rules = "system/hub.rules";

    /// <summary>Reads plans, signs budgets for whom it acts for, and closes months.</summary>
    public const string Books = "system/hub.books";

    const string Prefix = "system/";
    const string Letters = "cruds";

    /// <summary>The hub's own scopes.</summary>
    public static IReadOnlyList<string> Own { get; } = [Events, Operate, Rules, Books];

    /// <summary>Reads a scope about resources; false for every other text. The type is <c>*</c> for all.</summary>
    public static bool TryRead(string scope, [NotNullWhen(true)] out string? type, out Interactions may)
    {
        (type, may) = (null, Interactions.None);
        if (!scope.StartsWith(Prefix, StringComparison.Ordinal) || scope.IndexOf('.', StringComparison.Ordinal) is not (> 0 and var dot))
            return false;
        var name = scope[Prefix.Length..dot];
        if (name != "*" && (name.Length == 0 || !char.IsAsciiLetterUpper(name[0]) || !name.All(char.IsAsciiLetter)))
            return false;
        may = ReadInteractions(scope[(dot + 1)..]);
        if (may == Interactions.None)
            return false;
        type = name;
        return true;
    }

    /// <summary>Whether it is a scope that this hub can give.</summary>
    public static bool IsKnown(string scope) => Own.Contains(scope) || TryRead(scope, out _, out _);

    /// <summary>Whether these scopes let one do that with resources of this type.</summary>
    public static bool Permit(IReadOnlyList<string> scopes, string type, Interactions wanted)
    {
        var may = Interactions.None;
        foreach (var scope in scopes)
            if (TryRead(scope, out var name, out var one) && (name == "*" || name == type))
                may |= one;
        return (may & wanted) == wanted;
    }

    /// <summary>The scope in its present form, e.g. <c>system/Task.rs</c>.</summary>
    public static string Write(string type, Interactions may) =>
        $"{Prefix}{type}.{string.Concat(Letters.Where((_, i) => may.HasFlag((Interactions)(1 << i))))}";

    /// <summary>
    /// What of the scopes asked for is given: each as it was asked where it is registered whole, else what of it is registered. All that
    /// is registered when none was asked for.
    /// </summary>
    public static IReadOnlyList<string> Grant(IReadOnlyList<string> asked, IReadOnlyList<string> registered)
    {
        if (asked.Count == 0)
            return registered;
        var given = new List<string>();
        foreach (var scope in asked.Distinct(StringComparer.Ordinal))
        {
            if (registered.Contains(scope) || (TryRead(scope, out var whole, out var all) && Permit(registered, whole, all)))
                given.Add(scope);
            else if (TryRead(scope, out var type, out var wanted))
                given.AddRange(registered.Select(r => Narrow(type, wanted, r)).OfType<string>());
        }

        return [.. given.Distinct(StringComparer.Ordinal)];
    }

    static string? Narrow(string type, Interactions wanted, string registered) =>
        TryRead(registered, out var other, out var may)
        && (type == "*" || other == "*" || type == other)
        && (may & wanted) is not Interactions.None and var both
            ? Write(type == "*" ? other : type, both)
            : null;

    static Interactions ReadInteractions(string text)
    {
        switch (text)
        {
            case "read":
                return Interactions.Read | Interactions.Search;
            case "write":
                return Interactions.Create | Interactions.Update | Interactions.Delete;
            case "*":
                return Interactions.All;
        }

        var (may, last) = (Interactions.None, -1);
        foreach (var letter in text)
        {
            var at = Letters.IndexOf(letter, StringComparison.Ordinal);
            if (at <= last)
                return Interactions.None;
            (may, last) = (may | (Interactions)(1 << at), at);
        }

        return may;
    }
}
