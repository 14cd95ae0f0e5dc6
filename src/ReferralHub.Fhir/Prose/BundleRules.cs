using ReferralHub.Fhir.FhirPath;
using ReferralHub.Fhir.Profiles;
using ReferralHub.Fhir.Structure;

namespace ReferralHub.Fhir.Prose;

/// <summary>What R4 says of bundles: the identity of entries (§2.36.4), search results, documents (§3.3) and messages (§3.4).</summary>
sealed class BundleRules(FhirDocument document, PathNode bundle, ProseFinding add)
{
    /// <summary>Elements of a Composition whose targets a document must hold (R4 §3.3.1).</summary>
    static readonly string[] OfDocument = ["subject", "encounter", "author", "custodian"];

    readonly string type = bundle.Node["type"].Text ?? "";
    readonly BundleTargets targets = new(document);

    public void Check()
    {
        foreach (PathNode entry in ProfileWalk.Children(bundle, "entry"))
            CheckIdentity(entry);
        if (type == "searchset")
            CheckSearch();
        if (document.Entries is not [{ Resource.Exists: true } first, ..])
            return;
        var lead = PathNode.OfResource(document, first.Resource.Json, Schema.R4Schema.R4, bundle);
        if (type == "document" && first.ResourceType == "Composition")
            CheckDocument(lead, first.FullUrl);
        else if (type == "message" && first.ResourceType == "MessageHeader")
            CheckTargets(lead, ["focus"], first.FullUrl, "message");
    }

    /// <summary>
    /// fullUrl is absolute, is there unless the resource is still to be made, and where it is an address on a server it ends with
    /// type and id of the resource.
    /// </summary>
    void CheckIdentity(PathNode entry)
    {
        var (resource, url) = (entry.Node["resource"], entry.Node["fullUrl"].Text);
        var id = resource["id"].Text;
        if (!resource.Exists)
            return;
        if (url is null)
        {
            if (type is "document" or "message" or "collection" or "history" or "searchset" && HasIdentity(resource))
                Error(entry, "required", "An entry must have a fullUrl, unless its resource is still to be created.");
        }
        else if (!AbsoluteUri.Is(url))
        {
            Error(entry, "value", "fullUrl must be an absolute URL or a URN; relative ones do not say which server is meant.");
        }
        else if (AbsoluteUri.IsAddress(url) && type is not ("batch" or "transaction") && HasIdentity(resource))
        {
            if (id is null)
                Error(
                    entry,
                    "required",
                    "The fullUrl is an address on a server, and the resource has no id; use a urn:uuid for what has none."
                );
            else if (!url.EndsWith($"/{id}", StringComparison.Ordinal))
                Error(entry, "value", "The fullUrl does not end with the id of the resource.");
        }
    }

    /// <summary>OperationOutcome and Parameters tell of an exchange and are stored nowhere.</summary>
    static bool HasIdentity(FhirNode resource) => resource.ResourceType is not ("OperationOutcome" or "Parameters");

    /// <summary>What was found is of the type that was searched (R4 §3.1.1.3, Bundle.entry.search.mode).</summary>
    void CheckSearch()
    {
        var searched = SearchedType();
        foreach (PathNode entry in ProfileWalk.Children(bundle, "entry"))
        {
            var resource = entry.Node["resource"];
            if (!resource.Exists || !HasIdentity(resource))
                continue;
            if (resource["id"].Text is null)
                Error(entry, "required", "What a search has found must have an id.");
            if (searched is not null && entry.Node["search"]["mode"].Is("match") && resource.ResourceType != searched)
                Error(entry, "value", $"The search was for {searched}, and a {resource.ResourceType} is said to match it.");
        }
    }

    /// <summary>The type in the link to the search itself; null when it does not tell.</summary>
    string? SearchedType()
    {
        foreach (var link in bundle.Node.Items("link"))
        {
            if (!link["relation"].Is("self") || link["url"].Text is not { } url)
                continue;
            var query = url.IndexOf('?', StringComparison.Ordinal);
            var path = (query < 0 ? url : url[..query]).TrimEnd('/');
            var name = path[(path.LastIndexOf('/') + 1)..];
            return Schema.R4Schema.R4.Find(name) is { Kind: Schema.SchemaKind.Resource } ? name : null;
        }

        return null;
    }

    void CheckDocument(PathNode composition, string? fullUrl)
    {
        CheckTargets(composition, OfDocument, fullUrl, "document");
        foreach (PathNode attester in ProfileWalk.Children(composition, "attester"))
            CheckTargets(attester, ["party"], fullUrl, "document");
        foreach (PathNode made in ProfileWalk.Children(composition, "event"))
            CheckTargets(made, ["detail"], fullUrl, "document");
        foreach (PathNode section in ProfileWalk.Children(composition, "section"))
            CheckSection(section, fullUrl);
    }

    void CheckSection(PathNode section, string? fullUrl)
    {
        CheckTargets(section, ["author", "focus", "entry"], fullUrl, "document");
        foreach (PathNode inner in ProfileWalk.Children(section, "section"))
            CheckSection(inner, fullUrl);
    }

    void CheckTargets(PathNode holder, string[] names, string? fullUrl, string kind)
    {
        foreach (var name in names)
        foreach (PathNode reference in ProfileWalk.Children(holder, name))
        {
            if (reference.Node["reference"].Text is not { } target || target[0] == '#')
                continue;
            var count = targets.Count(target, fullUrl);
            if (count == 0)
                Error(reference, "not-found", $"What {holder.Type}.{name} points to must be in the {kind}, and is not.");
            else if (count > 1)
                Error(reference, "multiple-matches", "Several entries are what this reference points to; name the version that is meant.");
        }
    }

    void Error(PathNode at, string code, string text) => add(at, FhirSeverity.Error, code, text);
}
