using System.Text;
using System.Text.Unicode;

namespace ReferralHub.Platform;

/// <summary>Whether a CSV file is text that can be read: not too long, in UTF-8, in lines of a reasonable length.</summary>
static class CsvText
{
    const int BytesMax = 64 * 1024 * 1024;
    const int LineBytesMax = 64 * 1024;
    const string HowToSave = "save it as UTF-8 (in Excel: CSV UTF-8)";

    /// <exception cref="ReferenceDataException">It is too long.</exception>
    public static byte[] ReadBytes(string path)
    {
        CheckLength(path, new FileInfo(path).Length);
        return File.ReadAllBytes(path);
    }

    /// <exception cref="ReferenceDataException">It is not.</exception>
    public static void Check(string path, ReadOnlySpan<byte> bytes)
    {
        CheckLength(path, bytes.Length);
        // UTF-32 begins with the mark of UTF-16, or has as many zeros.
        if (bytes is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..])
            throw new ReferenceDataException(path, 1, $"the file is in UTF-16; {HowToSave}");
        if (bytes.IndexOf((byte)0) is >= 0 and var zero)
            throw new ReferenceDataException(path, CountLines(bytes, zero), $"there is a zero byte, as in UTF-16; {HowToSave}");
        if (!Utf8.IsValid(bytes))
        {
            var at = FindInvalid(bytes);
            throw new ReferenceDataException(
                path,
                CountLines(bytes, at),
                $"the byte {bytes[at]:X2} is no UTF-8; the file is perhaps in Windows-1252: {HowToSave}"
            );
        }

        var line = 1;
        foreach (var range in bytes.Split((byte)'\n'))
        {
            if (bytes[range].Length > LineBytesMax)
                throw new ReferenceDataException(
                    path,
                    line,
                    FormattableString.Invariant($"the line has more than {LineBytesMax:N0} bytes")
                );
            line++;
        }
    }

    static void CheckLength(string path, long length)
    {
        if (length > BytesMax)
            throw new ReferenceDataException(path, null, FormattableString.Invariant($"the file has more than {BytesMax:N0} bytes"));
    }

    static int FindInvalid(ReadOnlySpan<byte> bytes)
    {
        var at = 0;
        while (Rune.DecodeFromUtf8(bytes[at..], out _, out var length) == System.Buffers.OperationStatus.Done)
            at += length;
        return at;
    }

    static int CountLines(ReadOnlySpan<byte> bytes, int before) => bytes[..before].Count((byte)'\n') + 1;
}
