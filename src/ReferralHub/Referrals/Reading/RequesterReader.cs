using ReferralHub.Fhir;
using ReferralHub.Kernel;
using ReferralHub.Platform;

namespace ReferralHub.Referrals.Reading;

/// <summary>
/// Who refers, and for which organisation: a PractitionerRole says both; a Practitioner is looked up in the roles that
/// come along; an Organization is itself; a logical reference may carry an ODS code.
/// </summary>
static class RequesterReader
{
    public static RequesterFacts Read(FhirDocument document, FhirNode request, SubmissionKind kind, DateTime now, List<Problem> problems)
    {
        var reference = request["requester"];
        var requester = document.Resolve(reference, request);
        if (kind == SubmissionKind.New)
        {
            if (!reference.Exists)
                problems.Add(ReadingProblems.NoRequester.At(request));
            else if (!requester.Exists && !reference["identifier"]["value"].Exists)
                problems.Add(ReadingProblems.RequesterDangling.At(reference));
        }

        var (practitioner, organisation) = requester.ResourceType switch
        {
            "PractitionerRole" => (
                document.Resolve(requester["practitioner"], requester, request),
                document.Resolve(requester["organization"], requester, request)
            ),
            "Practitioner" => (requester, FindOrganisation(document, request, requester)),
            "Organization" => (default, requester),
            _ => (default, default),
        };
        var ods = FactsReader.FindOds(organisation, now) ?? LogicalOds(reference) ?? LogicalOds(requester["organization"]);
        return new(
            ReadName(practitioner, now) ?? requester["practitioner"]["display"].Text ?? reference["display"].Text,
            ods,
            organisation["name"].Text
        );
    }

    static FhirNode FindOrganisation(FhirDocument document, FhirNode request, FhirNode practitioner)
    {
        foreach (var entry in document.Entries)
            if (
                entry.ResourceType == "PractitionerRole"
                && IsSame(document.Resolve(entry.Resource["practitioner"], entry.Resource), practitioner)
            )
                return document.Resolve(entry.Resource["organization"], entry.Resource);
        foreach (var contained in request.Items("contained"))
            if (contained.ResourceType == "PractitionerRole" && IsSame(document.Resolve(contained["practitioner"], request), practitioner))
                return document.Resolve(contained["organization"], request);
        return default;
    }

    static bool IsSame(FhirNode a, FhirNode b) => a.Exists && b.Exists && a.RawBytes == b.RawBytes;

    static string? LogicalOds(FhirNode reference)
    {
        var identifier = reference["identifier"];
        var isOds =
            IdentifierSystem.Same(identifier["system"].Text, FhirSystems.OdsOrganisation)
            || IdentifierSystem.Same(identifier["system"].Text, FhirSystems.OdsSite);
        return isOds && OdsCode.TryParse(identifier["value"].Text, out var code) ? code.Value : null;
    }

    internal static string? ReadName(FhirNode person, DateTime now)
    {
        var name = CurrentFirst.ChooseName(person, now);
        if (!name.Exists)
            return null;
        if (name["text"].Text is { } text)
            return text;
        var full = string.Join(
            ' ',
            new[] { name["prefix"].IsArray ? FirstText(name, "prefix") : null, FirstText(name, "given"), name["family"].Text }.Where(p =>
                p is not null
            )
        );
        return full.Length > 0 ? full : null;
    }

    static string? FirstText(FhirNode node, string name)
    {
        foreach (var item in node.Items(name))
            return item.Text;
        return null;
    }
}
