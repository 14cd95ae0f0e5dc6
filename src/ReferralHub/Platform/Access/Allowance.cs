using Microsoft.AspNetCore.Builder;

namespace ReferralHub.Platform.Access;

/// <summary>Who may call a route. The hub does not start while a route has none.</summary>
/// <param name="Roles">The callers who may; with none, only by what <see cref="Why"/> says.</param>
/// <param name="Why">Why anybody may call it without having signed in; null where they must have.</param>
public sealed record Allowance(IReadOnlyList<CallerRole> Roles, string? Why = null)
{
    public bool IsOpen => Why is not null;
}

/// <summary>What carries an allowance: an attribute of a page, or the metadata of a route.</summary>
public interface IHasAllowance
{
    Allowance Allowance { get; }
}

/// <summary>Who may call a route or a page. The innermost counts.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
public sealed class AllowAttribute(params CallerRole[] roles) : Attribute, IHasAllowance
{
    public Allowance Allowance { get; } = new(roles);
}

/// <summary>A route or page that anybody may call.</summary>
/// <param name="why">Why that is right.</param>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
public sealed class AllowAnybodyAttribute(string why) : Attribute, IHasAllowance
{
    public Allowance Allowance { get; } = new([], why);
}

/// <summary>Gives routes their allowance.</summary>
public static class AllowanceRoutes
{
    public static TBuilder Allow<TBuilder>(this TBuilder route, params CallerRole[] roles)
        where TBuilder : IEndpointConventionBuilder => route.WithMetadata(new AllowAttribute(roles));

    /// <param name="why">Why anybody may call it.</param>
    public static TBuilder AllowAnybody<TBuilder>(this TBuilder route, string why)
        where TBuilder : IEndpointConventionBuilder => route.WithMetadata(new AllowAnybodyAttribute(why));
}
