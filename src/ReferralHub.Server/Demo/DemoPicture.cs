using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace ReferralHub.Server.Demo;

/// <summary>Draws the pictures of the demonstration as PNG: a mark on skin, or an audiogram. Nobody was photographed for them.</summary>
static class DemoPicture
{
    const int Width = 200;
    const int Height = 150;
    static readonly uint[] CrcTable = CreateCrcTable();

    public static byte[] Draw(DemoPictureKind kind, Random random)
    {
        var pixels = new byte[Height * ((Width * 3) + 1)];
        var (x, y, size) = (80 + random.Next(40), 60 + random.Next(30), 18 + random.Next(14));
        for (var row = 0; row < Height; row++)
        {
            // Each row begins with its filter, which is none.
            var at = (row * ((Width * 3) + 1)) + 1;
            for (var column = 0; column < Width; column++, at += 3)
            {
                var (red, green, blue) = kind == DemoPictureKind.Audiogram ? Chart(column, row, size) : Skin(column - x, row - y, size);
                (pixels[at], pixels[at + 1], pixels[at + 2]) = (red, green, blue);
            }
        }

        return Encode(pixels);
    }

    /// <summary>Skin with a dark mark of uneven edge and two colours.</summary>
    static (byte, byte, byte) Skin(int dx, int dy, int size)
    {
        var angle = Math.Atan2(dy, dx);
        var edge = size * (1 + (0.18 * Math.Sin(3 * angle)) + (0.1 * Math.Cos(5 * angle)));
        var distance = Math.Sqrt((dx * dx) + (dy * dy * 1.4));
        if (distance > edge)
            return (226, (byte)(182 - (Math.Abs(dx + dy) % 9)), 160);
        return dx > size / 3 ? ((byte)92, (byte)58, (byte)48) : ((byte)126, (byte)82, (byte)60);
    }

    /// <summary>A grid, and a line that falls to the high tones.</summary>
    static (byte, byte, byte) Chart(int column, int row, int size)
    {
        if (column is < 20 or > 190 || row is < 10 or > 140)
            return (255, 255, 255);
        var line = 30 + size + ((column - 20) * (column - 20) / 480);
        if (Math.Abs(row - line) < 2)
            return (200, 20, 30);
        return (column - 20) % 28 == 0 || (row - 10) % 13 == 0 ? ((byte)190, (byte)196, (byte)202) : ((byte)252, (byte)252, (byte)252);
    }

    static byte[] Encode(byte[] pixels)
    {
        using var file = new MemoryStream();
        file.Write([0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A]);
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, Width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), Height);
        // Eight bits for each of red, green and blue; the rest is as usual.
        (header[8], header[9]) = (8, 2);
        WriteChunk(file, "IHDR", header);
        using var packed = new MemoryStream();
        using (var zip = new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            zip.Write(pixels);
        WriteChunk(file, "IDAT", packed.ToArray());
        WriteChunk(file, "IEND", []);
        return file.ToArray();
    }

    static void WriteChunk(MemoryStream file, string type, byte[] data)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        file.Write(number);
        byte[] checkedBytes = [.. Encoding.ASCII.GetBytes(type), .. data];
        file.Write(checkedBytes);
        var crc = uint.MaxValue;
        foreach (var one in checkedBytes)
            crc = CrcTable[(crc ^ one) & 0xFF] ^ (crc >> 8);
        BinaryPrimitives.WriteUInt32BigEndian(number, ~crc);
        file.Write(number);
    }

    /// <summary>The check of PNG (ISO/IEC 15948, annex D).</summary>
    static uint[] CreateCrcTable()
    {
        var table = new uint[256];
        for (var n = 0u; n < table.Length; n++)
        {
            var c = n;
            for (var bit = 0; bit < 8; bit++)
                c = (c & 1) == 1 ? 0xEDB88320 ^ (c >> 1) : c >> 1;
            table[n] = c;
        }

        return table;
    }
}
