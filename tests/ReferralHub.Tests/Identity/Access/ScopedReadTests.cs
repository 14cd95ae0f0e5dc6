using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using ReferralHub.Choice;
using ReferralHub.Dispatch;
using ReferralHub.Journey;
using ReferralHub.Platform.Access;
using ReferralHub.Platform.Data;
using ReferralHub.Platform.Log;
using ReferralHub.Referrals;
using ReferralHub.Referrals.Documents;
using Shouldly;
using Xunit;
using Xunit.Abstractions;

namespace ReferralHub.Tests.Identity.Access;

/// <summary>What each kind of scope finds in the tables.</summary>
public sealed class ScopedReadTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Practice_FindsItsOwnAlone_InEveryTable()
    {
        await using var world = await AccessWorld.StartAsync();
        foreach (var scope in new[] { AccessScope.ForPractices(["A81001"]), AccessScope.ForPractices(["A81001", "ZZ999"]) })
        {
            await using var db = world.Hub.Database.OpenRead(scope);
            (await Tables(db)).ShouldAllBe(t => t.Referrals.SequenceEqual(new[] { world.A.Id }));
        }
    }

    [Fact]
    public async Task Provider_FindsWhatWasDispatchedToIt_AndNotWhatPracticeAndCentreSaid()
    {
        await using var world = await AccessWorld.StartAsync();
        await using var db = world.Hub.Database.OpenRead(AccessScope.ForProviders([world.A.Provider]));
        output.WriteLine(db.Set<ReferralRecord>().ToQueryString());
        (await db.Set<ReferralJourney>().Select(j => j.Id).ToListAsync()).ShouldBe([world.A.Id]);
        (await db.Set<ReferralRecord>().Select(j => j.Referral).ToListAsync()).ShouldBe([world.A.Id]);
        (await db.Set<DispatchedMessage>().Select(j => j.Referral).ToListAsync()).ShouldBe([world.A.Id]);
        (await db.Set<Offer>().AnyAsync()).ShouldBeFalse();
        (await db.Set<Submission>().AnyAsync()).ShouldBeFalse();
    }

    [Fact]
    public async Task Provider_ReadsItselfAsTheOwnerOfTheTask_ThoughNotWhatElseWasOffered()
    {
        await using var world = await AccessWorld.StartAsync();
        var provider = world.Callers.Single(c => c.Role == CallerRole.ProviderSystem && c.Organisation == world.A.Provider);

        var task = JsonNode.Parse(await world.ReadAsync(provider, $"/fhir/Task/{world.A.Id}"))!;

        task["businessStatus"]!["coding"]![0]!["code"]!.GetValue<string>().ShouldBe("handed-over");
        task["owner"]!["identifier"]!["value"]!.GetValue<string>().ShouldBe(world.A.Provider);
    }

    [Fact]
    public async Task Provider_ThatDeclined_FindsItNoMore_ButStillItsOwnDispatch()
    {
        await using var world = await AccessWorld.StartAsync();
        await world.Hub.Database.WriteAsync(
            (db, token) =>
                db.Set<DispatchedMessage>()
                    .Where(d => d.Referral == world.A.Id)
                    .ExecuteUpdateAsync(d => d.SetProperty(x => x.State, DispatchState.Declined), token),
            CancellationToken.None
        );
        await using var scoped = world.Hub.Database.OpenRead(AccessScope.ForProviders([world.A.Provider]));
        (await scoped.Set<ReferralJourney>().AnyAsync()).ShouldBeFalse();
        (await scoped.Set<DispatchedMessage>().CountAsync()).ShouldBe(1);
    }

    [Fact]
    public async Task Patient_FindsTheirOneReferral()
    {
        await using var world = await AccessWorld.StartAsync();
        await using var db = world.Hub.Database.OpenRead(AccessScope.ForReferral(world.A.Id));
        (await db.Set<ReferralJourney>().Select(j => j.Id).ToListAsync()).ShouldBe([world.A.Id]);
        (await db.Set<Offer>().Select(o => o.Referral).Distinct().ToListAsync()).ShouldBe([world.A.Id]);
        (await db.Set<StoredDocument>().AnyAsync()).ShouldBeFalse();
    }

    [Fact]
    public async Task NobodyAndCommissioner_FindNoReferral()
    {
        await using var world = await AccessWorld.StartAsync();
        foreach (
            var scope in new[]
            {
                AccessScope.Nothing,
                AccessScope.ForPractices([]),
                AccessScope.ForProviders([]),
                AccessScope.ForFigures([world.A.Practice, world.B.Practice]),
                AccessScope.ForReferral(Guid.Empty),
            }
        )
        {
            await using var db = world.Hub.Database.OpenRead(scope);
            (await Tables(db)).ShouldAllBe(t => t.Referrals.Count == 0);
        }
    }

    [Fact]
    public async Task ScopedQuery_GoesByIndex()
    {
        if (!TestDatabase.IsSqlite)
            return;
        await using var world = await AccessWorld.StartAsync();
        await using var db = world.Hub.Database.OpenRead(AccessScope.ForProviders([world.A.Provider]));
        var plan = await ExplainAsync(db, db.Set<ReferralRecord>().Where(r => r.NhsNumber == world.A.NhsNumber));
        output.WriteLine(plan);
        plan.ShouldContain("ix_dispatch_referral");
        plan.ShouldNotContain("SCAN d");
        await using var own = world.Hub.Database.OpenRead(AccessScope.ForPractices([world.A.Practice]));
        plan = await ExplainAsync(own, own.Set<LogEvent>().Where(e => e.Referral == world.A.Id));
        output.WriteLine(plan);
        plan.ShouldNotContain("SCAN journey");
    }

    static async Task<string> ExplainAsync<T>(HubDbContext db, IQueryable<T> query)
    {
        await using var command = Microsoft.EntityFrameworkCore.EntityFrameworkQueryableExtensions.ToQueryString(query) is { } sql
            ? db.Database.GetDbConnection().CreateCommand()
            : throw new InvalidOperationException();
        await db.Database.OpenConnectionAsync();
        // The text begins with the values of its parameters.
        command.CommandText = "EXPLAIN QUERY PLAN " + sql[sql.IndexOf("SELECT", StringComparison.Ordinal)..];
        foreach (System.Text.RegularExpressions.Match name in System.Text.RegularExpressions.Regex.Matches(sql, "@\\w+"))
            if (!command.Parameters.Contains(name.Value))
                command.Parameters.Add(new Microsoft.Data.Sqlite.SqliteParameter(name.Value, "[]"));
        await using var reader = await command.ExecuteReaderAsync();
        var lines = new List<string>();
        while (await reader.ReadAsync())
            lines.Add(reader.GetString(3));
        return string.Join('\n', lines);
    }

    static async Task<IReadOnlyList<(string Table, IReadOnlyList<Guid> Referrals)>> Tables(HubDbContext db) =>
        [
            ("journey", await db.Set<ReferralJourney>().Select(j => j.Id).ToListAsync()),
            ("referral", await db.Set<ReferralRecord>().Select(j => j.Referral).ToListAsync()),
            ("identifier", await db.Set<ReferralIdentifier>().Select(j => j.Referral).Distinct().ToListAsync()),
            ("document", await db.Set<StoredDocument>().Select(j => j.Referral).ToListAsync()),
            ("submission", await db.Set<Submission>().Select(j => j.Referral).ToListAsync()),
            ("event", await db.Set<LogEvent>().Select(j => j.Referral).Distinct().ToListAsync()),
            ("run", await db.Set<ReferralHub.Triage.TriageRun>().Select(j => j.Referral).Distinct().ToListAsync()),
            ("offer", await db.Set<Offer>().Select(j => j.Referral).Distinct().ToListAsync()),
            ("dispatch", await db.Set<DispatchedMessage>().Select(j => j.Referral).Distinct().ToListAsync()),
        ];
}
