using System.Globalization;
using ReferralHub.Fhir;
using ReferralHub.Fhir.FhirPath;
using ReferralHub.Kernel;

namespace ReferralHub.Triage.Language;

/// <summary>The variables and functions that expressions of rules have beside FHIRPath. Documented in the module's README.</summary>
static class RuleLibrary
{
    static readonly Dictionary<string, string?> Variables = new()
    {
        ["request"] = "ServiceRequest",
        ["patient"] = "Patient",
        ["bundle"] = null,
        ["practice"] = "Organization",
        ["history"] = "ServiceRequest",
        ["directory"] = "HealthcareService",
        ["now"] = null,
    };

    /// <param name="terms">Of the pack, which <c>hasCode</c> and <c>latest</c> name.</param>
    public static PathLibrary Create(IReadOnlyDictionary<string, Term> terms) =>
        new(
            Variables,
            new Dictionary<string, LibraryFunction>
            {
                ["ageAt"] = new(0, 1, AgeAt),
                ["workingDaysSince"] = new(0, 0, WorkingDaysSince),
                ["daysSince"] = new(0, 0, DaysSince),
                ["hasCode"] = new(1, 1, (_, input, arguments) => PathItems.One(HasCode(input, FindTerm(terms, arguments[0])))),
                ["latest"] = new(
                    1,
                    2,
                    (environment, input, arguments) =>
                        Latest(environment, input, FindTerm(terms, arguments[0]), arguments.Count > 1 ? arguments[1] : PathItems.Empty)
                ),
            }
        );

    static DateOnly Today(PathEnvironment environment) => WorkingDays.LocalDate(environment.Now!.Value.UtcDateTime);

    /// <summary><c>%patient.ageAt()</c>, or at a date: whole years; nothing when the date of birth is not known to the day.</summary>
    static PathItems AgeAt(PathEnvironment environment, PathItems input, IReadOnlyList<PathItems> arguments)
    {
        if (
            input.Count != 1
            || input[0] is not PathNode { Node: var patient }
            || !FhirDateTime.TryDate(patient["birthDate"].Text, out var born)
        )
            return PathItems.Empty;
        var at =
            arguments.Count == 0 ? Today(environment)
            : ReadDate(arguments[0]) is { } given ? given
            : (DateOnly?)null;
        if (at is not { } date || date < born)
            return PathItems.Empty;
        var years = date.Year - born.Year;
        return PathItems.One((long)(born.AddYears(years) > date ? years - 1 : years));
    }

    /// <summary><c>%request.authoredOn.workingDaysSince()</c>: working days from then to today; nothing of nothing.</summary>
    static PathItems WorkingDaysSince(PathEnvironment environment, PathItems input, IReadOnlyList<PathItems> arguments) =>
        ReadDate(input) is not { } date ? PathItems.Empty
        : date < WorkingDays.FirstKnown ? throw new PathException($"Working days are known from {WorkingDays.FirstKnown:yyyy-MM-dd} on.")
        : PathItems.One((long)WorkingDays.Between(date, Today(environment)));

    /// <summary>Days from then to today.</summary>
    static PathItems DaysSince(PathEnvironment environment, PathItems input, IReadOnlyList<PathItems> arguments) =>
        ReadDate(input) is { } date ? PathItems.One((long)(Today(environment).DayNumber - date.DayNumber)) : PathItems.Empty;

    static DateOnly? ReadDate(PathItems items)
    {
        if (items.Count > 1)
            throw new PathException($"One date is wanted, and there are {items.Count}.");
        var text =
            items.Count == 0 ? null
            : items[0] is PathNode node ? node.Node.Text
            : Convert.ToString(items[0], CultureInfo.InvariantCulture)?.TrimStart('@');
        if (text is null)
            return null;
        return FhirDateTime.TryInstant(text, out var instant)
            ? text.Length == 10
                ? DateOnly.FromDateTime(instant)
                : WorkingDays.LocalDate(instant)
            : null;
    }

    static Term FindTerm(IReadOnlyDictionary<string, Term> terms, PathItems name)
    {
        if (name.Count != 1 || name[0] is not string id)
            throw new PathException("The name of a term of the pack is wanted, in quotes.");
        return terms.GetValueOrDefault(id) ?? throw new PathException($"The pack has no term {id}.");
    }

    /// <summary>Whether any coding of the input, or of its code, is one of the term.</summary>
    static bool HasCode(PathItems input, Term term)
    {
        foreach (var item in input)
            if (item is PathNode { Node: var node } && HasCode(node, term))
                return true;
        return false;
    }

    static bool HasCode(FhirNode node, Term term)
    {
        if (node["code"].IsObject)
            return HasCode(node["code"], term);
        if (IsCoding(node, term))
            return true;
        foreach (var coding in node.Items("coding"))
            if (IsCoding(coding, term))
                return true;
        return false;
    }

    static bool IsCoding(FhirNode coding, Term term) =>
        coding["system"].Text is { } system && coding["code"].Text is { } code && term.Codes.Contains((system, code));

    /// <summary>
    /// <c>%bundle.latest('term')</c>, or of the last so many months: the newest Observation of the message with a code of the term
    /// that was not entered in error; nothing when there is none.
    /// </summary>
    static PathItems Latest(PathEnvironment environment, PathItems input, Term term, PathItems months)
    {
        DateOnly? since =
            months.IsEmpty ? null
            : months[0] is long count ? Today(environment).AddMonths(-(int)Math.Min(count, 1200))
            : throw new PathException("The number of months is wanted.");
        (PathNode? Node, DateTime At) newest = (null, DateTime.MinValue);
        foreach (var item in input)
        {
            if (item is not PathNode { Node: var node })
                continue;
            foreach (var observation in Observations(node))
            {
                if (!HasCode(observation, term) || observation["status"].Is("entered-in-error"))
                    continue;
                var isDated = FhirDateTime.TryInstant(
                    observation["effectiveDateTime"].Text
                        ?? observation["effectiveInstant"].Text
                        ?? observation["effectivePeriod"]["end"].Text,
                    out var at
                );
                if (since is { } from && (!isDated || DateOnly.FromDateTime(at) < from))
                    continue;
                if (newest.Node is null || at > newest.At)
                    newest = (PathNode.FromResource(observation), at);
            }
        }

        return PathItems.One(newest.Node);
    }

    static IEnumerable<FhirNode> Observations(FhirNode node)
    {
        if (node.ResourceType == "Observation")
            yield return node;
        foreach (var list in new[] { "entry", "contained" })
        {
            foreach (var item in Children(node, list))
            {
                var resource = list == "entry" ? item["resource"] : item;
                foreach (var found in Observations(resource))
                    yield return found;
            }
        }
    }

    static List<FhirNode> Children(FhirNode node, string name)
    {
        var children = new List<FhirNode>();
        foreach (var item in node.Items(name))
            children.Add(item);
        return children;
    }
}
