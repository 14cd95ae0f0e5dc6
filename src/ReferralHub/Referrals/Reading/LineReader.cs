using ReferralHub.Fhir;

namespace ReferralHub.Referrals.Reading;

/// <summary>Reads the objects of one resource: each becomes a line, and the elements with a text of their own become texts.</summary>
sealed class LineReader(
    ClinicalContent content,
    MessageTargets targets,
    AttachmentReader attachments,
    ResourceReader resources,
    EntryContext entry
)
{
    readonly ValueReader values = new(content);
    readonly ExtensionReader extensions = new(content, attachments, entry);
    bool isFollowing;

    /// <summary>Reads an object and adds its line under this label, before the texts that hang on it.</summary>
    /// <param name="isHead">Whether the line is the entry itself, which goes by its standing.</param>
    public void Read(FhirNode node, ReadingType type, string label, bool isHead = false)
    {
        var line = BuildLine(node, type, isInner: false, isHead);
        if (line.Text is { } text)
            content.Add(
                new(label, isHead && entry.Standing.Doubt is { } doubt ? $"{text} ({doubt})" : text)
                {
                    Element = line.Element ?? type.Name,
                    Standing = isHead ? entry.Standing.Ended : entry.TextStanding,
                    When = line.When,
                },
                node
            );
        ReadTexts(node, type);
    }

    LineParts BuildLine(FhirNode node, ReadingType type, bool isInner, bool isHead)
    {
        var line = new LineParts(isInner);
        // An answer of no turns the code of the question round.
        values.Standing =
            node["valueBoolean"].RawIs("false") ? "answered no"
            : isHead ? entry.Standing.Ended
            : entry.TextStanding;
        foreach (var (name, value) in node.Properties())
        {
            if (type.Find(name) is not { } element)
            {
                if (name != "resourceType")
                    ReadUnknown(name, value, line);
            }
            else if (element.IsShadow)
                ValueReader.NoteAbsence(element, value, line);
            else
                ReadElement(element, value, node, line, isHead);
        }

        return line;
    }

    void ReadElement(ReadingElement element, FhirNode value, FhirNode holder, LineParts line, bool isHead)
    {
        var (row, dataType) = (element.Row, element.Type);
        // An attachment is one wherever the list has a value of several types.
        if (dataType == "Attachment")
            return;
        switch (row.Way)
        {
            case ElementWay.Head
            or ElementWay.Value
            or ElementWay.Part
            or ElementWay.Absent
            or ElementWay.Low
            or ElementWay.High
            or ElementWay.In:
                foreach (var item in value.Items())
                    line.Add(row, ReadItem(item, dataType, row, isHead));
                break;
            case ElementWay.Answer:
                foreach (var item in value.Items())
                    line.Add(row with { Way = ElementWay.Value }, ReadItem(item, dataType, row, isHead: false));
                break;
            case ElementWay.Question when !holder["text"].Exists && holder["answer"].Exists:
                var form = entry.Resource["questionnaire"].Text;
                line.Add(row with { Way = ElementWay.Head }, targets.FindQuestion(form, value.Text ?? "") ?? $"Question {value.Text}");
                break;
            case ElementWay.Timing:
                line.Add(row with { Way = ElementWay.Part, Label = null }, ValueText.WriteRhythm(value));
                break;
            case ElementWay.When:
                values.AddTime(row, value, dataType, line);
                break;
        }
    }

    /// <summary>An element as it stands within a line: a value in words, or the line of an inner object.</summary>
    string? ReadItem(FhirNode item, string dataType, ElementRow row, bool isHead)
    {
        if (dataType == "Reference" && row.Way == ElementWay.Head)
            return FollowHead(item, isHead);
        if (values.Write(item, dataType, row) is { } text)
            return text;
        if (!item.IsObject || ElementList.FindType(dataType) is not { } inner)
            return null;
        var before = values.Standing;
        var line = BuildLine(item, inner, isInner: true, isHead);
        values.Standing = before;
        return line.Text;
    }

    /// <summary>
    /// What an entry is may be only pointed at. A medication that stands apart is read here, with the standing of the statement that
    /// points to it; of what is an entry itself only the name is repeated, and not of one that no longer holds.
    /// </summary>
    string? FollowHead(FhirNode reference, bool isHead)
    {
        var display = reference["display"].Text;
        var target = targets.Find(reference["reference"].Text, entry.Place);
        if (!isFollowing && target.ResourceType == ResourceReader.Medication && ElementList.FindType(ResourceReader.Medication) is { } type)
        {
            var line = FollowMedication(target, type, isHead);
            return line is null || display is null || line.Contains(display, StringComparison.OrdinalIgnoreCase)
                ? line ?? display
                : $"{display}; {line}";
        }

        return display ?? (target.Exists && EntryStanding.Read(target).Ended is null ? ValueText.WriteConcept(target["code"]) : null);
    }

    /// <summary>
    /// The line of a medication, made once for each standing, however many statements point to it. An ingredient that points to a
    /// medication again, it may be to the same, is not followed.
    /// </summary>
    string? FollowMedication(FhirNode medication, ReadingType type, bool isHead)
    {
        var key = (medication.Offset, isHead ? entry.Standing.Ended : entry.TextStanding);
        if (resources.Medications.TryGetValue(key, out var known))
            return known;
        isFollowing = true;
        var line = BuildLine(medication, type, isInner: true, isHead).Text;
        if (resources.Take(medication))
            ReadTexts(medication, type);
        isFollowing = false;
        return resources.Medications[key] = line;
    }

    void ReadTexts(FhirNode node, ReadingType type)
    {
        foreach (var (name, value) in node.Properties())
        {
            if (type.Find(name) is not { } element)
                continue;
            if (element.IsShadow)
                extensions.Search(value);
            else if (element.Type == "Attachment")
                ReadFiles(element, value);
            else
                ReadText(element, value);
        }
    }

    void ReadText(ReadingElement element, FhirNode value)
    {
        var row = element.Row;
        switch (row.Way)
        {
            case ElementWay.Narrative:
                if (NarrativeText.ReadNew(entry.Resource, value) is { } narrative)
                    content.Add(new(NarrativeText.Label, narrative) { Element = row.Path, Standing = entry.TextStanding }, value);
                break;
            case ElementWay.Contained:
                foreach (var inner in value.Items())
                    resources.Read(inner, entry.Place);
                break;
            case ElementWay.Extension:
                extensions.Read(value);
                break;
            case ElementWay.Unread:
                content.AddUnread($"{row.Label} ({row.Path})", value);
                break;
            case ElementWay.Each:
                foreach (var item in value.Items())
                    if (ElementList.FindType(element.Type) is { } inner)
                        Read(item, inner, row.Label ?? entry.Label);
                break;
            case ElementWay.Line or ElementWay.File:
                values.Standing = entry.TextStanding;
                foreach (var item in value.Items())
                    AddText(row, ReadItem(item, element.Type, row, isHead: false), item);
                SearchWithin(value, element.Type);
                break;
            default:
                SearchWithin(value, element.Type);
                break;
        }
    }

    /// <summary>Texts, attachments and extensions inside an object whose line is part of another's.</summary>
    void SearchWithin(FhirNode value, string dataType)
    {
        if (ElementList.FindType(dataType) is { IsOpen: true } inner)
            foreach (var item in value.Items())
                ReadTexts(item, inner);
        else
            extensions.Search(value);
    }

    void ReadFiles(ReadingElement element, FhirNode value)
    {
        foreach (var item in value.Items())
            attachments.Read(item, element.Row.Path, entry.Place, entry.TextStanding);
        extensions.Search(value);
    }

    void AddText(ElementRow row, string? text, FhirNode source)
    {
        if (text is not null)
            content.Add(new(row.Label ?? entry.Label, text) { Element = row.Path, Standing = entry.TextStanding }, source);
    }

    /// <summary>A property that R4 does not know: its words are kept, and a person looks at it.</summary>
    void ReadUnknown(string name, FhirNode value, LineParts line)
    {
        content.AddUnread($"{entry.Label}: an element that the standard does not know ({name})", value);
        line.Add(new(name, ElementWay.Part, ReadingType.Spell(name)), value.Text);
    }
}
