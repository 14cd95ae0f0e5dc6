using Microsoft.AspNetCore.Mvc.ViewFeatures;
using ReferralHub.Review.Worklist;
using ReferralHub.Web.Users;

namespace ReferralHub.Review.Session;

/// <summary>Leads a reviewer to the next referral of the part of the queue from which the session was started.</summary>
public sealed class GoToNext(StartSession start, TakeNextReferral take)
{
    const string AmongKey = "Among";

    /// <summary>Takes the next one of the part of the queue that was chosen, and remembers the choice.</summary>
    /// <returns>Address of the page that comes next.</returns>
    public async Task<string> StartAsync(HubUser reader, WorklistQuery among, ITempDataDictionary temp, CancellationToken cancellationToken)
    {
        var address = await TakeAsync(reader, among, cancellationToken);
        temp[AmongKey] = among.ToAddress();
        return address;
    }

    /// <summary>Takes the next one of the part of the queue that was chosen before.</summary>
    /// <returns>Address of the page that comes next.</returns>
    public Task<string> GoOnAsync(HubUser reader, ITempDataDictionary temp, CancellationToken cancellationToken) =>
        TakeAsync(reader, WorklistQuery.FromAddress(temp.Peek(AmongKey) as string), cancellationToken);

    async Task<string> TakeAsync(HubUser reader, WorklistQuery among, CancellationToken cancellationToken)
    {
        var session = await start.StartAsync(reader.Name, cancellationToken);
        var next = await take.TakeAsync(reader, among.ToFilter(), session, cancellationToken);
        return next is null ? "/review/session?none=true" : $"/review/{next}";
    }
}
