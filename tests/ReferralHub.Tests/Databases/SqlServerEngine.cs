using System.Net;
using Docker.DotNet;
using DotNet.Testcontainers.Builders;
using DotNet.Testcontainers.Configurations;
using DotNet.Testcontainers.Images;
using Testcontainers.MsSql;
using Xunit;

namespace ReferralHub.Tests.Databases;

/// <summary>
/// A SQL Server for tests: the one that <c>REFERRALHUB_TEST_SQLSERVER</c> names, or else a container, where an engine runs that
/// has the image already. Nothing is ever pulled.
/// </summary>
public sealed class SqlServerEngine : IAsyncLifetime
{
    const string Image = "mcr.microsoft.com/mssql/server:2022-latest";
    MsSqlContainer? container;
    string? connectionString;
    string missing = "";

    /// <summary>How to reach it; the test is skipped, with the reason, where there is none.</summary>
    public string ConnectionString
    {
        get
        {
            Skip.If(connectionString is null, missing);
            return connectionString;
        }
    }

    public async Task InitializeAsync()
    {
        connectionString = Environment.GetEnvironmentVariable("REFERRALHUB_TEST_SQLSERVER");
        if (connectionString is not null)
            return;
        // Its reaper is an image of its own, which would have to be pulled; DisposeAsync ends the container.
        TestcontainersSettings.ResourceReaperEnabled = false;
        try
        {
            container = new MsSqlBuilder(Image).WithImagePullPolicy(PullPolicy.Never).Build();
            await container.StartAsync();
            connectionString = container.GetConnectionString();
        }
        catch (DockerUnavailableException)
        {
            missing = "REFERRALHUB_TEST_SQLSERVER names no server, and no container engine runs here.";
        }
        catch (DockerApiException e) when (e.StatusCode == HttpStatusCode.NotFound)
        {
            missing = $"REFERRALHUB_TEST_SQLSERVER names no server, and the container engine has no image {Image}.";
        }
    }

    public async Task DisposeAsync()
    {
        if (container is not null)
            await container.DisposeAsync();
    }
}
