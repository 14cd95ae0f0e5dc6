using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using ReferralHub.Kernel;

namespace ReferralHub.Review.Worklist;

/// <summary>What is chosen on the worklist, as its address says it; empty and null mean that nothing is.</summary>
public sealed record WorklistQuery(
    string? Show = null,
    string? Specialty = null,
    string? Priority = null,
    string? Time = null,
    string? Flag = null,
    string? Practice = null,
    string? Find = null,
    string? Sort = null,
    string? First = null
)
{
    const string Path = "/review";
    public const string ShowMine = "mine";
    public const string ShowAll = "all";
    public const string SortMostTimeFirst = "-due";
    public const string FirstOnly = "only";

    public bool IsReversed => Sort == SortMostTimeFirst;

    public QueueFilter ToFilter(string? cursor = null) =>
        new(
            Specialty,
            Find,
            cursor,
            Show switch
            {
                ShowMine => QueueShow.Mine,
                ShowAll => QueueShow.All,
                _ => QueueShow.Open,
            },
            Priorities.TryParse(Priority, out var priority) ? priority : null,
            Enum.TryParse<TimeBand>(Time, true, out var band) ? band : null,
            Flag,
            Practice,
            IsReversed,
            First == FirstOnly
        );

    public string ToAddress(string? cursor = null)
    {
        (string Name, string? Value)[] parts =
        [
            ("first", First),
            ("show", Show),
            ("specialty", Specialty),
            ("priority", Priority),
            ("time", Time),
            ("flag", Flag),
            ("practice", Practice),
            ("find", Find),
            ("sort", Sort),
            ("cursor", cursor),
        ];
        return Path
            + QueryString.Create(parts.Where(p => !string.IsNullOrEmpty(p.Value)).Select(p => KeyValuePair.Create(p.Name, p.Value)));
    }

    public static WorklistQuery FromAddress(string? address)
    {
        if (address?.IndexOf('?', StringComparison.Ordinal) is not (> 0 and var at))
            return new();
        var query = QueryHelpers.ParseQuery(address[at..]);
        string? Read(string name) => query.TryGetValue(name, out var value) ? value.ToString() : null;
        return new(
            Read("show"),
            Read("specialty"),
            Read("priority"),
            Read("time"),
            Read("flag"),
            Read("practice"),
            Read("find"),
            Read("sort"),
            Read("first")
        );
    }
}
