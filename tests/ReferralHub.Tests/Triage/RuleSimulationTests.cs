using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using ReferralHub.Kernel;
using ReferralHub.Triage;
using ReferralHub.Triage.Reading;
using ReferralHub.Triage.Simulation;
using Shouldly;
using Xunit;

namespace ReferralHub.Tests.Triage;

public sealed class RuleSimulationTests : IAsyncLifetime
{
    const string Draft = """
        pack: trial
        version: "1"
        title: T
        owner: O
        effectiveFrom: 2020-01-01
        rules:
          - id: read-them
            title: T
            source: S
            when: { mentions: [cough] }
            then: review
            reason: R
            examples:
              - { name: cough, given: { reason: Cough }, expect: met }
              - { name: knee, given: { reason: Knee }, expect: not-applicable }
          - id: by-expression
            title: T
            source: S
            when: { expression: "%request.reasonCode.text = 'Rash' and %history.exists().not()", say: it is a rash }
            then: review
            reason: R
            examples:
              - { name: rash, given: { resources: [{ resourceType: ServiceRequest, status: active, intent: order, subject: { display: x },
               reasonCode: [{ text: Rash }] }] }, expect: met }
              - { name: knee, given: { resources: [{ resourceType: ServiceRequest, status: active, intent: order, subject: { display: x },
               reasonCode: [{ text: Knee }] }] }, expect: not-applicable }
        """;

    TestHub hub = null!;

    public async Task InitializeAsync() => hub = await TestHub.StartAsync("web");

    public async Task DisposeAsync() => await hub.DisposeAsync();

    static TestReferral Saying(string reason, string priority = "routine") =>
        TestReferral
            .Create(priority)
            .With(r =>
                r.Request["reasonCode"] = new System.Text.Json.Nodes.JsonArray(new System.Text.Json.Nodes.JsonObject { ["text"] = reason })
            );

    static RulePack Read(string yaml) => RulePackReader.Read("trial.yaml", Encoding.UTF8.GetBytes(yaml));

    static DateOnly Today => WorkingDays.LocalDate(TimeProvider.System.GetUtcNow().UtcDateTime);

    SimulationScope Scope => new(Today.AddDays(-1), Today.AddDays(1), null);

    Task<SimulationReport> RunAsync(
        string yaml,
        SimulationReport? kept = null,
        Func<SimulationReport, Task>? progress = null,
        CancellationToken token = default
    ) => hub.Get<RuleSimulation>().RunAsync(Read(yaml), hub.Get<RulePacks>().InForce(Today), Scope, kept, progress, token);

    [Fact]
    public async Task Draft_IsTriedOnWhatCame_AndChangesNothing()
    {
        foreach (var reason in new[] { "Cough", "No cough", "Knee pain", "Rash" })
            await hub.TakeAsync(Saying(reason));
        await hub.TakeAsync(Saying("Cough", "asap"));
        var runs = await hub.CountAsync<TriageRun>();

        var report = await RunAsync(Draft);

        (report.Total, report.Considered, report.Unreadable, report.Changed, report.SuspectedCancerTouched).ShouldBe((5, 5, 0, 2, 0));
        report.Moves.ShouldBe(new Dictionary<string, int> { ["accept → review"] = 2 }, ignoreOrder: true);
        (report.ReviewsAdded, report.Effects!.ClinicianMinutes, report.Effects.DaysAdded, report.Effects.ReturnsLow).ShouldBe(
            (2, 10, null, null)
        );
        report.ByPractice.Values.Sum(c => c.Considered).ShouldBe(5);
        report.Sample.Count.ShouldBe(2);
        SimulationWords.Describe(report).ShouldContain("Suspected-cancer referrals touched: none.");
        (await hub.CountAsync<TriageRun>()).ShouldBe(runs);
    }

    [Fact]
    public async Task NoDifference_IsAResult()
    {
        await hub.TakeAsync(Saying("Knee pain"));
        var report = await RunAsync(Draft);
        report.Changed.ShouldBe(0);
        SimulationWords.Describe(report).ShouldContain("The draft makes no difference here.");
    }

    [Fact]
    public async Task RunThatWasStopped_GoesOnWhereItStopped()
    {
        foreach (var together in Enumerable.Range(0, 540).Chunk(20))
            await Task.WhenAll(together.Select(i => hub.TakeAsync(Saying(i % 3 == 0 ? "Cough" : "Knee pain"))));
        using var stop = new CancellationTokenSource();
        string? kept = null;
        await Should.ThrowAsync<OperationCanceledException>(() =>
            RunAsync(
                Draft,
                null,
                counts =>
                {
                    kept = JsonSerializer.Serialize(counts);
                    stop.Cancel();
                    return Task.CompletedTask;
                },
                stop.Token
            )
        );
        var halfway = JsonSerializer.Deserialize<SimulationReport>(kept!)!;
        halfway.IsFinished.ShouldBeFalse();

        var (resumed, whole) = (await RunAsync(Draft, halfway), await RunAsync(Draft));

        (resumed.Considered, resumed.Changed, resumed.ReviewsAdded).ShouldBe((whole.Considered, whole.Changed, whole.ReviewsAdded));
        whole.Changed.ShouldBe(180);
        resumed.Sample.Select(s => s.Reference).ShouldBe(whole.Sample.Select(s => s.Reference), ignoreOrder: true);
        await Should.ThrowAsync<ArgumentException>(() =>
            RunAsync(Draft.Replace("title: T", "title: U", StringComparison.Ordinal), halfway)
        );
    }

    [Fact]
    public async Task OverHttp_TheReportGrows_AndFaultsAreTold()
    {
        await hub.TakeAsync(Saying("Cough"));
        using var answer = await hub.Http.PostAsJsonAsync(
            "/rules/simulate",
            new SimulationRequest(Draft, "trial.yaml", Today, Today, null, 4, null)
        );
        var last = (await answer.Content.ReadAsStringAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries)[^1];
        JsonDocument.Parse(last).RootElement.GetProperty("effects").GetProperty("clinicianMinutes").GetInt32().ShouldBe(4);
        foreach (
            var (request, text) in new[]
            {
                (
                    new SimulationRequest(
                        Draft.Replace("review", "refuse", StringComparison.Ordinal),
                        "trial.yaml",
                        Today,
                        Today,
                        null,
                        null,
                        null
                    ),
                    "trial.yaml, line 11, column 11: refuse is not an outcome"
                ),
                (new SimulationRequest(null, null, Today, Today, null, null, null), "Send the draft as YAML in pack."),
                (new SimulationRequest(Draft, null, Today, Today.AddDays(-1), null, null, null), "Say the first and the last day"),
                (new SimulationRequest(Draft, null, Today, Today, null, 5_000, null), "minutesPerReview is from 0 to 240."),
            }
        )
        {
            using var refused = await hub.Http.PostAsJsonAsync("/rules/simulate", request);
            ((int)refused.StatusCode).ShouldBe(422);
            (await refused.Content.ReadAsStringAsync()).ShouldContain(text);
        }
    }

    [Fact]
    public async Task Page_ShowsTheResult_OrWhatIsWrong()
    {
        await hub.TakeAsync(Saying("Cough"));
        (await PostPageAsync(Draft)).ShouldContain("1 would have gone another way");
        (await PostPageAsync(Draft.Replace("then: review", "then: refuse", StringComparison.Ordinal))).ShouldContain(
            "refuse is not an outcome"
        );
        (await PostPageAsync(null)).ShouldContain("Choose the file with the draft.");

        async Task<string> PostPageAsync(string? draft)
        {
            var page = await hub.Http.GetStringAsync("/rules/simulation");
            const string field = "name=\"__RequestVerificationToken\" type=\"hidden\" value=\"";
            var at = page.IndexOf(field, StringComparison.Ordinal) + field.Length;
            using var form = new MultipartFormDataContent
            {
                { new StringContent(page[at..page.IndexOf('"', at)]), "__RequestVerificationToken" },
                { new StringContent(Today.AddDays(-1).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture)), "From" },
                { new StringContent(Today.AddDays(1).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture)), "To" },
                { new StringContent("5"), "Minutes" },
            };
            if (draft is not null)
                form.Add(new ByteArrayContent(Encoding.UTF8.GetBytes(draft)), "Draft", "trial.yaml");
            using var answer = await hub.Http.PostAsync("/rules/simulation", form);
            return await answer.Content.ReadAsStringAsync();
        }
    }

    [Theory]
    [InlineData(0, 0, 0, 1)]
    [InlineData(0, 10, 0, 0.278)]
    [InlineData(5, 10, 0.237, 0.763)]
    [InlineData(10, 10, 0.722, 1)]
    public void Interval_IsWilsons(int hits, int of, double low, double high)
    {
        var (l, h) = ObservedEffects.Interval(hits, of);
        l.ShouldBe(low, 0.001);
        h.ShouldBe(high, 0.001);
    }
}
