using ReferralHub.Dispatch;
using ReferralHub.Tests.History;

namespace ReferralHub.Tests.Simulation;

/// <summary>
/// The providers' side as the standard asks: a repeated message takes effect once, a referral that was declined or
/// withdrawn is not acted on, and an amendment of one that is not there is not taken. Some refuse an amendment or withdrawal.
/// </summary>
sealed class SimProvider
{
    readonly Dictionary<Guid, ProviderAnswer> answers = [];
    readonly Dictionary<Guid, ProviderAnswer> finals = [];

    public Dictionary<Guid, Delivery> Deliveries { get; } = [];

    /// <summary>Version of each referral that may be acted on.</summary>
    public Dictionary<(Guid Referral, string Service), int> Held { get; } = [];

    /// <summary>Referrals of which a provider refused the newest that it was told.</summary>
    public HashSet<Guid> Refused { get; } = [];

    /// <summary>Takes a referral that arrived. Who is asked again says the same again.</summary>
    public ProviderAnswer Take(PreparedDispatch message, ProviderAnswer answer)
    {
        Deliveries[message.MessageId] = Deliveries.TryGetValue(message.MessageId, out var before)
            ? before with
            {
                Times = before.Times + 1,
            }
            : new(message.Referral, message.MessageId, 1);
        if (!answers.TryAdd(message.MessageId, answer))
            return answers[message.MessageId];
        if (answer.Kind != ProviderAnswerKind.Declined)
            Held[(message.Referral, message.Service)] = message.DocumentVersion;
        return answer;
    }

    /// <summary>What it says of a message later, the same each time.</summary>
    public ProviderAnswer Final(Guid message, ProviderAnswer answer) => finals.TryAdd(message, answer) ? answer : finals[message];

    /// <summary>
    /// Takes or refuses a notice that arrived. What it says when it is asked again is the same; null when it is about a referral
    /// that is not there.
    /// </summary>
    /// <param name="says">What it answers to the message itself.</param>
    /// <param name="refuses">Whether it refuses, with the message or later.</param>
    public (ProviderAnswer Answer, bool IsNew)? Take(PreparedDispatch notice, ProviderAnswer says, bool refuses)
    {
        var key = (notice.Referral, notice.Service);
        if (answers.TryGetValue(notice.MessageId, out var said))
            return (said, false);
        if (!Held.ContainsKey(key))
            return null;
        answers.Add(notice.MessageId, says);
        if (refuses)
            Refused.Add(notice.Referral);
        else
            Refused.Remove(notice.Referral);
        if (!refuses && notice.Notice == ProviderNotice.Withdrawal)
            Held.Remove(key);
        else if (!refuses)
            Held[key] = notice.DocumentVersion;
        return (says, true);
    }
}
