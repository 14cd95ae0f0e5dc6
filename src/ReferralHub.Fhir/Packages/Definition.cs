using System.Text.Json;

namespace ReferralHub.Fhir.Packages;

/// <summary>
/// A definition that a package or folder holds: a StructureDefinition, ValueSet, CodeSystem or ImplementationGuide. Parsed
/// when first asked for.
/// </summary>
public sealed class Definition
{
    static readonly ReadLimits Limits = new(
        BytesMax: 64 * 1024 * 1024,
        BundleEntriesMax: int.MaxValue,
        ListItemsMax: int.MaxValue,
        ValuesMax: int.MaxValue
    );
    readonly Lazy<FhirDocument> document;

    Definition(string source, string resourceType, string url, string? version, byte[] bytes)
    {
        (Source, ResourceType, Url, Version) = (source, resourceType, url, version);
        // Nobody disposes of it: definitions live as long as the process, and are read from many threads.
        document = new(() =>
            FhirJson.Read(bytes, Limits).Document ?? throw new DefinitionException($"{source} cannot be read as FHIR JSON.")
        );
    }

    /// <summary>The file it stands in, for messages.</summary>
    public string Source { get; }

    public string ResourceType { get; }

    /// <summary>Canonical URL, without a version.</summary>
    public string Url { get; }

    public string? Version { get; }

    /// <summary>The resource.</summary>
    /// <exception cref="DefinitionException">The file is not FHIR JSON.</exception>
    public FhirNode Resource => document.Value.Root;

    /// <summary>The definition in a file; null when the file holds something else. Only its head is looked at.</summary>
    internal static Definition? Read(string source, byte[] bytes)
    {
        var json = bytes.AsSpan();
        if (json.StartsWith("\uFEFF"u8))
            json = json[3..];
        string? type = null,
            url = null,
            version = null;
        try
        {
            var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = 256 });
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
                return null;
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var (isType, isUrl, isVersion) = (
                    reader.ValueTextEquals("resourceType"u8),
                    reader.ValueTextEquals("url"u8),
                    reader.ValueTextEquals("version"u8)
                );
                reader.Read();
                if (reader.TokenType == JsonTokenType.String && (isType || isUrl || isVersion))
                {
                    var text = reader.GetString();
                    if (isType)
                        type = text;
                    else if (isUrl)
                        url = text;
                    else
                        version = text;
                }
                else
                {
                    reader.Skip();
                }
            }
        }
        catch (JsonException e)
        {
            throw new DefinitionException($"{source} is not JSON: {e.Message}");
        }

        return type is "StructureDefinition" or "ValueSet" or "CodeSystem" or "ImplementationGuide" && url is not null
            ? new(source, type, url, version, bytes)
            : null;
    }
}

/// <summary>A definition, or a package of them, that cannot be used; the message says which and why.</summary>
public sealed class DefinitionException(string message) : Exception(message);
