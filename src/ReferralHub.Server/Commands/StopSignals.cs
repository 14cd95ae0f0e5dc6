using System.Runtime.InteropServices;

namespace ReferralHub.Server.Commands;

/// <summary>
/// Hears from the first moment on that the process is to stop. The kernel drops a SIGTERM for process 1 of a container that nobody
/// listens for yet, so this has to come before everything else that a start does.
/// </summary>
sealed class StopSignals : IDisposable
{
    /// <summary>What a shell reports of a process that was ended by Ctrl+C: 128 and the number of SIGINT.</summary>
    const int InterruptedExitCode = 130;

    readonly CancellationTokenSource stopping = new();
    readonly PosixSignalRegistration terminate;
    readonly PosixSignalRegistration interrupt;
    int interrupts;

    StopSignals()
    {
        terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
    }

    /// <summary>Cancelled when the process was told to stop.</summary>
    public CancellationToken Token => stopping.Token;

    /// <summary>Listens for SIGTERM and SIGINT until it is disposed of.</summary>
    public static StopSignals Listen() => new();

    public void Dispose()
    {
        terminate.Dispose();
        interrupt.Dispose();
        stopping.Dispose();
    }

    void Stop(PosixSignalContext signal)
    {
        // Ending in order is this process's own business and no longer the runtime's.
        signal.Cancel = true;
        // Who presses Ctrl+C a second time does not want to wait.
        if (signal.Signal == PosixSignal.SIGINT && Interlocked.Increment(ref interrupts) > 1)
            Environment.Exit(InterruptedExitCode);
        stopping.Cancel();
    }
}
