using Microsoft.Extensions.DependencyInjection;
using ReferralHub.Identity.Emergency;
using ReferralHub.Platform;
using ReferralHub.Platform.Data;
using ReferralHub.Platform.Health;
using ReferralHub.Platform.Leases;
using ReferralHub.Platform.Log;
using ReferralHub.Platform.Messaging;

namespace ReferralHub.Journey;

public sealed class JourneyModule : IHubModule
{
    public void AddServices(IServiceCollection services, HubSettings settings)
    {
        services.AddSingleton<JourneyMoves>();
        services.AddSingleton<CommandSender>();
        services.AddSingleton<WakeUps>();
        services.AddSingleton<StageRunner>();
        services.AddSingleton<LeaseKeeper>();
        services.AddSingleton<Sequencer>();
        services.AddSingleton<ProjectionRunner>();
        services.AddSingleton<Watchdog>();
        services.AddSingleton<Scheduler>();
        services.AddSingleton<WorkHere>();
        services.AddSingleton<Heartbeats>();
        services.AddSingleton<ProcessHeartbeat>();
        services.AddSingleton<InHand>();
        services.AddSingleton<IEmergencyNotice, EmergencyNotice>();
        services.AddSingleton<IScheduledCheck, AuditHeadsHourly>();
        if (settings.Runs("worker"))
            services.AddHostedService(provider => provider.GetRequiredService<InHand>());
        services.AddHostedService(provider => provider.GetRequiredService<CommandSender>());
        services.AddHostedService(provider => provider.GetRequiredService<ProcessHeartbeat>());
        if (settings.Runs("scheduler"))
            services
                .AddHostedService(provider => provider.GetRequiredService<Scheduler>())
                .AddHostedService(provider => provider.GetRequiredService<WorkHere>());
        services
            .AddHealthChecks()
            .AddCheck<StoppingHealthCheck>(HealthNames.Stopping, tags: [HealthNames.Ready])
            .AddCheck<DatabaseHealthCheck>(HealthNames.Database, tags: [HealthNames.Ready])
            .AddCheck<SequencerHealthCheck>(HealthNames.Log, tags: [HealthNames.Ready])
            .AddCheck<WatchdogHealthCheck>(HealthNames.Watchdog, tags: [HealthNames.Ready])
            .AddCheck<BrokerHealthCheck>(HealthNames.Broker, tags: [HealthNames.Ready])
            .AddCheck<ConsumersHealthCheck>(HealthNames.Consumers, tags: [HealthNames.Live])
            .AddCheck<CalendarHealthCheck>(HealthNames.Calendar, tags: [HealthNames.Ready]);
    }
}
