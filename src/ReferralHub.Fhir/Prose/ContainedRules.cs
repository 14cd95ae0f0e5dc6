using ReferralHub.Fhir.FhirPath;
using ReferralHub.Fhir.Profiles;
using ReferralHub.Fhir.Structure;

namespace ReferralHub.Fhir.Prose;

/// <summary>Contained resources are pointed to by their ids, so each has one of its own (R4 §2.3.0.1).</summary>
static class ContainedRules
{
    public static void Check(PathNode resource, ProseFinding add)
    {
        var known = new HashSet<string>(StringComparer.Ordinal);
        foreach (PathNode contained in ProfileWalk.Children(resource, "contained"))
        {
            if (contained.Node["id"].Text is not { } id)
                add(contained, FhirSeverity.Error, "required", "A contained resource must have an id, because it is pointed to by that.");
            else if (!known.Add(id))
                add(
                    contained,
                    FhirSeverity.Error,
                    "duplicate",
                    "Two contained resources have this id; which of them is meant cannot be known."
                );
        }
    }
}
