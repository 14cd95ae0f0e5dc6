using Microsoft.Data.SqlClient;

namespace ReferralHub.Server.Databases.SqlServer;

/// <summary>Makes and removes databases beside the one that a connection string names.</summary>
static class SqlServerScratch
{
    const string DefaultName = "referralhub";

    /// <summary>The connection string of the database beside the given one, made when it is not there.</summary>
    public static async Task<string> PrepareAsync(string connectionString, string suffix, bool fresh, CancellationToken cancellationToken)
    {
        var given = new SqlConnectionStringBuilder(connectionString);
        var name = $"{(given.InitialCatalog.Length > 0 ? given.InitialCatalog : DefaultName)}_{suffix}";
        var beside = new SqlConnectionStringBuilder(connectionString) { InitialCatalog = name };
        if (fresh)
            await RemoveAsync(beside.ToString(), cancellationToken);
        await ExecuteAsync(beside, MakeSql(name), cancellationToken);
        return beside.ToString();
    }

    public static async Task RemoveAsync(string connectionString, CancellationToken cancellationToken)
    {
        var scratch = new SqlConnectionStringBuilder(connectionString);
        await ExecuteAsync(scratch, RemoveSql(scratch.InitialCatalog), cancellationToken);
    }

    /// <summary>Made as the hub needs it, so that it starts on it: readers do not wait for writers.</summary>
    internal static string MakeSql(string name) =>
        $"IF DB_ID({Text(name)}) IS NULL BEGIN CREATE DATABASE {Quoted(name)}; "
        + $"EXEC({Text($"ALTER DATABASE {Quoted(name)} SET READ_COMMITTED_SNAPSHOT ON")}); END";

    /// <summary>Connections that pools still hold are ended by the server, which drops no database that somebody uses.</summary>
    internal static string RemoveSql(string name) =>
        $"IF DB_ID({Text(name)}) IS NOT NULL BEGIN ALTER DATABASE {Quoted(name)} SET SINGLE_USER WITH ROLLBACK IMMEDIATE; "
        + $"DROP DATABASE {Quoted(name)}; END";

    static string Quoted(string name) => $"[{name.Replace("]", "]]", StringComparison.Ordinal)}]";

    static string Text(string text) => $"N'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    static async Task ExecuteAsync(SqlConnectionStringBuilder beside, string sql, CancellationToken cancellationToken)
    {
        var server = new SqlConnectionStringBuilder(beside.ToString()) { InitialCatalog = "master", Pooling = false };
        await using var connection = new SqlConnection(server.ToString());
        await connection.OpenAsync(cancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
