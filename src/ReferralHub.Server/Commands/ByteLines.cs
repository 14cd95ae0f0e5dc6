namespace ReferralHub.Server.Commands;

/// <summary>
/// Reads a stream line by line as bytes, or as one piece, and keeps of each no more than is worth reading: whatever a file says
/// it holds, memory stays bounded.
/// </summary>
sealed class ByteLines(Stream stream, int keptMax, bool splits)
{
    readonly byte[] buffer = new byte[64 * 1024];
    int at;
    int length;

    /// <summary>Number of the line that was read last, from 1.</summary>
    public int Number { get; private set; }

    /// <summary>The line without its end, cut off behind <c>keptMax</c> bytes.</summary>
    public byte[] Current { get; private set; } = [];

    /// <summary>Reads on to the next line; false at the end.</summary>
    public bool Read()
    {
        using var line = new MemoryStream();
        var any = false;
        while (Fill())
        {
            any = true;
            var rest = buffer.AsSpan(at, length - at);
            var end = splits ? rest.IndexOf((byte)'\n') : -1;
            var part = end < 0 ? rest : rest[..end];
            line.Write(part[..(int)Math.Min(part.Length, keptMax - line.Length)]);
            at += part.Length + (end < 0 ? 0 : 1);
            if (end >= 0 || (!splits && line.Length >= keptMax))
                break;
        }

        if (!any)
            return false;
        Number++;
        Current = line.ToArray();
        if (splits && Current is [.. var bare, (byte)'\r'])
            Current = bare;
        return true;
    }

    bool Fill()
    {
        if (at < length)
            return true;
        (at, length) = (0, stream.Read(buffer));
        return length > 0;
    }
}
