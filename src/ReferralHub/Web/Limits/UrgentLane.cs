using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using ReferralHub.Platform;

namespace ReferralHub.Web.Limits;

/// <summary>A route on which referrals come, so that an urgent one may be let in when its sender has used up its requests.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class BringsReferralsAttribute : Attribute;

/// <summary>The lane of a request that was over its sender's limit: it is open to urgent referrals alone.</summary>
/// <param name="tryEnter">Takes one turn of the lane; false when it is full.</param>
public sealed class UrgentLane(Func<bool> tryEnter)
{
    internal const string Item = "referralhub-urgent-lane";

    /// <summary>What a sender is told that asked too much.</summary>
    public static readonly Problem Full = new(
        StatusCodes.Status429TooManyRequests,
        "throttled",
        "REC_TOO_MANY_REQUESTS",
        "too-many-requests",
        "There were too many requests from you in the last minute; this one was not taken. Send it again shortly. Urgent referrals are "
            + "taken meanwhile."
    );

    /// <summary>Takes one turn; false when the lane, too, is full.</summary>
    public bool TryEnter() => tryEnter();
}

public static class UrgentLanes
{
    public static TBuilder BringsReferrals<TBuilder>(this TBuilder route)
        where TBuilder : IEndpointConventionBuilder => route.WithMetadata(new BringsReferralsAttribute());

    extension(HttpContext http)
    {
        /// <summary>Null for a request within its caller's limit.</summary>
        public UrgentLane? UrgentLane => http.Items.TryGetValue(Limits.UrgentLane.Item, out var lane) ? (UrgentLane?)lane : null;
    }
}
