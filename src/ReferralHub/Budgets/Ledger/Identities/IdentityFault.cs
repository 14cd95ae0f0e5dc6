namespace ReferralHub.Budgets.Ledger.Identities;

/// <summary>Something that must always hold and does not.</summary>
/// <param name="Identity">Its name, as <see cref="IdentityNames"/> has it.</param>
/// <param name="Where">The line, row, referral or month.</param>
/// <param name="Text">What is there, and what should be.</param>
public sealed record IdentityFault(string Identity, string Where, string Text)
{
    public override string ToString() => $"{Identity} fails at {Where}: {Text}";
}

/// <summary>What must hold of every book.</summary>
public static class IdentityNames
{
    /// <summary>What a plan gives is the sum of all that became of it.</summary>
    public const string Lines = "I-01";

    /// <summary>Every posting is a transfer that its reason allows; transfers to pools come in equal pairs.</summary>
    public const string Postings = "I-02";

    /// <summary>What is spent at a provider in a month is what it charged, less what it gave up, with later prices and estimates.</summary>
    public const string Providers = "I-03";

    /// <summary>What a referral committed was consumed, released or is open.</summary>
    public const string Referrals = "I-04";

    /// <summary>A closed month stays as it was.</summary>
    public const string ClosedMonths = "I-06";

    /// <summary>What a month is restated by is the sum of the causes.</summary>
    public const string Restatements = "I-07";

    /// <summary>Totals are the same by whatever they are divided.</summary>
    public const string Partitions = "I-08";

    /// <summary>A body has what its members have, and nothing belongs to two.</summary>
    public const string RollUp = "I-09";

    /// <summary>Every penny has a cause and, where we priced it, a price that was in force.</summary>
    public const string Causes = "I-14";
}
