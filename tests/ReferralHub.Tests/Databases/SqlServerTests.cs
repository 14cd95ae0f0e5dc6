using Microsoft.EntityFrameworkCore;
using ReferralHub.Server;
using ReferralHub.Server.Hosting;
using ReferralHub.SqlServer;
using Shouldly;
using Xunit;

namespace ReferralHub.Tests.Databases;

/// <summary>
/// What can be known of the SQL Server provider without a server: its model, migrations, scripts and decisions, as text.
/// With a server, <c>REFERRALHUB_TEST_DATABASE=SqlServer</c> runs every test of this project on it.
/// </summary>
public sealed class SqlServerTests
{
    static SqlServerHubDbContext Context() =>
        new(new DbContextOptionsBuilder<SqlServerHubDbContext>().UseSqlServer("Server=localhost").Options);

    [Fact]
    public void Migrations_AreWhatTheModelNeeds()
    {
        using var db = Context();
        db.Database.HasPendingModelChanges().ShouldBeFalse();
    }

    [Fact]
    public void Script_MakesOwnerAndDeadlineACheck_AndKeepsPositionsUnique()
    {
        using var db = Context();
        var script = db.Database.GenerateCreateScript();
        script.ShouldContain("CONSTRAINT [ck_journey_owner_and_due] CHECK");
        script.ShouldContain(
            "CREATE UNIQUE INDEX [ix_journey_event_position] ON [journey_event] ([position]) WHERE [position] IS NOT NULL"
        );
        script.ShouldContain("CREATE UNIQUE INDEX [ix_submission_message_id_sender]");
        script.ShouldContain("[bytes] varbinary(max)");
        script.ShouldContain("[at] datetime2");
    }

    [Fact]
    public void Claim_SkipsWhatOthersHold() =>
        SqlServerHubDatabase
            .ClaimSql("journey")
            .ShouldBe(
                "SELECT * FROM [journey] WITH (UPDLOCK, ROWLOCK, READPAST) WHERE id IN (SELECT CAST(value AS uniqueidentifier) FROM OPENJSON({0}))"
            );

    [Theory]
    [InlineData("DISABLED", true, null)]
    [InlineData("ALLOWED", true, "DELAYED_DURABILITY is ALLOWED")]
    [InlineData("FORCED", true, "DELAYED_DURABILITY is FORCED")]
    [InlineData("DISABLED", false, "READ_COMMITTED_SNAPSHOT is off")]
    public void Settings_ThatLoseOrBlock_AreRefused(string durability, bool snapshot, string? said)
    {
        var fault = SqlServerHubDatabase.Fault(durability, snapshot);
        if (said is null)
            fault.ShouldBeNull();
        else
            fault!.ShouldContain(said);
    }

    [Fact]
    public void BuildThatIsNotWhole_IsRefusedBeforeItMeetsAServer() =>
        Should
            .Throw<InvalidOperationException>(() => SqlServerHubDatabase.RefuseIncompleteBuild("Microsoft.SqlServer.Nowhere"))
            .Message.ShouldContain("FullFeed=true");

    [SkippableFact]
    public void Setting_OnABuildThatIsNotWhole_SaysHowToBuildIt()
    {
        Skip.If(
            AppContext.BaseDirectory.Length > 0 && File.Exists(Path.Combine(AppContext.BaseDirectory, "Microsoft.SqlServer.Server.dll")),
            "This build is whole."
        );
        Should
            .Throw<SettingsException>(() =>
                DatabaseOpener.Open(new() { Database = { Provider = "SqlServer", ConnectionString = "Server=localhost;Database=x" } })
            )
            .Message.ShouldContain("FullFeed=true");
    }

    [SkippableFact]
    public async Task Server_TakesReferralsThroughToOptions()
    {
        Skip.If(Environment.GetEnvironmentVariable("REFERRALHUB_TEST_SQLSERVER") is null, "REFERRALHUB_TEST_SQLSERVER names no server.");
        Skip.If(TestDatabase.Provider != "SqlServer", "REFERRALHUB_TEST_DATABASE is not SqlServer.");
        await using var hub = await TestHub.StartAsync();
        var id = await hub.TakeAsync(TestReferral.Routine());
        await hub.SettleAsync();
        (await hub.JourneyAsync(id)).Stage.ShouldBe(ReferralHub.Journey.Stage.AwaitingChoice);
    }
}
