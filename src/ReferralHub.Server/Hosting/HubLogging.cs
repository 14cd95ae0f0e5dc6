namespace ReferralHub.Server.Hosting;

/// <summary>What the process logs: JSON lines on standard error, without what others log of statements and messages.</summary>
static class HubLogging
{
    /// <param name="level">Least level that is written.</param>
    public static void Configure(ILoggingBuilder logging, LogLevel level)
    {
        logging.ClearProviders();
        logging.SetMinimumLevel(level);
        logging.AddFilter("Microsoft", LogLevel.Warning).AddFilter("System.Net.Http", LogLevel.Warning);
        // MassTransit logs every message that a broker which is away did not take, with its stack; the link says once what is wrong.
        logging.AddFilter("MassTransit", LogLevel.Critical);
        // What a check finds is in its answer, and in the log of whatever it is that fails; a probe asks every few seconds.
        logging.AddFilter("Microsoft.Extensions.Diagnostics.HealthChecks", LogLevel.None);
        // Keys lie in the data folder like the database, with the same protection; the framework warns of that at each first start.
        logging.AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error);
        // It says of every page with a form that it made our "no-store" stricter.
        logging.AddFilter("Microsoft.AspNetCore.Antiforgery", LogLevel.Error);
        // EF's failed-command entry would print statements; the failure reaches our own log with its type.
        logging
            .AddFilter("Microsoft.EntityFrameworkCore.Database.Command", LogLevel.None)
            .AddFilter("Microsoft.EntityFrameworkCore.Update", LogLevel.None);
        logging.AddJsonConsole(o => (o.UseUtcTimestamp, o.TimestampFormat) = (true, "yyyy-MM-ddTHH:mm:ss.fffZ"));
        logging.Services.Configure<Microsoft.Extensions.Logging.Console.ConsoleLoggerOptions>(o =>
            o.LogToStandardErrorThreshold = LogLevel.Trace
        );
    }
}
