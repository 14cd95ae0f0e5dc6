using ReferralHub.Fhir;

namespace ReferralHub.Referrals.Reading;

/// <summary>What references in a document point to. Each index is made when it is first asked for, in one walk over the entries.</summary>
sealed class MessageTargets(FhirDocument document)
{
    readonly Dictionary<string, Dictionary<string, FhirNode>> containedBy = [];
    Dictionary<string, FhirNode>? entries;
    Dictionary<(string Form, string Item), string>? questions;

    /// <summary>
    /// The resource that a literal reference or address points to; one that does not exist when it is not in the message.
    /// </summary>
    /// <param name="holder">Where the reference stands; contained resources are looked for in it.</param>
    public FhirNode Find(string? target, EntryPlace holder)
    {
        if (string.IsNullOrEmpty(target))
            return default;
        if (target.StartsWith('#'))
            return FindContained(holder).GetValueOrDefault(target[1..]);
        entries ??= IndexEntries();
        if (entries.TryGetValue(target, out var whole))
            return whole;
        var parts = target.Split("/_history/", 2)[0].Split('/');
        return parts.Length >= 2 ? entries.GetValueOrDefault($"{parts[^2]}/{parts[^1]}") : default;
    }

    /// <summary>The words of a question of which only the answer came; null when its questionnaire is not in the message.</summary>
    /// <param name="form">Canonical address of the questionnaire; null to look through all.</param>
    public string? FindQuestion(string? form, string item)
    {
        questions ??= IndexQuestions();
        return questions.GetValueOrDefault((form?.Split('|')[0] ?? "", item)) ?? questions.GetValueOrDefault(("", item));
    }

    Dictionary<string, FhirNode> FindContained(EntryPlace holder)
    {
        if (containedBy.TryGetValue(holder.Key, out var known))
            return known;
        var found = new Dictionary<string, FhirNode>(StringComparer.Ordinal);
        foreach (var contained in holder.Outer.Items("contained"))
            if (contained["id"].Text is { } id)
                found.TryAdd(id, contained);
        return containedBy[holder.Key] = found;
    }

    Dictionary<string, FhirNode> IndexEntries()
    {
        var found = new Dictionary<string, FhirNode>(StringComparer.OrdinalIgnoreCase);
        foreach (var entry in document.Entries)
        {
            if (entry.FullUrl is { Length: > 0 } url)
            {
                found.TryAdd(url, entry.Resource);
                var parts = url.Split('/');
                if (parts.Length >= 2)
                    found.TryAdd($"{parts[^2]}/{parts[^1]}", entry.Resource);
            }

            if (entry is { Id: not null, ResourceType: not null })
                found.TryAdd($"{entry.ResourceType}/{entry.Id}", entry.Resource);
        }

        return found;
    }

    Dictionary<(string, string), string> IndexQuestions()
    {
        var found = new Dictionary<(string, string), string>();
        foreach (var resource in document.Entries.Select(e => e.Resource).Prepend(document.Root))
        {
            if (resource.ResourceType == "Questionnaire")
                Add(resource, resource["url"].Text, found);
            foreach (var contained in resource.Items("contained"))
                if (contained.ResourceType == "Questionnaire")
                    Add(contained, contained["url"].Text, found);
        }

        return found;
    }

    static void Add(FhirNode holder, string? form, Dictionary<(string, string), string> found)
    {
        foreach (var item in holder.Items("item"))
        {
            if (item["linkId"].Text is { } key && item["text"].Text is { } text)
            {
                found.TryAdd((form ?? "", key), text);
                found.TryAdd(("", key), text);
            }

            Add(item, form, found);
        }
    }
}

/// <summary>Where in the message a resource stands.</summary>
/// <param name="Outer">The entry that holds it, or itself.</param>
/// <param name="Key">Tells the entries apart.</param>
readonly record struct EntryPlace(FhirNode Outer, string Key);
