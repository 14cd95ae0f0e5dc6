using System.CommandLine;
using System.Data.Common;
using Microsoft.Data.Sqlite;
using ReferralHub.Identity.Machines;
using ReferralHub.Platform;
using ReferralHub.Platform.Data;
using ReferralHub.Server.Databases.Sqlite;
using ReferralHub.Server.SignIn;
using ReferralHub.Triage.Reading;
using SQLitePCL;

namespace ReferralHub.Server.Commands;

/// <summary>Exit codes of every command.</summary>
static class ExitCodes
{
    public const int Ok = 0;

    /// <summary>The call or the set-up is wrong; the message says what.</summary>
    public const int Usage = 1;

    /// <summary>A file that was to be checked is not valid: what validators answer.</summary>
    public const int Invalid = 1;

    /// <summary>It ran, and found something that is not as it should be.</summary>
    public const int Findings = 2;

    /// <summary>It could not finish.</summary>
    public const int Failed = 3;
}

/// <summary>Runs a command and turns expected failures into one sentence on standard error.</summary>
static class CommandRunner
{
    /// <summary>How long a command that runs no hub may take to end itself when told to stop; then it is ended.</summary>
    static readonly TimeSpan StopMax = TimeSpan.FromSeconds(2);

    /// <summary>Runs what the arguments name; gives its exit code.</summary>
    /// <param name="stop">Cancelled when the process was told to stop.</param>
    public static async Task<int> RunAsync(RootCommand root, string[] args, CancellationToken stop)
    {
        try
        {
            var call = root.Parse(args);
            if (CommandLineText.DescribeFaults(call) is { } faults)
            {
                await Console.Error.WriteLineAsync(faults);
                return ExitCodes.Usage;
            }

            HubSignIn.Use(call);
            // A hub that was told to stop drains first, and its host sets the limit; the library's timer would end it in the middle.
            var runsHub = call.CommandResult.Command is RootCommand or HubCommand;
            return await call.InvokeAsync(
                new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = runsHub ? null : StopMax },
                stop
            );
        }
        catch (Exception e)
            when (e
                    is SettingsException
                        or DatabaseInUseException
                        or ReferenceDataException
                        or RulePackException
                        or SignInException
                        or ClientRefusedException
                        or DirectoryNotFoundException
            )
        {
            await Console.Error.WriteLineAsync(e.Message);
            return ExitCodes.Usage;
        }
        catch (IOException e) when (e.InnerException is Microsoft.AspNetCore.Connections.AddressInUseException)
        {
            await Console.Error.WriteLineAsync($"{e.Message} Choose another port.");
            return ExitCodes.Usage;
        }
        catch (Exception e) when (e.Find<DbException>() is { } fault)
        {
            await Console.Error.WriteLineAsync(Describe(fault));
            return ExitCodes.Failed;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return ExitCodes.Failed;
        }
        catch (OperationCanceledException)
        {
            await Console.Error.WriteLineAsync("Stopped before it was finished.");
            return ExitCodes.Failed;
        }
    }

    /// <summary>What a database said that cannot be used, and where to look.</summary>
    static string Describe(DbException fault)
    {
        var hint = fault is SqliteException { SqliteErrorCode: var code }
            ? code switch
            {
                raw.SQLITE_IOERR or raw.SQLITE_FULL => " Is the disk full?",
                raw.SQLITE_NOTADB or raw.SQLITE_CORRUPT =>
                    " Put the file aside and bring back a backup with `referralhub db restore FILE`.",
                _ => "",
            }
            : " Is it up, and does Database:ConnectionString name it?";
        return $"The database cannot be used: {fault.Message.TrimEnd('.')}.{hint}";
    }
}
