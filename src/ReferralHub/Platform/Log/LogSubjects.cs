namespace ReferralHub.Platform.Log;

/// <summary>
/// What the events of the one log are about. A type without a prefix is about a referral; one that begins with <c>book.</c> is about
/// something of the books (a plan, a month, a load of the configuration). Both have their places in one order, so that whoever reads the
/// log again from its start meets choices, plans and prices as they came (docs/decisions/0028).
/// </summary>
public static class LogSubjects
{
    /// <summary>Begins the type of every event that is about the books.</summary>
    public const string BookPrefix = "book.";

    /// <summary>Begins the type of those that are about one holder's line of a plan.</summary>
    public const string PlanPrefix = "book.plan-";

    extension(LogEvent e)
    {
        public bool IsAboutReferral => !e.Type.StartsWith(BookPrefix, StringComparison.Ordinal);

        /// <summary>What it is about, for a sentence that names it.</summary>
        public string SubjectWords => e.IsAboutReferral ? $"referral {e.Referral}" : $"subject {e.Referral}";
    }
}
