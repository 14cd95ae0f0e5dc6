using System.Data.Common;
using Microsoft.Data.SqlClient;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace ReferralHub.Server.Databases.SqlServer;

/// <summary>
/// SqlClient answers a caller that gives up with a SqlException, as if the server had failed. Here it becomes what .NET
/// means by it, so that a hub which is told to stop, or a browser that goes away, does not look like a failure.
/// </summary>
sealed class SqlServerCancellation : DbCommandInterceptor
{
    /// <summary>SqlClient's own error for it: number, state and class, since its text may be in any language.</summary>
    const byte CancelledClass = 11;

    /// <summary>Whether SqlClient says with this exception that its caller gave up.</summary>
    public static bool IsCancellation(Exception exception) =>
        exception is SqlException refused && refused.Errors.Cast<SqlError>().Any(e => e is { Number: 0, State: 0, Class: CancelledClass });

    public override Task CommandCanceledAsync(
        DbCommand command,
        CommandEndEventData eventData,
        CancellationToken cancellationToken = default
    ) => throw new OperationCanceledException("The caller gave up while the database worked.", cancellationToken);

    public override Task CommandFailedAsync(
        DbCommand command,
        CommandErrorEventData eventData,
        CancellationToken cancellationToken = default
    ) =>
        cancellationToken.IsCancellationRequested && IsCancellation(eventData.Exception)
            ? throw new OperationCanceledException("The caller gave up while the database worked.", eventData.Exception, cancellationToken)
            : Task.CompletedTask;
}
