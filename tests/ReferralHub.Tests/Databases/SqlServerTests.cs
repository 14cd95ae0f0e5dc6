using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using ReferralHub.Journey;
using ReferralHub.Server.Databases.SqlServer;
using Shouldly;
using Xunit;

namespace ReferralHub.Tests.Databases;

/// <summary>
/// What can be known of the SQL Server provider without a server: its model, migrations, scripts and decisions, as text.
/// With a server, <c>REFERRALHUB_TEST_DATABASE=SqlServer</c> runs every test of this project on it.
/// </summary>
public sealed class SqlServerTests
{
    const int ClusteredKeyBytesMax = 900;
    const int IndexKeyBytesMax = 1_700;

    static SqlServerHubDbContext Context() =>
        new(new DbContextOptionsBuilder<SqlServerHubDbContext>().UseSqlServer("Server=localhost").Options);

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
    public async Task EveryText_IsComparedByCode()
    {
        await using var database = SqlServerHubDatabase.Open("Server=localhost");

        var columns = database.Script().Split('\n').Where(l => l.Contains("] nvarchar(")).ToList();

        columns.Count.ShouldBeGreaterThan(100);
        // The rest is the migrations' own history, which EF keeps and only EF reads.
        columns
            .Where(l => !l.Contains("COLLATE Latin1_General_100_BIN2 ") && !l.Contains("[MigrationId]") && !l.Contains("[ProductVersion]"))
            .ShouldBeEmpty();
    }

    [Fact]
    public void Keys_FitIntoTheServersIndexes()
    {
        using var db = Context();

        var tooLong =
            from type in db.Model.GetEntityTypes()
            from key in type.GetKeys()
                .Select(k => (k.Properties, Max: ClusteredKeyBytesMax))
                .Concat(type.GetIndexes().Select(i => (i.Properties, Max: IndexKeyBytesMax)))
            where key.Properties.Sum(BytesMax) > key.Max
            select $"{type.GetTableName()}: {string.Join(", ", key.Properties.Select(p => p.GetColumnName()))}";

        tooLong.ShouldBeEmpty();
    }

    [Fact]
    public async Task ListsOfKeys_AreParameters_BecauseAJsonListWouldHaveAnotherCollation()
    {
        await using var database = SqlServerHubDatabase.Open("Server=localhost");
        using var db = database.OpenRead();
        string[] keys = ["a", "b"];

        var sql = db.Journeys.Where(j => keys.Contains(j.PatientKey)).ToQueryString();

        sql.ShouldContain("[patient_key] IN (@");
        sql.ShouldNotContain("OPENJSON");
    }

    [Fact]
    public void Claim_SkipsWhatOthersHold() =>
        SqlServerHubDatabase
            .ClaimSql("journey")
            .ShouldBe(
                "SELECT * FROM [journey] WITH (UPDLOCK, ROWLOCK, READPAST) "
                    + "WHERE id IN (SELECT CAST(value AS uniqueidentifier) FROM OPENJSON({0}))"
            );

    [Theory]
    [InlineData("DISABLED", true, null)]
    [InlineData("ALLOWED", true, "DELAYED_DURABILITY is ALLOWED")]
    [InlineData("FORCED", true, "DELAYED_DURABILITY is FORCED")]
    [InlineData("", true, "does not say what DELAYED_DURABILITY is for this database")]
    [InlineData("DISABLED", false, "READ_COMMITTED_SNAPSHOT is off")]
    public void Settings_ThatLoseOrBlock_AreRefused(string durability, bool snapshot, string? said)
    {
        var fault = SqlServerHubDatabase.FindFault(durability, snapshot);

        if (said is null)
            fault.ShouldBeNull();
        else
            fault!.ShouldContain(said);
    }

    [Fact]
    public void Settings_KeepWhatTheOperatorWrote()
    {
        var chosen = SqlServerHubDatabase.Settings("Server=db;Application Name=mine;Connect Timeout=20");
        var open = SqlServerHubDatabase.Settings("Server=db");

        (chosen.ApplicationName, chosen.ConnectTimeout, chosen.MaxPoolSize).ShouldBe(("mine", 20, 40));
        (open.ApplicationName, open.ConnectTimeout, open.MaxPoolSize).ShouldBe(("referralhub", 5, 40));
    }

    [Fact]
    public void ScratchDatabase_IsMadeAsTheHubNeedsIt_AndNamesAreNoStatements()
    {
        SqlServerScratch
            .MakeSql("rh'x]")
            .ShouldBe(
                "IF DB_ID(N'rh''x]') IS NULL BEGIN CREATE DATABASE [rh'x]]]; "
                    + "EXEC(N'ALTER DATABASE [rh''x]]] SET READ_COMMITTED_SNAPSHOT ON'); END"
            );
        SqlServerScratch
            .RemoveSql("rh_demo")
            .ShouldBe(
                "IF DB_ID(N'rh_demo') IS NOT NULL BEGIN ALTER DATABASE [rh_demo] SET SINGLE_USER WITH ROLLBACK IMMEDIATE; "
                    + "DROP DATABASE [rh_demo]; END"
            );
    }

    static int BytesMax(IProperty property)
    {
        var type = property.GetRelationalTypeMapping().Converter?.ProviderClrType ?? property.ClrType;
        type = Nullable.GetUnderlyingType(type) ?? type;
        return type == typeof(string) ? 2 * (property.GetMaxLength() ?? IndexKeyBytesMax)
            : type == typeof(byte[]) ? property.GetMaxLength() ?? IndexKeyBytesMax
            : type == typeof(Guid) ? 16
            : 8;
    }
}
