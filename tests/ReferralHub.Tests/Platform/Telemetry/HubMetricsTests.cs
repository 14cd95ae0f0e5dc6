using System.Text;
using ReferralHub.Platform.Telemetry;
using Shouldly;
using Xunit;

namespace ReferralHub.Tests.Platform.Telemetry;

public sealed class HubMetricsTests
{
    [Fact]
    public async Task Counter_ThatCountedNothing_HasALineOfZero()
    {
        using var metrics = new HubMetrics();

        var page = await ScrapeAsync(metrics);

        page.ShouldContain("# TYPE referralhub_rule_packs_refused_total counter\nreferralhub_rule_packs_refused_total ");
    }

    [Fact]
    public async Task Counter_WithLabels_HasALineForEach_AndNoneWithout()
    {
        using var metrics = new HubMetrics();

        HubMeters.LeasesLost.Add(2, new KeyValuePair<string, object?>("lease", "test"));

        var page = await ScrapeAsync(metrics);
        page.ShouldContain("referralhub_leases_lost_total{lease=\"test\"} 2\n");
        page.ShouldNotContain("referralhub_leases_lost_total 0");
    }

    [Fact]
    public async Task Histogram_CountsInBuckets()
    {
        using var metrics = new HubMetrics();

        HubMeters.IntakeSeconds.Record(0.003, new KeyValuePair<string, object?>("interaction", "metrics-test"));

        var page = await ScrapeAsync(metrics);
        page.ShouldContain("referralhub_fhir_request_duration_seconds_bucket{interaction=\"metrics-test\",le=\"0.0025\"} 0\n");
        page.ShouldContain("referralhub_fhir_request_duration_seconds_bucket{interaction=\"metrics-test\",le=\"0.005\"} 1\n");
        page.ShouldContain("referralhub_fhir_request_duration_seconds_count{interaction=\"metrics-test\"} 1\n");
    }

    [Fact]
    public async Task Gauge_ThatWasNotSaidAgain_HasNoLine()
    {
        using var metrics = new HubMetrics();
        var board = metrics.AddGauges();
        board.Set("test_plain", "Plain", 1);
        board.Set("test_by_stage", "By stage", 1, "stage", "Received");
        board.Set("test_by_stage", "By stage", 2, "stage", "InReview");
        board.DropUnsaid();

        board.Set("test_by_stage", "By stage", 3, "stage", "InReview");
        board.DropUnsaid();

        var page = await ScrapeAsync(metrics);
        page.ShouldContain("test_by_stage{stage=\"InReview\"} 3\n");
        page.ShouldNotContain("stage=\"Received\"");
        page.ShouldNotContain("test_plain 1");
    }

    [Fact]
    public async Task Gauge_ThatIsSaidAgain_IsBack()
    {
        using var metrics = new HubMetrics();
        var board = metrics.AddGauges();
        board.Set("test_plain", "Plain", 1);
        board.DropUnsaid();
        board.DropUnsaid();

        board.Set("test_plain", "Plain", 5);
        board.DropUnsaid();

        (await ScrapeAsync(metrics)).ShouldContain("test_plain 5\n");
    }

    static async Task<string> ScrapeAsync(HubMetrics metrics)
    {
        using var page = new MemoryStream();
        await metrics.Registry.CollectAndExportAsTextAsync(page);
        return Encoding.UTF8.GetString(page.ToArray());
    }
}
