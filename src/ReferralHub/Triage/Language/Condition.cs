using System.Globalization;
using ReferralHub.Fhir.FhirPath;
using ReferralHub.Kernel;

namespace ReferralHub.Triage.Language;

/// <summary>
/// A condition on a referral, in three values: true, false, and null for what cannot be told. Unknown is never taken for no:
/// "all" is unknown unless a part is false, "any" is unknown unless a part is true, and "not" of unknown is unknown.
/// </summary>
public abstract record Condition
{
    /// <summary>The condition in words that follow "when".</summary>
    public abstract string Words { get; }

    /// <summary>How dear it is to ask: facts first, then phrases, then expressions over the document.</summary>
    public virtual int Cost => 0;

    public virtual bool NeedsResources => false;

    /// <summary>Whether it goes by what the referral says, so that a referral can be recognised by it.</summary>
    public virtual bool IsEvidence => false;

    /// <summary>Terms it looks for in the text.</summary>
    internal virtual IEnumerable<Term> Terms => [];

    /// <param name="read">Is told what was looked at; null when nobody wants to know.</param>
    public abstract bool? Holds(TriageInput input, ReadNotes? read);
}

public sealed record Always : Condition
{
    public override string Words => "a referral comes in";

    public override bool? Holds(TriageInput input, ReadNotes? read) => true;
}

public sealed record PriorityIs(IReadOnlyList<Priority> Of) : Condition
{
    public override string Words => $"its priority is {Listing.JoinWithOr(Of.Select(p => p.ToWords().ToLowerInvariant()))}";

    public override bool? Holds(TriageInput input, ReadNotes? read)
    {
        read?.Add(new("priority", input.Facts.Priority.ToCode()));
        return Of.Contains(input.Facts.Priority);
    }
}

public sealed record SpecialtyIs(IReadOnlyList<string> Of) : Condition
{
    public override string Words => $"it is to {Listing.JoinWithOr(Of.Select(TreatmentFunction.FindName))}";

    public override bool? Holds(TriageInput input, ReadNotes? read)
    {
        read?.Add(new("specialty", input.Facts.Specialty ?? "not known"));
        return input.Facts.Specialty is { } specialty ? Of.Contains(specialty) : null;
    }
}

public sealed record FlagIs(IReadOnlyList<string> Of) : Condition
{
    public override string Words => $"it is flagged {Listing.JoinWithOr(Of.Select(f => $"\"{Journey.Flags.Describe(f)}\""))}";

    public override bool? Holds(TriageInput input, ReadNotes? read)
    {
        var found = Of.Where(input.Facts.Flags.Contains).ToList();
        read?.Add(new("flags", found.Count == 0 ? "none of these" : string.Join(' ', found)));
        return found.Count > 0;
    }
}

/// <summary>The patient was referred to this specialty here before, and this referral is linked to that one.</summary>
public sealed record FollowsEarlier : Condition
{
    public override string Words => "it follows an earlier referral of this patient to this specialty";

    public override bool? Holds(TriageInput input, ReadNotes? read)
    {
        read?.Add(new("follows an earlier referral", input.Facts.FollowsEarlier ? "yes" : "no"));
        return input.Facts.FollowsEarlier;
    }
}

/// <summary>The practice has declared an interest in a provider of this specialty.</summary>
public sealed record HasInterest : Condition
{
    public override string Words => "the practice has declared an interest in a provider of this specialty";

    public override bool? Holds(TriageInput input, ReadNotes? read)
    {
        read?.Add(new("declared interests", input.Facts.Interests.Count == 0 ? "none" : string.Join(", ", input.Facts.Interests)));
        return input.Facts.Interests.Count > 0;
    }
}

/// <summary>Contents of a referral whose absence a rule can name.</summary>
public enum MissingItem
{
    Reason,
    ClinicalInformation,
    BirthDate,
    Sex,
    Attachment,
    Requester,
    Telephone,
}

public sealed record IsMissing(IReadOnlyList<MissingItem> Of) : Condition
{
    public override string Words => $"it does not give {Listing.JoinWithOr(Of.Select(Name))}";

    public override bool? Holds(TriageInput input, ReadNotes? read)
    {
        var missing = Of.Where(m => Lacks(m, input.Facts)).ToList();
        read?.Add(new("missing", missing.Count == 0 ? "nothing of this" : string.Join(", ", missing.Select(Name))));
        return missing.Count > 0;
    }

    static bool Lacks(MissingItem item, TriageFacts facts) =>
        item switch
        {
            MissingItem.Reason => string.IsNullOrWhiteSpace(facts.Reason),
            MissingItem.ClinicalInformation => !facts.HasClinicalInformation,
            MissingItem.BirthDate => facts.Age is null,
            MissingItem.Sex => facts.Sex is null or "unknown",
            MissingItem.Attachment => !facts.HasAttachment,
            MissingItem.Requester => facts.RequesterName is null,
            _ => !facts.HasTelephone,
        };

    static string Name(MissingItem item) =>
        item switch
        {
            MissingItem.Reason => "the reason for referral",
            MissingItem.ClinicalInformation => "clinical information",
            MissingItem.BirthDate => "the date of birth",
            MissingItem.Sex => "the sex",
            MissingItem.Attachment => "an attachment",
            MissingItem.Requester => "the name of the referrer",
            _ => "a telephone number",
        };
}

/// <summary>Whole years at the time of triage.</summary>
public sealed record AgeIs(int? From, int? Below) : Condition
{
    public override string Words =>
        (From, Below) switch
        {
            ({ } from, { } below) => $"the patient is {from} or over and under {below}",
            ({ } from, null) => $"the patient is {from} or over",
            _ => $"the patient is under {Below}",
        };

    public override bool? Holds(TriageInput input, ReadNotes? read)
    {
        read?.Add(new("age", input.Facts.Age?.ToString(CultureInfo.InvariantCulture) ?? "not known"));
        return input.Facts.Age is { } age ? (From is null || age >= From) && (Below is null || age < Below) : null;
    }
}

public sealed record SexIs(string Sex) : Condition
{
    public override string Words => $"the patient is {Sex}";

    public override bool? Holds(TriageInput input, ReadNotes? read)
    {
        read?.Add(new("sex", input.Facts.Sex ?? "not known"));
        return input.Facts.Sex is "male" or "female" or "other" ? input.Facts.Sex == Sex : null;
    }
}

/// <summary>A word or code of a term stands in the referral and is not denied there: true or false; in doubt it counts as said.</summary>
public sealed record Mentions(IReadOnlyList<Term> Of) : Condition
{
    public override string Words => $"it mentions {Listing.JoinWithOr(Of.Select(t => t.Title))}";

    internal override IEnumerable<Term> Terms => Of;

    public override bool IsEvidence => true;

    public override int Cost => 1;

    public override bool? Holds(TriageInput input, ReadNotes? read)
    {
        var said = TermSearch.Find(Of, input, read);
        read?.Add(new("mentions", said.Shown ?? "nothing of this"));
        return said.IsSaid ?? false;
    }
}

/// <summary>The referral says so (true), denies it (false), or does not say (null).</summary>
public sealed record States(IReadOnlyList<Term> Of) : Condition
{
    public override string Words => $"it states {Listing.JoinWithOr(Of.Select(t => t.Title))}";

    internal override IEnumerable<Term> Terms => Of;

    public override bool IsEvidence => true;

    public override int Cost => 1;

    public override bool? Holds(TriageInput input, ReadNotes? read)
    {
        var said = TermSearch.Find(Of, input, read);
        read?.Add(
            new(
                "states",
                said.Shown is null ? "it does not say"
                    : said.IsCertain ? said.Shown
                    : $"{said.Shown}, which is not certain"
            )
        );
        // "More than four" may be seven; what only may be is not known.
        return said is { IsSaid: true, IsCertain: false } ? null : said.IsSaid;
    }
}

/// <summary>A FHIRPath expression over the referral.</summary>
/// <param name="Path">Compiled with <see cref="RuleLibrary"/>.</param>
/// <param name="Say">The expression in words.</param>
public sealed record PathIs(PathExpression Path, string Say) : Condition
{
    public override string Words => Say;

    public override bool IsEvidence => true;

    public override int Cost => 2;

    public override bool NeedsResources => true;

    public override bool? Holds(TriageInput input, ReadNotes? read)
    {
        bool? holds;
        try
        {
            holds = Path.IsTrue(input.Environment);
        }
        catch (PathException e)
        {
            // What cannot be worked out on this referral is not known; the trace says why.
            read?.Add(new(Path.Text, $"cannot be worked out: {e.Message}"));
            return null;
        }

        read?.Add(
            new(
                Path.Text,
                holds switch
                {
                    true => "true",
                    false => "false",
                    null => "not known",
                }
            )
        );
        return holds;
    }
}

public sealed record AllOf(IReadOnlyList<Condition> Parts) : Condition
{
    public override string Words => string.Join(", and ", Parts.Select(p => p.Words));

    internal override IEnumerable<Term> Terms => Parts.SelectMany(p => p.Terms);

    public override bool IsEvidence => Parts.Any(p => p.IsEvidence);

    public override int Cost => Parts.Max(p => p.Cost);

    public override bool NeedsResources => Parts.Any(p => p.NeedsResources);

    public override bool? Holds(TriageInput input, ReadNotes? read)
    {
        bool? all = true;
        for (var i = 0; i < Parts.Count; i++)
        {
            var part = Parts[i].Holds(input, read);
            if (part is false)
                return false;
            all = part is null ? null : all;
        }

        return all;
    }
}

public sealed record AnyOf(IReadOnlyList<Condition> Parts) : Condition
{
    public override string Words => string.Join(", or ", Parts.Select(p => p.Words));

    internal override IEnumerable<Term> Terms => Parts.SelectMany(p => p.Terms);

    /// <summary>Each way must be one by which a referral is recognised.</summary>
    public override bool IsEvidence => Parts.All(p => p.IsEvidence);

    public override int Cost => Parts.Max(p => p.Cost);

    public override bool NeedsResources => Parts.Any(p => p.NeedsResources);

    public override bool? Holds(TriageInput input, ReadNotes? read)
    {
        bool? any = false;
        for (var i = 0; i < Parts.Count; i++)
        {
            var part = Parts[i].Holds(input, read);
            if (part is true)
                return true;
            any = part is null ? null : any;
        }

        return any;
    }
}

public sealed record Not(Condition Of) : Condition
{
    public override string Words => $"it is not so that {Of.Words}";

    internal override IEnumerable<Term> Terms => Of.Terms;

    public override int Cost => Of.Cost;

    public override bool NeedsResources => Of.NeedsResources;

    public override bool? Holds(TriageInput input, ReadNotes? read) => !Of.Holds(input, read);
}

static class Listing
{
    public static string JoinWithOr(IEnumerable<string> items) => Join([.. items], "or");

    public static string JoinWithAnd(IEnumerable<string> items) => Join([.. items], "and");

    static string Join(List<string> items, string word) =>
        items.Count < 2 ? string.Concat(items) : $"{string.Join(", ", items[..^1])} {word} {items[^1]}";
}
