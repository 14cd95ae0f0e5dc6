using Microsoft.Extensions.Configuration;
using ReferralHub.Platform;
using ReferralHub.Server;
using ReferralHub.Server.Databases.Sqlite;
using ReferralHub.Server.Hosting;
using Shouldly;
using Xunit;

namespace ReferralHub.Tests.Server;

/// <summary>What lies on the disk is the hub's own: databases, their copies, and secrets.</summary>
[System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
public sealed class PrivateFileTests : IDisposable
{
    const UnixFileMode Own = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("rh-private-");

    [SkippableFact]
    public async Task Database_ItsLogAndLock_AreReadByNobodyElse()
    {
        Skip.If(OperatingSystem.IsWindows(), "Windows has no such modes.");
        var data = Path.Combine(folder.FullName, "data");
        var file = Path.Combine(data, "referralhub.db");
        await using (var database = SqliteHubDatabase.Open(file))
        {
            await database.MigrateAsync(CancellationToken.None);
            File.GetUnixFileMode(data).ShouldBe(Own | UnixFileMode.UserExecute);
            foreach (var part in new[] { "", "-wal", "-shm", ".lock" })
                File.GetUnixFileMode(file + part).ShouldBe(Own, part);
        }

        File.SetUnixFileMode(file, Own | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        await using (SqliteHubDatabase.Open(file))
            File.GetUnixFileMode(file).ShouldBe(Own, "a database of an earlier version is closed to others as well");
    }

    public static TheoryData<string, bool> Files =>
        new()
        {
            { """{"ReferralHub":{"Database":{"ConnectionString":"Host=db;Password=Canary"}}}""", true },
            { """{"ReferralHub":{"Database":{"ConnectionString":"Server=db;pwd = Canary"}}}""", true },
            { """{"ReferralHub":{"Transport":{"Uri":"amqp://hub:Canary@broker"}}}""", true },
            { """{"ReferralHub":{"Anything":{"ClientSecret":"Canary"}}}""", true },
            { """{"ReferralHub":{"Database":{"ConnectionString":"Data Source=/data/hub.db"}}}""", false },
            { """{"ReferralHub":{"Tls":{"PasswordFile":"/run/secrets/tls"}}}""", false },
            { """{"ReferralHub":{"Transport":{"Uri":"amqp://broker"}}}""", false },
        };

    [SkippableTheory]
    [MemberData(nameof(Files))]
    public void SettingsThatAnybodyMayRead_AreRefused_WhenAPasswordIsInThem(string text, bool isSecret)
    {
        Skip.If(OperatingSystem.IsWindows(), "Windows has no such modes.");
        var file = Path.Combine(folder.FullName, "appsettings.json");
        File.WriteAllText(file, text);
        File.SetUnixFileMode(file, Own | UnixFileMode.OtherRead);

        var refused = Record.Exception(() => SettingsReader.RefuseOpenSecrets(file));
        File.SetUnixFileMode(file, Own);
        SettingsReader.RefuseOpenSecrets(file);

        (refused is SettingsException).ShouldBe(isSecret);
        refused?.Message.ShouldContain("everybody on this machine may read it");
        refused?.Message.ShouldNotContain("Canary");
    }

    [Fact]
    public void Secrets_MayComeFromFilesOfTheirOwn()
    {
        var file = Path.Combine(folder.FullName, "connection");
        File.WriteAllText(file, "Host=db;Password=Canary\n");

        var settings = Read(("Database:ConnectionStringFile", file), ("Transport:UriFile", file));

        settings.Database.ConnectionString.ShouldBe("Host=db;Password=Canary");
        settings.Transport.Uri.ShouldBe("Host=db;Password=Canary");
        Should
            .Throw<SettingsException>(() => Read(("Database:ConnectionStringFile", file), ("Database:ConnectionString", "Host=db")))
            .Message.ShouldContain("are both given");
        Should
            .Throw<SettingsException>(() => Read(("Transport:UriFile", file + ".missing")))
            .Message.ShouldContain("cannot be read (FileNotFoundException)");
    }

    public void Dispose() => folder.Delete(recursive: true);

    static HubSettings Read(params (string Key, string Value)[] settings) =>
        SettingsReader.Read(
            new ConfigurationBuilder()
                .AddInMemoryCollection(settings.Select(s => KeyValuePair.Create<string, string?>($"ReferralHub:{s.Key}", s.Value)))
                .Build()
        );
}
