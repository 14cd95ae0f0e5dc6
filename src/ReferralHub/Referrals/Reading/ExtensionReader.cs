using ReferralHub.Fhir;

namespace ReferralHub.Referrals.Reading;

/// <summary>What stands in extensions, wherever one may be: the hub knows none of them, so all their words are read.</summary>
sealed class ExtensionReader(ClinicalContent content, AttachmentReader attachments, EntryContext entry)
{
    const string Label = "Further information";

    /// <summary>Looks for extensions in an object that is not otherwise read.</summary>
    public void Search(FhirNode node)
    {
        if (!MayHold(node))
            return;
        if (node.IsArray)
            foreach (var item in node.Items())
                Search(item);
        else
            foreach (var (name, value) in node.Properties())
            {
                if (name == "extension")
                    Read(value);
                else if ((value.IsObject || value.IsArray) && name != "contained")
                    Search(value);
            }
    }

    /// <summary>
    /// Most of a message has no extension, and looking at the bytes costs next to nothing; a name may be written with escapes.
    /// </summary>
    static bool MayHold(FhirNode node) =>
        (node.IsObject || node.IsArray) && (node.RawBytes.IndexOf("extension"u8) >= 0 || node.RawBytes.IndexOf("\\u"u8) >= 0);

    public void Read(FhirNode found)
    {
        foreach (var extension in found.Items())
        foreach (var (name, value) in extension.Properties())
        {
            if (name == "extension")
                Read(value);
            else if (name.StartsWith("value", StringComparison.Ordinal))
                ReadValue(extension["url"].Text, name["value".Length..], value);
        }
    }

    void ReadValue(string? url, string type, FhirNode value)
    {
        if (type == "Attachment")
        {
            attachments.Read(value, "Extension.value", entry.Place, entry.TextStanding);
            return;
        }

        var isAdministrative = ElementList.FindWhole(entry.Resource.ResourceType ?? "")?.Way == ElementWay.No;
        // About a person or a place, a code or a date is no finding; what is written in words may be one.
        if (isAdministrative && type is not ("String" or "Markdown" or "Annotation"))
            return;
        var primitive = char.ToLowerInvariant(type[0]) + type[1..];
        if (type is "Code" or "Uri" or "Url" or "Canonical" or "Id" or "Oid" or "Uuid" or "Base64Binary" or "Identifier")
            return;
        if (type is "CodeableConcept")
            foreach (var coding in value.Items("coding"))
                AddCode(coding);
        else if (type is "Coding")
            AddCode(value);
        if ((ValueText.Write(value, type) ?? ValueText.Write(value, primitive)) is { } text)
            content.Add(new(Label, $"{Name(url)}: {text}") { Element = "Extension.value", Standing = entry.TextStanding }, value);
    }

    void AddCode(FhirNode coding)
    {
        if (coding["code"].Text is { } code)
            content.AddCode(new(coding["system"].Text, code, coding["display"].Text, "Extension.value", entry.TextStanding), coding);
    }

    static string Name(string? url) => ReadingType.Spell(url?.TrimEnd('/').Split('/')[^1] ?? "extension");
}
