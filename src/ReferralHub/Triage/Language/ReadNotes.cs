namespace ReferralHub.Triage.Language;

/// <summary>What a condition read of a referral.</summary>
/// <param name="What">Name of the fact, or the expression.</param>
/// <param name="Value">In words; "not known" for what is not there.</param>
public sealed record ReadValue(string What, string Value);

/// <summary>What the conditions of a rule looked at, and the words they went by.</summary>
public sealed class ReadNotes
{
    public List<ReadValue> Values { get; } = [];

    public List<FoundWords> Found { get; } = [];

    public void Add(ReadValue value) => Values.Add(value);

    public void Clear()
    {
        Values.Clear();
        Found.Clear();
    }
}
