using ReferralHub.Fhir;

namespace ReferralHub.Referrals.Reading;

/// <summary>
/// Reads resources by the list of elements, in two walks over the properties of each object: what makes up its own line, then the texts
/// and inner elements that stand for themselves. Cost is linear in the size of the message.
/// </summary>
sealed class ResourceReader(ClinicalContent content, MessageTargets targets, AttachmentReader attachments)
{
    public const string Medication = "Medication";
    readonly HashSet<int> taken = [];
    readonly List<(FhirNode Resource, EntryPlace Place)> waiting = [];

    /// <summary>Lines of medications that stand apart, by where they stand and by the standing under which they were read.</summary>
    public Dictionary<(int Offset, string? Standing), string?> Medications { get; } = [];

    /// <summary>Reads a resource with all that it contains; one that was read before is not read again.</summary>
    public void Read(FhirNode resource, EntryPlace place)
    {
        if (resource.ResourceType is not { } name)
            return;
        // What it is for, and whether it is still taken, says the statement that points to it.
        if (name == Medication)
            waiting.Add((resource, place));
        else if (taken.Add(resource.Offset))
            ReadOnce(resource, name, place);
    }

    /// <summary>Notes that another entry brings this resource.</summary>
    /// <returns>Whether it is the first that does.</returns>
    public bool Take(FhirNode resource) => taken.Add(resource.Offset);

    /// <summary>Reads what waited for another entry to bring it, and none did.</summary>
    public void ReadWaiting()
    {
        foreach (var (resource, place) in waiting)
            if (taken.Add(resource.Offset))
                ReadOnce(resource, Medication, place);
    }

    void ReadOnce(FhirNode resource, string name, EntryPlace place)
    {
        var whole = ElementList.FindWhole(name);
        if (whole?.Way == ElementWay.Unread || !ElementList.Holds(name))
            content.AddUnread($"{whole?.Label ?? "A kind of record that no rule reads"} ({name})", resource);
        if (ElementList.FindType(name) is not { } type)
            return;
        // A person, an organisation or a place: only what no definition foresees may be about the patient's health.
        if (whole?.Way == ElementWay.No)
        {
            ReadRest(resource, place, isText: resource["text"]["status"].Is("additional"));
            return;
        }

        if (name == "Binary")
            return;
        var line = new LineReader(content, targets, attachments, this, new(resource, place, EntryStanding.Read(resource), type.Label));
        line.Read(resource, type, type.Label, isHead: true);
    }

    /// <summary>Looks through what is no clinical text for what may hold some all the same: extensions, and resources within.</summary>
    void ReadRest(FhirNode resource, EntryPlace place, bool isText)
    {
        var entry = new EntryContext(resource, place, default, ReadingType.Spell(resource.ResourceType!));
        if (isText && ValueText.Write(resource["text"], "Narrative") is { } text)
            content.Add(new(NarrativeText.Label, text) { Element = $"{resource.ResourceType}.text" }, resource);
        new ExtensionReader(content, attachments, entry).Search(resource);
        foreach (var contained in resource.Items("contained"))
            Read(contained, place);
    }
}

/// <summary>The resource that is being read.</summary>
/// <param name="Label">How its entries are called.</param>
sealed record EntryContext(FhirNode Resource, EntryPlace Place, EntryStanding Standing, string Label)
{
    /// <summary>Standing of what is written about the entry rather than being it: a note on a refuted condition holds.</summary>
    public string? TextStanding => Standing.IsInError ? Standings.InError : null;
}
