using System.Runtime.InteropServices;
using System.Text.Json;
using ReferralHub.Fhir.FhirPath;
using ReferralHub.Fhir.Schema;

namespace ReferralHub.Fhir.Structure;

/// <summary>
/// Invariants of the definitions. One is broken when it is false; when it cannot be said, such as whether a day comes before
/// an hour of the same day (per-1), nothing is held against the sender.
/// </summary>
static class Invariants
{
    /// <summary>
    /// dom-6 is advice and no rule: every resource without a narrative would break it (R4 §2.4.0.2). txt-2 has the expression
    /// of txt-1, so one fault would be told twice.
    /// </summary>
    static readonly string[] NotTold = ["dom-6", "txt-2"];

    static readonly PathEnvironment Environment = new() { StepsMax = 200_000 };

    /// <summary>
    /// Whether an invariant that nearly every element has surely holds, seen without evaluating it. False says nothing. Each
    /// line is a case in which the expression is true whatever else stands there; a test compares them with the expressions.
    /// </summary>
    public static bool SurelyHolds(string key, JsonElement json) =>
        key switch
        {
            "dom-2" or "dom-4" or "dom-5" => !json.TryGetProperty("contained"u8, out _),
            ContainedReferences.Key => ContainedReferences.NameAll(json),
            "ref-1" => !json.TryGetProperty("reference"u8, out var reference)
                || (reference.ValueKind == JsonValueKind.String && !reference.ValueEquals("#"u8) && !StartsWithHash(reference)),
            "ext-1" => IsExtensionOfOneKind(json),
            "per-1" => !json.TryGetProperty("start"u8, out _) || !json.TryGetProperty("end"u8, out _),
            "qty-3" => !json.TryGetProperty("code"u8, out _) || json.TryGetProperty("system"u8, out _),
            "cpt-2" => !json.TryGetProperty("value"u8, out _) || json.TryGetProperty("system"u8, out _),
            "att-1" => !json.TryGetProperty("data"u8, out _) || json.TryGetProperty("contentType"u8, out _),
            "bdl-8" => !json.TryGetProperty("fullUrl"u8, out var url)
                || (url.ValueKind == JsonValueKind.String && url.GetString()?.Contains("/_history/", StringComparison.Ordinal) == false),
            "bdl-1" => !json.TryGetProperty("total"u8, out _),
            "bdl-2" => !AnyEntryHas(json, "search"u8),
            "bdl-3" => IsMessageOrCollection(json) && !AnyEntryHas(json, "request"u8),
            "bdl-4" => IsMessageOrCollection(json) && !AnyEntryHas(json, "response"u8),
            "bdl-7" => HasDistinctEntries(json),
            "bdl-12" => IsLedByItsHeader(json),
            "org-1" => Has(json, "name"u8) || Has(json, "identifier"u8),
            "pat-1" => Has(json, "name"u8) || Has(json, "telecom"u8) || Has(json, "address"u8) || Has(json, "organization"u8),
            "prr-1" => !json.TryGetProperty("orderDetail"u8, out _) || Has(json, "code"u8),
            "con-5" => !json.TryGetProperty("clinicalStatus"u8, out _),
            "bdl-9" or "bdl-10" or "bdl-11" => IsMessageOrCollection(json),
            "bdl-5" => json.TryGetProperty("resource"u8, out _),
            _ => false,
        };

    static bool IsMessageOrCollection(JsonElement bundle) =>
        bundle.TryGetProperty("type"u8, out var type)
        && type.ValueKind == JsonValueKind.String
        && (type.ValueEquals("message"u8) || type.ValueEquals("collection"u8) || type.ValueEquals("searchset"u8));

    /// <summary>Whether the element has a value, and not an empty list that only the structure check minds.</summary>
    static bool Has(JsonElement json, ReadOnlySpan<byte> name) =>
        json.TryGetProperty(name, out var value)
        && value.ValueKind switch
        {
            JsonValueKind.String or JsonValueKind.Object => true,
            JsonValueKind.Array => value.GetArrayLength() > 0,
            _ => false,
        };

    /// <summary>Entries with a fullUrl of their own each, and without versions that the expression would join to it.</summary>
    static bool HasDistinctEntries(JsonElement bundle)
    {
        if (!bundle.TryGetProperty("entry"u8, out var entries))
            return true;
        if (entries.ValueKind != JsonValueKind.Array)
            return false;
        var known = new HashSet<string>(StringComparer.Ordinal);
        foreach (var entry in entries.EnumerateArray())
        {
            if (entry.ValueKind != JsonValueKind.Object)
                return false;
            if (
                entry.TryGetProperty("resource"u8, out var resource)
                && (
                    resource.ValueKind != JsonValueKind.Object
                    || resource.TryGetProperty("meta"u8, out var meta)
                        && (meta.ValueKind != JsonValueKind.Object || meta.TryGetProperty("versionId"u8, out _))
                )
            )
                return false;
            if (entry.TryGetProperty("fullUrl"u8, out var url) && (url.ValueKind != JsonValueKind.String || !known.Add(url.GetString()!)))
                return false;
        }

        return true;
    }

    static bool IsLedByItsHeader(JsonElement bundle)
    {
        if (!bundle.TryGetProperty("entry"u8, out var entries) || entries.ValueKind != JsonValueKind.Array)
            return false;
        var entry = entries.EnumerateArray().FirstOrDefault();
        return entry.ValueKind == JsonValueKind.Object
            && entry.TryGetProperty("resource"u8, out var first)
            && first.ValueKind == JsonValueKind.Object
            && first.TryGetProperty("resourceType"u8, out var type)
            && type.ValueKind == JsonValueKind.String
            && type.ValueEquals("MessageHeader"u8);
    }

    static bool AnyEntryHas(JsonElement bundle, ReadOnlySpan<byte> name)
    {
        if (!bundle.TryGetProperty("entry"u8, out var entries))
            return false;
        if (entries.ValueKind != JsonValueKind.Array)
            return true;
        foreach (var entry in entries.EnumerateArray())
            if (entry.ValueKind != JsonValueKind.Object || entry.TryGetProperty(name, out _))
                return true;
        return false;
    }

    static bool StartsWithHash(JsonElement text) => JsonMarshal.GetRawUtf8Value(text) is [_, (byte)'#' or (byte)'\\', ..];

    /// <summary>Exactly one of a value and extensions.</summary>
    static bool IsExtensionOfOneKind(JsonElement json)
    {
        var (hasValue, hasExtensions) = (false, false);
        foreach (var property in json.EnumerateObject())
        {
            var name = JsonMarshal.GetRawUtf8PropertyName(property);
            if (name.StartsWith("value"u8) && property.Value.ValueKind is not JsonValueKind.Null)
                hasValue = true;
            else if (
                name.SequenceEqual("extension"u8)
                && property.Value.ValueKind == JsonValueKind.Array
                && property.Value.GetArrayLength() > 0
            )
                hasExtensions = true;
        }

        return hasValue != hasExtensions;
    }

    /// <summary>A sentence when the element breaks the invariant; null when it does not.</summary>
    public static string? Fault(SchemaConstraint constraint, PathNode node)
    {
        if (NotTold.Contains(constraint.Key))
            return null;
        try
        {
            return IsTrue(constraint, node, Environment) == false ? $"{constraint.Key}: {constraint.Human.TrimEnd('.')}." : null;
        }
        catch (PathException)
        {
            // An expression meets what it did not expect only where the structure is wrong, which is told already.
            return null;
        }
    }

    /// <summary>
    /// What an invariant says of an element; null when it says neither. The two whose expressions go through the whole resource
    /// again for each of its parts are answered by what was found in one pass.
    /// </summary>
    public static bool? IsTrue(SchemaConstraint constraint, PathNode node, PathEnvironment environment) =>
        constraint.Key switch
        {
            ContainedReferences.Key when (environment.Resource ?? node.Resource()) is { } resource => ContainedReferences.AreAllNamed(
                node,
                resource
            ),
            LocalReference.Key when (environment.Resource ?? node.Resource()) is { } resource => LocalReference.LeadsSomewhere(
                node,
                resource
            ),
            _ => constraint.Compiled.IsTrue(node, environment),
        };
}
