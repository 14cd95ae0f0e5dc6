using System.Buffers.Binary;
using System.Diagnostics;
using System.Text;
using Microsoft.Extensions.Logging;

namespace ReferralHub.Referrals.Documents.Pdf;

/// <summary>
/// Reads PDFs in a process of their own, which has little memory, little time, none of the hub's secrets, and may die: the hub then
/// says that the file was not read, and starts another for the next. One file at a time; who would wait too long is told so.
/// </summary>
public sealed partial class PdfReader(TimeProvider time, ILogger<PdfReader> logger) : IDisposable
{
    static readonly TimeSpan TimeMax = TimeSpan.FromSeconds(5);
    static readonly TimeSpan StartMax = TimeSpan.FromSeconds(15);
    static readonly TimeSpan WaitMax = TimeSpan.FromSeconds(3);
    static readonly TimeSpan IdleMax = TimeSpan.FromMinutes(2);

    readonly SemaphoreSlim turn = new(1);
    Process? child;
    ITimer? idle;

    /// <summary>The words of a PDF. It never throws for the file's sake: what could not be read says why.</summary>
    public async Task<PdfText> ReadAsync(byte[] pdf, CancellationToken cancellationToken)
    {
        if (!await turn.WaitAsync(WaitMax, cancellationToken))
            return new("", "it was not read, because too many files came at once");
        try
        {
            idle?.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            return await ReadInTimeAsync(pdf, cancellationToken);
        }
        finally
        {
            idle ??= time.CreateTimer(_ => StopWhenIdle(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            idle.Change(IdleMax, Timeout.InfiniteTimeSpan);
            turn.Release();
        }
    }

    public void Dispose()
    {
        idle?.Dispose();
        Stop();
        turn.Dispose();
    }

    async Task<PdfText> ReadInTimeAsync(byte[] pdf, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(child is null ? StartMax : TimeMax);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            child ??= PdfProcess.Start();
            await SendAsync(child.StandardInput.BaseStream, pdf, either.Token);
            var text = await ReceiveAsync(child.StandardOutput.BaseStream, either.Token);
            var unread = await ReceiveAsync(child.StandardOutput.BaseStream, either.Token);
            return new(text, unread.Length == 0 ? null : unread);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            Stop();
            LogTooLong(pdf.Length);
            return new("", "it was not read, because reading it took too long");
        }
        catch (Exception e) when (e is IOException or InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            Stop();
            LogEnded(e, pdf.Length);
            return new("", "no text could be taken out (reading it ended the reader)");
        }
        catch (OperationCanceledException)
        {
            // Half a conversation is none: the next file begins with a new process.
            Stop();
            throw;
        }
    }

    static async Task SendAsync(Stream stream, byte[] pdf, CancellationToken cancellationToken)
    {
        var length = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(length, pdf.Length);
        await stream.WriteAsync(length, cancellationToken);
        await stream.WriteAsync(pdf, cancellationToken);
        await stream.FlushAsync(cancellationToken);
    }

    static async Task<string> ReceiveAsync(Stream stream, CancellationToken cancellationToken)
    {
        var length = new byte[sizeof(int)];
        await stream.ReadExactlyAsync(length, cancellationToken);
        var size = BinaryPrimitives.ReadInt32LittleEndian(length);
        if (size is < 0 or > PdfChild.BytesMax)
            throw new InvalidOperationException("The reader's answer has no valid length.");
        var bytes = new byte[size];
        await stream.ReadExactlyAsync(bytes, cancellationToken);
        return Encoding.UTF8.GetString(bytes);
    }

    void StopWhenIdle()
    {
        if (!turn.Wait(0))
            return;
        try
        {
            Stop();
        }
        finally
        {
            turn.Release();
        }
    }

    void Stop()
    {
        if (child is null)
            return;
        if (!child.HasExited)
            child.Kill(entireProcessTree: true);
        child.Dispose();
        child = null;
    }

    [LoggerMessage(1720, LogLevel.Warning, "A PDF of {Bytes} bytes was not read: reading it took too long. A person reads it.")]
    partial void LogTooLong(int bytes);

    [LoggerMessage(1721, LogLevel.Warning, "A PDF of {Bytes} bytes was not read: the process that reads it ended. A person reads it.")]
    partial void LogEnded(Exception exception, int bytes);
}
