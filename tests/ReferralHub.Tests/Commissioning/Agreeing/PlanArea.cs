using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;
using ReferralHub.Commissioning;
using ReferralHub.Commissioning.Keeping;
using ReferralHub.Kernel;
using ReferralHub.Platform;
using ReferralHub.Platform.Access;
using ReferralHub.Tests.Commissioning.Keeping;

namespace ReferralHub.Tests.Commissioning.Agreeing;

/// <summary>An area of a board, two practices and a clinic of one of them, with a plan of 2026 that nobody has agreed yet.</summary>
static class PlanArea
{
    public const string Set = "first-2026";

    /// <summary>The practice that the hub of a test knows.</summary>
    public const string Practice = "L81008";

    public const string Board = "ZC01";

    /// <summary>After the day by which the plan was to be agreed for its first year.</summary>
    public static readonly DateTimeOffset Now = new(2026, 6, 10, 9, 0, 0, TimeSpan.Zero);

    public static readonly IReadOnlyDictionary<string, string> Files = new Dictionary<string, string>
    {
        [SmallArea.Arrangements] = """
            version: 1
            source: Made up for tests
            bodies:
              - { id: QXX, name: Test Board, kind: board, ods: ZC01, from: 2019-04-01, contact: Finance lead }
              - { id: L81008, name: Test Practice, kind: practice, ods: L81008, from: 2019-04-01, reportsTo: QXX, contact: Manager }
              - { id: B81001, name: Second Practice, kind: practice, ods: B81001, from: 2019-04-01, reportsTo: QXX, contact: Manager }
              - { id: NZ704, name: Clinic, kind: provider, ods: NZ704, from: 2019-04-01, contact: Manager }
            members:
              - { body: B81001, member: NZ704, role: provider-arm, from: 2019-04-01 }
            interests:
              - { person: Ina Interested, body: NZ704, what: shares, from: 2020-01-01 }
            scopes:
              - { id: first, words: First attendances, include: [{ sources: [gp], pods: [OPFA] }], strategicRisk: low }
              - { id: rest, words: All else, include: [{ sources: [any], pods: [any] }], strategicRisk: high }
            planSets:
              - id: first-2026
                commissioner: QXX
                scope: first
                money: indicative
                period: { from: 2026-04-01, years: 2 }
                holders: [L81008, B81001]
                total: 3000.00
                setting:
                  - { step: historic, year: 2025-26, amounts: { L81008: 1000.00, B81001: 2000.00 }, source: Frozen activity }
                  - { step: fairShares, need: { L81008: 500, B81001: 500 }, weightPerMille: 500, source: Weighted lists }
              - id: rest-2026
                commissioner: QXX
                scope: rest
                money: indicative
                period: { from: 2026-04-01, years: 2 }
                holders: [QXX]
                total: 5000.00
                setting:
                  - { step: historic, year: 2025-26, amounts: { QXX: 5000.00 }, source: Frozen activity }
            decisions:
              - { what: plan, scope: first, decides: QXX, with: holder, dueOn: "05-01" }
            """,
    };

    public static Task<TestHub> StartAsync(IReadOnlyDictionary<string, string>? files = null, TimeProvider? time = null) =>
        TestHub.StartAsync(
            "web",
            time ?? new FakeTimeProvider(Now),
            writeDirectory: folder =>
            {
                TestDirectory.Write(folder);
                File.AppendAllText(Path.Combine(folder, "practices.csv"), "B81001,Second Practice,8000,51.4,-2.5\n");
                File.WriteAllText(
                    Path.Combine(folder, "commissioners.csv"),
                    $"body,name,practice,from,until\n{Board},Test Board,{Practice},2019-04-01,\n{Board},Test Board,B81001,2019-04-01,\n"
                );
                (files ?? Files).Write(Path.Combine(folder, "commissioning"));
            }
        );

    /// <summary>Loads the folder again, with other files.</summary>
    public static Task<int> LoadAsync(TestHub hub, IReadOnlyDictionary<string, string> files)
    {
        files.Write(Path.Combine(hub.Folder, "directory", "commissioning"));
        return hub.Get<IEnumerable<IReferenceDataLoader>>()
            .OfType<ConfigurationLoader>()
            .Single()
            .LoadAsync(Path.Combine(hub.Folder, "directory"), CancellationToken.None);
    }

    public static (string, string) Manager(string name = "Ann Manager") => TestCallers.As(CallerRole.Practice, name, Practice);

    public static (string, string) Commissioner(string name = "Bob Board") => TestCallers.As(CallerRole.Commissioner, name, Board);

    /// <summary>Sends an act about a line; gives status and answer.</summary>
    public static async Task<(int Status, string Body)> ActAsync(
        TestHub hub,
        (string, string) caller,
        string word,
        JsonObject? body = null,
        string holder = Practice
    )
    {
        using var answer = await hub.PostAsync(
            $"/commissioning/api/plans/{Set}/{holder}/{word}",
            Encoding.UTF8.GetBytes((body ?? new JsonObject()).ToJsonString()),
            "application/json",
            caller
        );
        return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    public static async Task<JsonNode?> ReadAsync(
        TestHub hub,
        (string Name, string Value) caller,
        string holder = Practice,
        int? year = null
    )
    {
        using var request = new HttpRequestMessage(
            HttpMethod.Get,
            $"/commissioning/api/plans/{Set}/{holder}{(year is null ? "" : $"?year={year}")}"
        );
        request.Headers.Add(caller.Name, caller.Value);
        using var answer = await hub.Http.SendAsync(request);
        return answer.IsSuccessStatusCode ? JsonNode.Parse(await answer.Content.ReadAsStringAsync()) : null;
    }

    /// <summary>What the log says of a line: type, year and pence of each event.</summary>
    public static async Task<List<(string Type, int Year, long? Pence, string? By)>> ListEventsAsync(
        TestHub hub,
        string holder = Practice,
        string set = Set
    ) =>
        [
            .. (await hub.EventsAsync(BookSubjects.FindPlanLine(set, holder))).Select(e =>
            {
                var data = BookEventData.Read(e.Data);
                return (e.Type["book.plan-".Length..], FinancialYear.FromDate(data.EffectiveFrom!.Value).Starting, data.Pence, data.By);
            }),
        ];
}
