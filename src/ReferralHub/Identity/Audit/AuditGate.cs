using System.IO.Pipelines;
using Microsoft.AspNetCore.Http.Features;

namespace ReferralHub.Identity.Audit;

/// <summary>
/// The body of an answer, of which nothing leaves before the call has been audited. The first byte, a flush or a start waits
/// for the commit; when it fails they throw, and the answer has not begun.
/// </summary>
sealed class AuditGate(IHttpResponseBodyFeature inner, Func<Task> openAsync) : Stream, IHttpResponseBodyFeature
{
    PipeWriter? pipe;
    bool isOpen;

    Stream IHttpResponseBodyFeature.Stream => this;

    public PipeWriter Writer => pipe ??= PipeWriter.Create(this, new StreamPipeWriterOptions(leaveOpen: true));

    /// <summary>Lets through what waits in the writer, and audits an answer without a body.</summary>
    public async Task FinishAsync()
    {
        if (pipe is { UnflushedBytes: > 0 })
            await pipe.FlushAsync();
        await OpenAsync();
    }

    public void DisableBuffering() => inner.DisableBuffering();

    public async Task StartAsync(CancellationToken cancellationToken = default)
    {
        await OpenAsync();
        await inner.StartAsync(cancellationToken);
    }

    public async Task SendFileAsync(string path, long offset, long? count, CancellationToken cancellationToken = default)
    {
        await OpenAsync();
        await inner.SendFileAsync(path, offset, count, cancellationToken);
    }

    public async Task CompleteAsync()
    {
        await FinishAsync();
        await inner.CompleteAsync();
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (!isOpen)
            await OpenAsync();
        await inner.Stream.WriteAsync(buffer, cancellationToken);
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override async Task FlushAsync(CancellationToken cancellationToken)
    {
        if (!isOpen)
            await OpenAsync();
        await inner.Stream.FlushAsync(cancellationToken);
    }

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>The server takes no writes that block, so neither does this.</summary>
    public override void Write(byte[] buffer, int offset, int count) =>
        throw new InvalidOperationException("Answers are written asynchronously only.");

    public override void Flush() => throw new InvalidOperationException("Answers are written asynchronously only.");

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    async Task OpenAsync()
    {
        if (isOpen)
            return;
        await openAsync();
        isOpen = true;
    }
}
