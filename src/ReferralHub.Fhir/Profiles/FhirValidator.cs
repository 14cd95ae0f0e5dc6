using ReferralHub.Fhir.FhirPath;
using ReferralHub.Fhir.Packages;
using ReferralHub.Fhir.Prose;
using ReferralHub.Fhir.Schema;
using ReferralHub.Fhir.Structure;

namespace ReferralHub.Fhir.Profiles;

/// <summary>What an extension is whose definition is not at hand.</summary>
public enum UnknownExtensions
{
    /// <summary>An error, as for HL7's own validator: whoever uses an extension has to publish its definition (R4 §2.4.1).</summary>
    AreErrors,

    /// <summary>Something that could not be checked. A receiver does not refuse a resource for it (R4 §2.4.1.0.1).</summary>
    AreTold,
}

/// <summary>
/// Checks resources against R4 and against profiles: those that a resource claims in <c>meta.profile</c>, those asked for, and
/// the definitions of all extensions at hand. For use from any thread.
/// </summary>
/// <param name="clock">What profiles that speak of the present go by; without it such rules are not checked.</param>
public sealed class FhirValidator(DefinitionSet definitions, TimeProvider? clock = null)
{
    /// <summary>More than this many findings about profiles tell nobody anything new.</summary>
    public const int IssuesMax = 200;

    public DefinitionSet Definitions { get; } = definitions;

    /// <summary>
    /// How <see cref="Check"/> takes extensions that nobody has defined here. HL7's own extensions of other releases are always
    /// told only.
    /// </summary>
    public UnknownExtensions UnknownExtensions { get; init; }

    /// <summary>
    /// All that can be said of a resource, in the order of the source; empty when all is right and all was checked: structure of
    /// R4, what R4 says in prose of bundles, references, terminology and definitions, and profiles.
    /// </summary>
    /// <param name="profiles">Canonical URLs of profiles that the resource must conform to, whatever it claims.</param>
    public IReadOnlyList<FhirIssue> Check(FhirDocument document, IEnumerable<string>? profiles = null)
    {
        var structure = FhirStructure.Check(document, isStrict: true);
        if (FhirStructure.IsTooCostly(structure))
            return structure;
        return FhirStructure.Bound(
            document,
            () =>
            {
                var walk = Walk(document, profiles, tellGaps: true, isWhole: true);
                ProseWalk.Check(document, Definitions, walk.Add);
                return [.. structure.Concat(Issues(document, walk.Found)).OrderBy(i => (i.Line, i.Column))];
            }
        );
    }

    /// <summary>
    /// Profiles alone. A rule that is broken is an error, a code outside an extensible binding a warning, and what could not be
    /// checked with the definitions at hand is information with code <c>incomplete</c>.
    /// </summary>
    /// <param name="tellGaps">Whether what could not be checked is told; without it, only what is wrong.</param>
    public IReadOnlyList<FhirIssue> CheckProfiles(FhirDocument document, IEnumerable<string>? profiles = null, bool tellGaps = true) =>
        FhirStructure.Bound(
            document,
            () =>
            {
                var walk = Walk(document, profiles, tellGaps, isWhole: false);
                return walk.Found.Count == 0 ? [] : Issues(document, walk.Found);
            }
        );

    ProfileWalk Walk(FhirDocument document, IEnumerable<string>? profiles, bool tellGaps, bool isWhole)
    {
        var walk = new ProfileWalk(document, Definitions, tellGaps, clock?.GetUtcNow());
        var root = PathNode.Root(document, R4Schema.R4);
        foreach (var profile in profiles ?? [])
            walk.Check(root, profile);
        new ClaimWalk(walk, isWhole && UnknownExtensions == UnknownExtensions.AreErrors).Visit(root);
        return walk;
    }

    static List<FhirIssue> Issues(FhirDocument document, IReadOnlyList<Finding> found)
    {
        // A rule that several profiles repeat is told once.
        var told = found
            .OrderBy(f => f.Severity)
            .ThenBy(f => f.Offset)
            .DistinctBy(f => (f.Offset, f.Text))
            .Take(IssuesMax)
            .OrderBy(f => f.Offset)
            .ToList();
        var places = SourcePosition.Locate(document, told.ConvertAll(f => f.Offset));
        return
        [
            .. told.Select((f, i) => new FhirIssue(f.Severity, f.Code, f.Text, places[i].Expression, places[i].Line, places[i].Column)),
        ];
    }
}
