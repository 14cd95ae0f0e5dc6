using ReferralHub.Dispatch;
using ReferralHub.Tests.History;

namespace ReferralHub.Tests.Simulation;

/// <summary>
/// The providers' side as the standard asks: a repeated message takes effect once, a referral that was declined or
/// withdrawn is not acted on, and an amendment of one that is not there is not taken.
/// </summary>
sealed class SimProvider
{
    readonly HashSet<Guid> notices = [];
    readonly Dictionary<Guid, ProviderAnswer> answers = [];

    public Dictionary<Guid, Delivery> Deliveries { get; } = [];

    /// <summary>Version of each referral that may be acted on.</summary>
    public Dictionary<(Guid Referral, string Service), int> Held { get; } = [];

    /// <summary>Takes a referral that arrived. Who is asked again says the same again.</summary>
    public ProviderAnswer Take(PreparedDispatch message, ProviderAnswer answer)
    {
        Deliveries[message.MessageId] = Deliveries.TryGetValue(message.MessageId, out var before) ? before with { Times = before.Times + 1 } : new(message.Referral, message.MessageId, 1);
        if (!answers.TryAdd(message.MessageId, answer)) return answers[message.MessageId];
        if (answer.Kind != ProviderAnswerKind.Declined) Held[(message.Referral, message.Service)] = message.DocumentVersion;
        return answer;
    }

    /// <summary>Takes a notice that arrived; false when it is about a referral that is not there.</summary>
    public bool Take(PreparedDispatch notice)
    {
        var key = (notice.Referral, notice.Service);
        if (notices.Contains(notice.MessageId)) return true;
        if (!Held.ContainsKey(key)) return false;
        notices.Add(notice.MessageId);
        if (notice.Notice == ProviderNotice.Withdrawal) Held.Remove(key);
        else Held[key] = notice.DocumentVersion;
        return true;
    }
}
