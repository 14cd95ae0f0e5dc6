using System.Reflection;
using ReferralHub.Platform.Data;

namespace ReferralHub.Server.Databases;

/// <summary>
/// Finds the SQL Server provider, which stands in an assembly of its own because of its packages (docs/decisions/0008) and
/// may not be there.
/// </summary>
static class SqlServerProvider
{
    const string AssemblyName = "ReferralHub.SqlServer";

    /// <exception cref="SettingsException">The provider is not there or not whole, or the connection string cannot be used.</exception>
    public static HubDatabase Open(string? connectionString)
    {
        if (string.IsNullOrWhiteSpace(connectionString))
            throw new SettingsException(
                "Database:Provider SqlServer needs Database:ConnectionString, e.g. Server=db;Database=referralhub;Integrated Security=true."
            );
        Assembly assembly;
        try
        {
            assembly = Assembly.Load(AssemblyName);
        }
        catch (FileNotFoundException)
        {
            throw new SettingsException(
                "The SQL Server provider is not part of this build: build with `dotnet publish src/ReferralHub.Server -p:FullFeed=true`, from a package source that has all of SqlClient's packages."
            );
        }

        var open = assembly.GetType($"{AssemblyName}.SqlServerHubDatabase", throwOnError: true)!.GetMethod("Open", [typeof(string)])!;
        try
        {
            return (HubDatabase)open.Invoke(null, [connectionString])!;
        }
        catch (TargetInvocationException e) when (e.InnerException is InvalidOperationException or ArgumentException)
        {
            throw new SettingsException(e.InnerException.Message);
        }
    }
}
