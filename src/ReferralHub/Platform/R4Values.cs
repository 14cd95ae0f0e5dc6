using System.Globalization;
using Hl7.Fhir.Utility;
using ReferralHub.Fhir;

namespace ReferralHub.Platform;

/// <summary>Data types that the hub says often, from the values of the field.</summary>
public static class R4Values
{
    /// <summary>In UTC to the millisecond, always with <c>Z</c>, whichever offset the library would choose.</summary>
    public static R4.Instant Instant(DateTime utc) => new() { JsonValue = FhirDateTime.Instant(utc) };

    public static string Date(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>A code that a table or a sender gave, as the code it is.</summary>
    /// <exception cref="InvalidOperationException">It is not a code of this list.</exception>
    public static T Code<T>(string code)
        where T : struct, Enum =>
        EnumUtility.ParseLiteral<T>(code) ?? throw new InvalidOperationException($"There is no such code in {typeof(T).Name}.");

    public static R4.Coding Coding(string system, string code, string? display = null) =>
        new(system, code, string.IsNullOrEmpty(display) ? null : display);

    public static R4.CodeableConcept Concept(string system, string code, string? display = null) =>
        new() { Coding = [Coding(system, code, display)] };

    public static R4.CodeableConcept Words(string text) => new() { Text = text };

    /// <summary>An organisation known by its ODS code, which lives elsewhere unless a reference is given too.</summary>
    public static R4.ResourceReference Organization(string ods, string? display = null, string? reference = null) =>
        new()
        {
            Reference = reference,
            Type = "Organization",
            Identifier = new(FhirSystems.OdsOrganisation, ods),
            Display = string.IsNullOrEmpty(display) ? null : display,
        };

    /// <summary>A telephone number as <c>telecom</c>; empty when there is none.</summary>
    public static List<R4.ContactPoint> Telephone(string? number) =>
        number is null ? [] : [new(R4.ContactPoint.ContactPointSystem.Phone, null, number)];

    /// <summary>An extension of the hub's own.</summary>
    /// <param name="name">Last part of its canonical URL.</param>
    public static R4.Extension Extension(string name, R4.DataType value) => new($"{FhirSystems.Own}/StructureDefinition/{name}", value);

    /// <summary>The resource, labelled as restricted where it is (R4 §6.1.1).</summary>
    public static T WithRestriction<T>(this T resource, bool isRestricted)
        where T : R4.Resource
    {
        if (isRestricted)
            (resource.Meta ??= new()).Security = [new(FhirSystems.Confidentiality, "R")];
        return resource;
    }

    /// <summary>The resource with its version, and the profile that it is written to.</summary>
    public static T WithMeta<T>(this T resource, string versionId, DateTime lastUpdated, string? profile = null)
        where T : R4.Resource
    {
        var labels = resource.Meta?.Security;
        resource.Meta = new() { VersionId = versionId, LastUpdatedElement = Instant(lastUpdated) };
        if (labels is { Count: > 0 })
            resource.Meta.Security = labels;
        if (profile is not null)
            resource.Meta.Profile = [profile];
        return resource;
    }
}
