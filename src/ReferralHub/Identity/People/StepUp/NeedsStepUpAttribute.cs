using Microsoft.AspNetCore.Builder;

namespace ReferralHub.Identity.People.StepUp;

/// <summary>What carries the demand that somebody has proved within the last minutes who they are.</summary>
public interface INeedsStepUp
{
    /// <summary>Whether reading needs it as well, as it does for an export; otherwise only what changes something.</summary>
    bool ToRead { get; }
}

/// <summary>
/// A page or route for which a person must have proved within the last <see cref="StepUpGuard.FreshMinutes"/> minutes who they are:
/// an open browser that somebody else found is not enough. Systems prove it with each token.
/// </summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
public sealed class NeedsStepUpAttribute : Attribute, INeedsStepUp
{
    public bool ToRead { get; init; }
}

/// <summary>Gives routes the demand.</summary>
public static class StepUpRoutes
{
    public static TBuilder NeedsStepUp<TBuilder>(this TBuilder route, bool toRead = false)
        where TBuilder : IEndpointConventionBuilder => route.WithMetadata(new NeedsStepUpAttribute { ToRead = toRead });
}
