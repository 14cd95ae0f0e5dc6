using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace ReferralHub.Kernel;

/// <summary>
/// Ids of stored things: UUID version 7 (RFC 9562 §5.7), increasing within a process even inside one millisecond,
/// so that inserts land at the end of every index on every database.
/// </summary>
public static class EntityId
{
    const long CounterMask = 0xFFF;
    static readonly Lock Gate = new();
    static long lastMilliseconds;
    static long counter;

    /// <summary>A new id for this instant.</summary>
    /// <param name="now">UTC now, from the caller's TimeProvider.</param>
    public static Guid New(DateTime now)
    {
        Span<byte> bytes = stackalloc byte[16];
        RandomNumberGenerator.Fill(bytes[8..]);
        return Compose(now, bytes);
    }

    /// <summary>A new id whose random part comes from a seeded source, for demonstration data that must repeat.</summary>
    public static Guid New(DateTime now, Random random)
    {
        Span<byte> bytes = stackalloc byte[16];
        random.NextBytes(bytes[8..]);
        return Compose(now, bytes, ordered: false, random);
    }

    /// <summary>The same id for the same name, always: UUID version 8 over SHA-256 (RFC 9562 §5.8).</summary>
    public static Guid FromName(string name)
    {
        Span<byte> hash = stackalloc byte[32];
        SHA256.HashData(Encoding.UTF8.GetBytes(name), hash);
        hash[6] = (byte)((hash[6] & 0x0F) | 0x80);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash[..16], bigEndian: true);
    }

    static Guid Compose(DateTime now, Span<byte> bytes, bool ordered = true, Random? random = null)
    {
        var milliseconds = new DateTimeOffset(now).ToUnixTimeMilliseconds();
        long sequence = random?.Next(0, (int)CounterMask) ?? 0;
        if (ordered)
        {
            lock (Gate)
            {
                if (milliseconds > lastMilliseconds)
                    (lastMilliseconds, counter) = (milliseconds, 0);
                else if (++counter > CounterMask)
                    (lastMilliseconds, counter) = (lastMilliseconds + 1, 0);
                (milliseconds, sequence) = (lastMilliseconds, counter);
            }
        }

        Span<byte> time = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(time, milliseconds);
        time[2..].CopyTo(bytes);
        bytes[6] = (byte)(0x70 | (int)(sequence >> 8));
        bytes[7] = (byte)sequence;
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true);
    }
}
