using Npgsql;
using ReferralHub.Server.Databases.PostgreSql;
using Shouldly;
using Xunit;

namespace ReferralHub.Tests.Databases;

/// <summary>What the hub adds to the operator's connection string, and what it leaves as it was written.</summary>
public sealed class PostgreSqlSettingsTests
{
    [Fact]
    public void WhatIsLeftOpen_IsSet()
    {
        var settings = PostgreSqlHubDatabase.Settings("Host=db;Database=referralhub");
        (settings.MaxAutoPrepare, settings.MaxPoolSize, settings.Timeout, settings.NoResetOnClose).ShouldBe((200, 40, 5, true));
        (settings.TcpKeepAlive, settings.TcpKeepAliveTime, settings.IncludeErrorDetail).ShouldBe((true, 10, false));
        settings.Options!.ShouldContain("lock_timeout=5000");
        settings.ApplicationName.ShouldBe("referralhub");
        new NpgsqlConnectionStringBuilder(settings.ToString()).MaxAutoPrepare.ShouldBe(200);
    }

    [Theory]
    [InlineData("", GssEncryptionMode.Disable)]
    [InlineData(";GSS Encryption Mode=Require", GssEncryptionMode.Require)]
    [InlineData(";GssEncryptionMode=Prefer", GssEncryptionMode.Prefer)]
    public void GssEncryption_IsAskedForOnlyWhereTheOperatorWroteIt(string own, GssEncryptionMode expected)
    {
        var settings = PostgreSqlHubDatabase.Settings($"Host=db;Database=referralhub{own}");

        settings.GssEncryptionMode.ShouldBe(expected);
    }

    [Theory]
    [InlineData("MaxPoolSize=7")]
    [InlineData("Maximum Pool Size=7")]
    [InlineData("maximum pool size=7")]
    public void WhatTheOperatorWrote_Stays(string own)
    {
        var settings = PostgreSqlHubDatabase.Settings(
            $"Host=db;{own};Max Auto Prepare=0;Timeout=15;Options=-c lock_timeout=1000;Application Name=trial"
        );
        (settings.MaxPoolSize, settings.MaxAutoPrepare, settings.Timeout, settings.ApplicationName).ShouldBe((7, 0, 15, "trial"));
        // The server takes the last of two settings of one name.
        settings.Options!.ShouldEndWith("-c lock_timeout=1000");
    }

    [Fact]
    public void SeveralHosts_MeansThePrimary() =>
        PostgreSqlHubDatabase.Settings("Host=one,two").TargetSessionAttributes.ShouldBe("primary");
}
