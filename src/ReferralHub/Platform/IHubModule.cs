using MassTransit;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace ReferralHub.Platform;

/// <summary>One stage of the flow as the server composes it.</summary>
public interface IHubModule
{
    /// <summary>Services the module owns.</summary>
    void AddServices(IServiceCollection services, HubSettings settings);

    /// <summary>Consumers of the module's commands.</summary>
    void AddConsumers(IRegistrationConfigurator bus) { }

    /// <summary>Routes that every process has, whatever its roles.</summary>
    void MapProcessRoutes(IEndpointRouteBuilder routes) { }

    /// <summary>Routes of the module's HTTP face. Pages are found by convention.</summary>
    void MapRoutes(IEndpointRouteBuilder routes) { }
}
