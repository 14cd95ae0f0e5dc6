using System.Buffers.Binary;
using System.Text;

namespace ReferralHub.Referrals.Documents.Pdf;

/// <summary>
/// The process that reads PDFs for the hub: files come in on its input, words go out on its output, until the input ends. It opens no
/// file, no connection and no settings. Each message is a length of four bytes, little end first, and so many bytes.
/// </summary>
public static class PdfChild
{
    /// <summary>First argument of the executable that makes it this process.</summary>
    public const string Command = "read-pdf";

    /// <summary>More than any attachment may have, for what the parent may send.</summary>
    internal const int BytesMax = 16 * 1024 * 1024;

    /// <summary>Reads file after file.</summary>
    /// <returns>The exit code: 0 when the input ended between two files, 3 within one.</returns>
    public static int Run(Stream input, Stream output)
    {
        while (true)
        {
            if (ReadMessage(input) is not { } pdf)
                return 0;
            var (text, unread) = Read(pdf);
            WriteMessage(output, text);
            WriteMessage(output, unread ?? "");
            output.Flush();
        }
    }

    internal static void WriteMessage(Stream stream, string text) => WriteMessage(stream, Encoding.UTF8.GetBytes(text));

    internal static void WriteMessage(Stream stream, ReadOnlySpan<byte> bytes)
    {
        Span<byte> length = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(length, bytes.Length);
        stream.Write(length);
        stream.Write(bytes);
    }

    static byte[]? ReadMessage(Stream stream)
    {
        Span<byte> length = stackalloc byte[sizeof(int)];
        if (stream.ReadAtLeast(length, length.Length, throwOnEndOfStream: false) < length.Length)
            return null;
        var size = BinaryPrimitives.ReadInt32LittleEndian(length);
        if (size is < 0 or > BytesMax)
            return null;
        var bytes = new byte[size];
        stream.ReadExactly(bytes);
        return bytes;
    }

    /// <summary>A file that is damaged, locked or hostile is an answer like any other; the parent tells a person of it.</summary>
    [System.Diagnostics.CodeAnalysis.SuppressMessage(
        "Design",
        "CA1031",
        Justification = "The library throws whatever a damaged file provokes."
    )]
    static (string Text, string? Unread) Read(byte[] pdf)
    {
        try
        {
            var read = PdfWords.Read(pdf);
            return (read.Text, read.Unread);
        }
        catch (Exception e)
        {
            return ("", $"no text could be taken out (damaged, locked or of an unknown form: {e.GetType().Name})");
        }
    }
}
