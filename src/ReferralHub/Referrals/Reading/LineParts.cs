namespace ReferralHub.Referrals.Reading;

/// <summary>What makes up one line while it is read: what it is, its value, what belongs to it.</summary>
/// <param name="isInner">Whether the line stands within another, where a colon would cut that one in two.</param>
sealed class LineParts(bool isInner)
{
    readonly List<string> heads = [];
    readonly List<string> values = [];
    readonly List<string> parts = [];
    string? absent;
    string? low;
    string? high;

    /// <summary>When it was so, apart from the text.</summary>
    public string? When { get; set; }

    /// <summary>The element that begins the line.</summary>
    public string? Element { get; private set; }

    public bool HasValue => values.Count > 0;

    public void Add(ElementRow row, string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
            return;
        switch (row.Way)
        {
            case ElementWay.Head:
                Element ??= row.Path;
                heads.Add(text);
                break;
            case ElementWay.Value:
            case ElementWay.In when row.Label is null:
                values.Add(text);
                break;
            case ElementWay.Absent:
                absent = text;
                break;
            case ElementWay.Low:
                low = text;
                break;
            case ElementWay.High:
                high = text;
                break;
            default:
                parts.Add(row.Label is null ? text : $"{row.Label}: {text}");
                break;
        }
    }

    /// <summary>The line; null when nothing was said.</summary>
    public string? Text
    {
        get
        {
            var head = Join(" ", heads);
            if (ValueText.WriteRange(low, high) is { } range)
                values.Add(range);
            (low, high) = (null, null);
            if (absent is not null && values.Count == 0)
                values.Add($"not known ({absent})");
            var value = Join(", ", values);
            var between = isInner || head is null || head[^1] is '?' or ':' or '.' ? " " : ": ";
            return ValueText.Join(", ", ValueText.Join(between, head, value), Join(", ", parts));
        }
    }

    static string? Join(string between, List<string> texts) => texts.Count == 0 ? null : string.Join(between, texts);
}
