namespace ReferralHub.Tests.History;

/// <summary>What the audit must say.</summary>
public static partial class HistoryChecker
{
    /// <summary>I16: the audit's chain verifies, and what was acknowledged is in it.</summary>
    static IEnumerable<string> Unaudited(HistorySnapshot h)
    {
        if (h.AuditFault is not null)
            yield return $"I16 {h.AuditFault}";
        if (h.Audited is not { } audited)
            yield break;
        var stored = h.Messages.GroupBy(m => (m.Sender, m.MessageId)).ToDictionary(g => g.Key, g => g.First().Referral);
        foreach (var a in h.Attempts.Where(a => a.Answer == Answer.Acknowledged))
            if (stored.TryGetValue((a.Sender, a.MessageId), out var referral) && !audited.Contains(referral))
                yield return $"I16 {a.MessageId} was acknowledged and the audit knows nothing of {referral}";
    }
}
