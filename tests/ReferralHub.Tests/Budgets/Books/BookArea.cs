using ReferralHub.Commissioning;
using ReferralHub.Journey;
using ReferralHub.Kernel;
using ReferralHub.Platform.Log;
using ReferralHub.Tests.Commissioning.Keeping;

namespace ReferralHub.Tests.Budgets.Books;

/// <summary>
/// Two practices of one board with a plan for first attendances each, and the board with a plan for the rest; and events of the log about
/// referrals that nobody sent, so that a test has exactly those it wants.
/// </summary>
static class BookArea
{
    public const string First = "first-2026";
    public const string Rest = "rest-2026";
    public const string Provider = "RH1";
    public static readonly DateTime May = new(2026, 5, 6, 10, 0, 0, DateTimeKind.Utc);

    public static readonly IReadOnlyDictionary<string, string> Files = new Dictionary<string, string>
    {
        ["arrangements.yaml"] = """
            version: 1
            source: Made up for tests
            bodies:
              - { id: QXX, name: Test Board, kind: board, ods: QXX, from: 2019-04-01, contact: Finance lead }
              - { id: A81001, name: First Practice, kind: practice, ods: A81001, from: 2019-04-01, reportsTo: QXX, contact: Manager }
              - { id: A81002, name: Second Practice, kind: practice, ods: A81002, from: 2019-04-01, reportsTo: QXX, contact: Manager }
            scopes:
              - { id: first, words: First attendances, include: [{ sources: [gp], pods: [OPFA] }], strategicRisk: low }
              - { id: rest, words: All else, include: [{ sources: [any], pods: [any] }], strategicRisk: high }
            planSets:
              - id: first-2026
                commissioner: QXX
                scope: first
                money: indicative
                period: { from: 2026-04-01, years: 1 }
                holders: [A81001, A81002]
                total: 3000.00
                setting:
                  - { step: historic, year: 2025-26, amounts: { A81001: 1000.00, A81002: 2000.00 }, source: Frozen activity }
              - id: rest-2026
                commissioner: QXX
                scope: rest
                money: indicative
                period: { from: 2026-04-01, years: 1 }
                holders: [QXX]
                total: 5000.00
                setting:
                  - { step: historic, year: 2025-26, amounts: { QXX: 5000.00 }, source: Frozen activity }
            """,
        ["prices.csv"] = """
            list,kind,provider,tfc,hrg,pod,pence,mff,from,to,source
            national-2026,national,,110,,OPFA,17000,y,2026-04-01,,Tariff
            national-2026,national,,110,,OPFUP,8500,y,2026-04-01,,Tariff
            """,
        ["expected.csv"] = """
            tfc,priority,provider,pod,quantityPerMille,from,source
            110,,,OPFA,1000,2026-04-01,Matched referrals
            110,,,OPFUP,1400,2026-04-01,Matched referrals
            """,
        ["calendar.csv"] = """
            month,flex,freeze,close,packDue
            2026-04,2026-05-19,2026-06-19,2026-05-20,
            2026-05,2026-06-19,2026-07-17,2026-06-22,
            2026-06,2026-07-19,2026-08-17,2026-07-22,
            """,
    };

    /// <summary>A hub without workers that has the arrangements.</summary>
    public static Task<TestHub> StartAsync(IReadOnlyDictionary<string, string>? files = null) =>
        TestHub.StartAsync(
            "web",
            writeDirectory: folder =>
            {
                TestDirectory.Write(folder);
                if ((files ?? Files).Count > 0)
                    (files ?? Files).Write(Path.Combine(folder, "commissioning"));
            }
        );

    public static Guid Id(int number) => new(number, 0, 0, [0, 0, 0, 0, 0, 0, 0, 1]);

    public static LogEvent Received(int referral, DateTime at, string practice = "A81001") =>
        Event(
            referral,
            1,
            EventTypes.Received,
            at,
            new()
            {
                Practice = practice,
                Received = at,
                Specialty = "110",
            }
        );

    public static LogEvent Chosen(
        int referral,
        DateTime at,
        string practice = "A81001",
        string tfc = "110",
        int version = 2,
        int? wait = 14,
        string provider = Provider
    ) =>
        Event(
            referral,
            version,
            EventTypes.Chosen,
            at,
            new()
            {
                Practice = practice,
                Specialty = tfc,
                Provider = provider,
                Priority = "routine",
                Pence = 15_000,
                WaitDays = wait,
            }
        );

    public static LogEvent Event(int referral, int version, string type, DateTime at, EventData? data = null) =>
        new()
        {
            Id = EntityId.New(at),
            Referral = Id(referral),
            Version = version,
            Type = type,
            At = at,
            Actor = Actor.Choice.ToString(),
            Data = (data ?? new()).Write(),
        };

    /// <summary>Writes the events one after the other, each with the next place in the log, and projects them.</summary>
    public static async Task AddAsync(this TestHub hub, params LogEvent[] events)
    {
        foreach (var e in events)
        {
            await hub.Database.WriteAsync(
                (db, _) =>
                {
                    db.Set<LogEvent>().Add(e);
                    return Task.CompletedTask;
                },
                CancellationToken.None
            );
            while (await hub.Get<Sequencer>().StampAsync(null, CancellationToken.None) > 0) { }
        }

        await hub.StampAsync();
    }

    /// <summary>Says that the budget of a line was agreed.</summary>
    public static async Task AgreeAsync(this TestHub hub, string set, string holder, long pence)
    {
        var data = new BookEventData { Pence = pence, EffectiveFrom = new(2026, 4, 1) };
        await hub.SayPlanAsync(BookEventTypes.PlanAgreed, set, holder, data, May);
        await hub.StampAsync();
    }

    /// <summary>Says something about a line of a plan; it has no place in the log yet.</summary>
    /// <param name="data">But for the plan and its holder.</param>
    public static Task SayPlanAsync(this TestHub hub, string type, string set, string holder, BookEventData data, DateTime at) =>
        hub.Database.WriteAsync(
            (db, token) =>
                BookEvents.AppendAsync(
                    db,
                    BookSubjects.FindPlanLine(set, holder),
                    type,
                    data with
                    {
                        Plan = set,
                        Holder = holder,
                    },
                    Actor.Books,
                    at,
                    token
                ),
            CancellationToken.None
        );
}
