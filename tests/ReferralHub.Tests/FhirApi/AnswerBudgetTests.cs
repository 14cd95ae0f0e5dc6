using System.Diagnostics;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using ReferralHub.FhirApi;
using Shouldly;
using Xunit;

namespace ReferralHub.Tests.FhirApi;

/// <summary>What is asked in few bytes is not answered in many, and not with a query for each thing found.</summary>
public sealed class AnswerBudgetTests : IAsyncLifetime
{
    const int Few = 3;
    TestHub hub = null!;

    public async Task InitializeAsync()
    {
        QueryCounter.Listen();
        hub = await TestHub.StartAsync("web");
        for (var i = 0; i < Few; i++)
            await hub.TakeAsync(TestReferral.Routine());
    }

    public async Task DisposeAsync() => await hub.DisposeAsync();

    /// <summary>Sentence 40.</summary>
    [Fact]
    public async Task S40_BatchThatWouldFindMoreThanOneAnswerMayHold_IsRefusedInWords()
    {
        for (var i = 0; i < 27; i++)
            await hub.TakeAsync(TestReferral.Routine());
        var few = await BatchAsync(10);

        var many = await BatchAsync(100);

        few.Status.ShouldBe(HttpStatusCode.OK);
        many.Status.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
        many.Text.ShouldContain("The answer would have more than 10 MB or 2,000 resources. Ask for less: with _count");
    }

    [Theory]
    [InlineData("Patient", "")]
    [InlineData("ServiceRequest", "_include=ServiceRequest:subject&_include=ServiceRequest:requester&_revinclude=Task:focus")]
    [InlineData("Task", "_include=Task:focus&_include=Task:owner")]
    public async Task Search_OfMore_NeedsNoMoreQueries(string type, string query)
    {
        var few = await CountQueriesAsync(type, query, Few);
        for (var i = 0; i < 20; i++)
            await hub.TakeAsync(TestReferral.Routine());

        var many = await CountQueriesAsync(type, query, Few + 20);

        many.ShouldBe(few);
    }

    [Fact]
    public void Budget_CountsBytesAndResources()
    {
        var budget = new AnswerBudget();

        budget.Take(new FhirAnswer(200, new byte[AnswerBudget.BytesMax])).ShouldBeTrue();
        budget.Take(new FhirAnswer(200, new byte[1])).ShouldBeFalse();
        budget.IsUsedUp.ShouldBeTrue();
    }

    async Task<(HttpStatusCode Status, string Text)> BatchAsync(int entries)
    {
        var batch = new JsonObject
        {
            ["resourceType"] = "Bundle",
            ["type"] = "batch",
            ["entry"] = new JsonArray([
                .. Enumerable
                    .Range(0, entries)
                    .Select(_ =>
                        (JsonNode)
                            new JsonObject
                            {
                                ["request"] = new JsonObject
                                {
                                    ["method"] = "GET",
                                    ["url"] = "ServiceRequest?_count=200&_include=ServiceRequest:subject",
                                },
                            }
                    ),
            ]),
        };
        using var answer = await hub.PostAsync("/fhir", Encoding.UTF8.GetBytes(batch.ToJsonString()));
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    async Task<int> CountQueriesAsync(string type, string query, int found)
    {
        using var counter = new QueryCounter();
        var parameters = Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery($"?_count=200&{query}");

        var answer = await hub.Get<FhirRest>().SearchAsync(type, parameters, "http://h/fhir", isStrict: true, CancellationToken.None);

        answer.Status.ShouldBe(200, Encoding.UTF8.GetString(answer.Body));
        JsonNode.Parse(answer.Body)!["entry"]!.AsArray().Count.ShouldBeGreaterThanOrEqualTo(found);
        counter.Count.ShouldBeGreaterThan(0);
        return counter.Count;
    }

    /// <summary>
    /// Counts the commands that the test's own flow sends to the database, and not those of tests beside it. It listens before the hub
    /// starts and to the end: a context that found nobody listening does not look again for a second.
    /// </summary>
    sealed class QueryCounter : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>, IDisposable
    {
        static readonly AsyncLocal<QueryCounter?> Own = new();
        static readonly IDisposable Listening = DiagnosticListener.AllListeners.Subscribe(new QueryCounter(isForAll: true));

        public QueryCounter()
            : this(isForAll: false) => Own.Value = this;

        QueryCounter(bool isForAll) => IsForAll = isForAll;

        public int Count { get; private set; }

        bool IsForAll { get; }

        public static void Listen() => _ = Listening;

        public void OnNext(DiagnosticListener value)
        {
            if (IsForAll && value.Name == "Microsoft.EntityFrameworkCore")
                value.Subscribe(this);
        }

        public void OnNext(KeyValuePair<string, object?> value)
        {
            if (value.Key == "Microsoft.EntityFrameworkCore.Database.Command.CommandExecuted" && Own.Value is { } own)
                own.Count++;
        }

        public void OnCompleted() { }

        public void OnError(Exception error) { }

        public void Dispose() => Own.Value = null;
    }
}
