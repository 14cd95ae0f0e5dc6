using ReferralHub.Commissioning.Model;

namespace ReferralHub.Commissioning.Checks;

/// <summary>Whether there can be care that two scopes both cover.</summary>
static class ScopeMeeting
{
    /// <param name="first">A scope, and whether who holds the plan commissions for all: only such a holder pays for specialised care
    /// that its scope does not ask for.</param>
    /// <param name="second">The other.</param>
    public static bool Meet(
        (CommissioningScope Scope, bool CommissionsForAll) first,
        (CommissioningScope Scope, bool CommissionsForAll) second
    )
    {
        var exclude = first.Scope.Exclude.Concat(second.Scope.Exclude).ToList();
        return first
            .Scope.Include.Select(p => Narrow(p, first.CommissionsForAll))
            .Any(a =>
                second
                    .Scope.Include.Select(p => Narrow(p, second.CommissionsForAll))
                    .Any(b => Intersect(a, b) is { } both && !exclude.Exists(e => Contains(e, both)))
            );
    }

    static ScopePart Narrow(ScopePart part, bool commissionsForAll) =>
        commissionsForAll || part.Specialised is not null ? part : part with { Specialised = false };

    /// <summary>What both parts cover; null where there is nothing.</summary>
    static Common? Intersect(ScopePart a, ScopePart b)
    {
        var both = new Common(
            Intersect(a.Sources, b.Sources),
            Intersect(a.Pods, b.Pods),
            Intersect(a.Tfcs, b.Tfcs),
            // A referral may have several conditions, so it may have one of each list.
            [.. new[] { a.Conditions, b.Conditions }.OfType<IReadOnlyList<string>>()],
            Largest(a.AgeFrom, b.AgeFrom),
            Smallest(a.AgeTo, b.AgeTo),
            a.Specialised ?? b.Specialised,
            a.CaseManaged ?? b.CaseManaged
        );
        var isEmpty =
            both.Sources is []
            || both.Pods is []
            || both.Tfcs is []
            || both.AgeTo < both.AgeFrom
            || (a.Specialised ?? both.Specialised) != (b.Specialised ?? both.Specialised)
            || (a.CaseManaged ?? both.CaseManaged) != (b.CaseManaged ?? both.CaseManaged);
        return isEmpty ? null : both;
    }

    /// <summary>Whether a part covers all of what is common.</summary>
    static bool Contains(ScopePart part, Common common) =>
        Contains(part.Sources, common.Sources)
        && Contains(part.Pods, common.Pods)
        && Contains(part.Tfcs, common.Tfcs)
        && (part.Conditions is null || common.Conditions.Any(c => Contains(part.Conditions, c)))
        && (part.AgeFrom is null || common.AgeFrom >= part.AgeFrom)
        && (part.AgeTo is null || common.AgeTo <= part.AgeTo)
        && (part.Specialised is null || part.Specialised == common.Specialised)
        && (part.CaseManaged is null || part.CaseManaged == common.CaseManaged);

    static bool Contains<T>(IReadOnlyList<T>? part, IReadOnlyList<T>? common) =>
        part is null || (common is not null && common.All(part.Contains));

    static IReadOnlyList<T>? Intersect<T>(IReadOnlyList<T>? a, IReadOnlyList<T>? b) =>
        a is null ? b
        : b is null ? a
        : [.. a.Where(b.Contains)];

    static int? Largest(int? a, int? b) =>
        a is null ? b
        : b is null ? a
        : Math.Max(a.Value, b.Value);

    static int? Smallest(int? a, int? b) =>
        a is null ? b
        : b is null ? a
        : Math.Min(a.Value, b.Value);

    sealed record Common(
        IReadOnlyList<ActivitySource>? Sources,
        IReadOnlyList<string>? Pods,
        IReadOnlyList<string>? Tfcs,
        IReadOnlyList<IReadOnlyList<string>> Conditions,
        int? AgeFrom,
        int? AgeTo,
        bool? Specialised,
        bool? CaseManaged
    );
}
