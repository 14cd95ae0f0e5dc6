using System.Collections.Concurrent;
using System.Diagnostics;
using OpenTelemetry;
using OpenTelemetry.Trace;
using ReferralHub.Server.Hosting;
using Shouldly;
using Xunit;
using TraceSpan = System.Diagnostics.Activity;

namespace ReferralHub.Tests.Server;

/// <summary>What leaves for a collector, seen at the exporter.</summary>
public sealed class TraceRedactionTests
{
    const string Link = "a-patients-link-0123456789";
    const string NhsNumber = "9434765919";

    [Fact]
    public async Task Trace_OfPatientsPages_HasRouteTemplates_AndNothingOfThePatient()
    {
        await using var hub = await TestHub.StartAsync();
        var exported = new Collector();
        using (
            var tracing = HubTracing
                .AddSources(Sdk.CreateTracerProviderBuilder())
                .AddProcessor(new SimpleActivityExportProcessor(exported))
                .Build()
        )
        {
            using var page = await hub.Http.GetAsync($"/choose/{Link}?nhs={NhsNumber}");
            using var search = await hub.Http.GetAsync($"/fhir/ServiceRequest?patient.identifier={NhsNumber}");
            await hub.TakeAsync(TestReferral.Routine());
            await hub.SettleAsync();
        }

        exported.Texts.ShouldContain(t => t.Contains("choose/{token}", StringComparison.Ordinal), string.Join('\n', exported.Texts));
        exported.Texts.ShouldContain(t => t.Contains("triage-referral", StringComparison.Ordinal));
        exported.Texts.ShouldAllBe(t => !t.Contains(Link, StringComparison.Ordinal) && !t.Contains(NhsNumber, StringComparison.Ordinal));
        exported.Texts.ShouldAllBe(t => !t.Contains("Canary", StringComparison.Ordinal));
    }

    [Fact]
    public void Span_WithAnExceptionsText_IsNotExported()
    {
        var exported = new Collector();
        using var source = new ActivitySource("ReferralHub");
        using (
            var tracing = HubTracing
                .AddSources(Sdk.CreateTracerProviderBuilder())
                .AddProcessor(new SimpleActivityExportProcessor(exported))
                .Build()
        )
        {
            using (var failed = source.StartActivity("planted failure"))
                failed!.AddException(new InvalidOperationException(NhsNumber));
            using (var described = source.StartActivity("planted description"))
                described!.SetStatus(ActivityStatusCode.Error, NhsNumber);
        }

        exported.Texts.ShouldContain(t => t.Contains("planted description", StringComparison.Ordinal));
        exported.Texts.ShouldAllBe(t => !t.Contains(NhsNumber, StringComparison.Ordinal));
    }

    [Fact]
    public async Task WithoutACollector_NobodyTraces()
    {
        await using var hub = await TestHub.StartAsync("web");

        hub.Get<IServiceProvider>().GetService(typeof(TracerProvider)).ShouldBeNull();
    }

    /// <summary>Keeps all of what an exporter would send, as text.</summary>
    sealed class Collector : BaseExporter<TraceSpan>
    {
        public ConcurrentBag<string> Texts { get; } = [];

        public override ExportResult Export(in Batch<TraceSpan> batch)
        {
            foreach (var activity in batch)
                Texts.Add(
                    $"{activity.DisplayName} {activity.StatusDescription} "
                        + string.Join(' ', activity.TagObjects.Select(t => $"{t.Key}={t.Value}"))
                        + string.Join(' ', activity.Events.SelectMany(e => e.Tags).Select(t => $"{t.Key}={t.Value}"))
                );
            return ExportResult.Success;
        }
    }
}
