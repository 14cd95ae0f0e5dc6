namespace ReferralHub.Review.Decide;

/// <summary>What a reviewer may choose in the form of a decision, as the form and a kept draft write it.</summary>
static class FormActs
{
    public const string Accept = "accept";

    /// <summary>Accept, with another specialty or priority.</summary>
    public const string Change = "change";

    public const string Ask = "ask";

    public const string Return = "return";

    /// <summary>Ask a colleague.</summary>
    public const string Refer = "refer";

    public const string Defer = "defer";

    /// <summary>What is said at the top of the page that comes next.</summary>
    /// <param name="isProposal">Whether a second reader must agree first.</param>
    public static string DescribeDone(DecisionForm form, bool isProposal) =>
        form.Act switch
        {
            Return when isProposal => "Return proposed. Nothing goes to the practice until a second reader agrees",
            Ask => "Practice asked",
            Return => "Returned with advice",
            Refer => "Referred to " + form.Colleague,
            Defer => "Deferred",
            _ => "Accepted",
        };
}
