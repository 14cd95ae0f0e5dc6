using Microsoft.EntityFrameworkCore;
using ReferralHub.Journey;
using ReferralHub.Kernel;
using ReferralHub.Platform.Access;
using ReferralHub.Platform.Data;
using ReferralHub.Referrals;

namespace ReferralHub.Dispatch;

/// <summary>A referral as the provider that it was sent to sees it.</summary>
/// <param name="MessageId">Of the message that brought it.</param>
public sealed record ProviderReferral(Guid MessageId, ReferralJourney Journey, ReferralFacts Facts, DispatchState State, DateTime Sent)
{
    public string Reference => ReferralReference.Display(Journey.Reference);

    public string Patient => ReferralNames.Display(Facts.Patient.Family, Facts.Patient.Given);

    /// <summary>Whether the provider has still to say whether it takes it.</summary>
    public bool IsOpen => State == DispatchState.Sent && Journey.Stage == Stage.Dispatched;

    public string Standing =>
        State switch
        {
            DispatchState.Accepted => "Accepted",
            DispatchState.Withdrawn => "Taken back by the practice",
            DispatchState.Failing => "Being sent",
            _ when Journey.Stage is Stage.Cancelled or Stage.EnteredInError => "Taken back by the practice",
            DispatchState.Sending => "Being sent",
            _ => "Waits for your answer",
        };
}

/// <summary>What was sent to a provider and not declined by it, for its people. Of others' it finds nothing.</summary>
public sealed class ReadProviderReferrals(HubDatabase database, CurrentScope callerScope)
{
    public const int RowsMax = 100;

    /// <summary>What waits for an answer first, and of each the oldest first.</summary>
    public async Task<(IReadOnlyList<ProviderReferral> Open, IReadOnlyList<ProviderReferral> Answered)> ListAsync(
        string provider,
        CancellationToken cancellationToken
    )
    {
        await using var db = database.OpenRead(callerScope.Read());
        var sent = db.Dispatches.Where(d => d.Provider == provider && d.State != DispatchState.Declined);
        var open = await ReadAsync(
            db,
            sent.Where(d => d.State == DispatchState.Sent || d.State == DispatchState.Sending).OrderBy(d => d.FirstTried),
            cancellationToken
        );
        var answered = await ReadAsync(
            db,
            sent.Where(d => d.State == DispatchState.Accepted || d.State == DispatchState.Withdrawn).OrderByDescending(d => d.Answered),
            cancellationToken
        );
        return ([.. open.OrderByDescending(r => r.Journey.Priority).ThenBy(r => r.Sent)], answered);
    }

    /// <summary>One of them; null when this provider was not sent it.</summary>
    public async Task<ProviderReferral?> FindAsync(string provider, Guid messageId, CancellationToken cancellationToken)
    {
        await using var db = database.OpenRead(callerScope.Read());
        var sent = db.Dispatches.Where(d => d.MessageId == messageId && d.Provider == provider && d.State != DispatchState.Declined);
        return (await ReadAsync(db, sent.OrderBy(d => d.FirstTried), cancellationToken)).FirstOrDefault();
    }

    static async Task<List<ProviderReferral>> ReadAsync(
        HubDbContext db,
        IQueryable<DispatchedMessage> sent,
        CancellationToken cancellationToken
    )
    {
        // Without the messages, which may be large.
        var rows = await sent.Take(RowsMax)
            .Select(d => new
            {
                d.MessageId,
                d.Referral,
                d.State,
                At = d.Sent ?? d.FirstTried,
            })
            .ToListAsync(cancellationToken);
        var ids = rows.ConvertAll(r => r.Referral);
        var journeys = await db.Journeys.Where(j => ids.Contains(j.Id)).ToDictionaryAsync(j => j.Id, cancellationToken);
        var facts = await db
            .Referrals.Where(r => ids.Contains(r.Referral))
            .ToDictionaryAsync(r => r.Referral, r => r.Facts, cancellationToken);
        return
        [
            .. rows.Where(r => journeys.ContainsKey(r.Referral) && facts.ContainsKey(r.Referral))
                .Select(r => new ProviderReferral(r.MessageId, journeys[r.Referral], ReferralFacts.Read(facts[r.Referral]), r.State, r.At)),
        ];
    }
}
