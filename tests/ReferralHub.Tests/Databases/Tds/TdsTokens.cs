using System.Buffers.Binary;
using System.Text;

namespace ReferralHub.Tests.Databases.Tds;

/// <summary>The tokens of a server's answers (MS-TDS 2.2.7), as bytes.</summary>
static class TdsTokens
{
    static readonly byte[] Collation = [0x09, 0x04, 0xD0, 0x00, 0x34];

    /// <summary>Version 16, and no encryption.</summary>
    public static byte[] PreLogin() => [0, 0, 11, 0, 6, 1, 0, 17, 0, 1, 0xFF, 16, 0, 0, 0, 0, 0, 2];

    public static byte[] Login()
    {
        var name = Encoding.Unicode.GetBytes("Stub");
        byte[] acknowledged = [1, 0x74, 0, 0, 4, (byte)(name.Length / 2), .. name, 16, 0, 0, 0];
        return
        [
            .. Change(1, Letters("referralhub"), Letters("")),
            .. Change(7, [(byte)Collation.Length, .. Collation], [0]),
            .. Token(0xAD, acknowledged),
            .. Done(),
        ];
    }

    public static byte[] Transaction(bool begins)
    {
        byte[] descriptor = [8, 1, 0, 0, 0, 0, 0, 0, 0];
        return begins ? [.. Change(8, descriptor, [0]), .. Done()] : [.. Change(9, [0], descriptor), .. Done()];
    }

    public static byte[] Done(int status = 0, int? rows = null)
    {
        var token = new byte[13];
        token[0] = 0xFD;
        BinaryPrimitives.WriteInt16LittleEndian(token.AsSpan(1), (short)(status | (rows is null ? 0 : 0x10)));
        BinaryPrimitives.WriteInt64LittleEndian(token.AsSpan(5), rows ?? 0);
        return token;
    }

    public static byte[] Error(int number)
    {
        var message = Encoding.Unicode.GetBytes("Refused by the stub.");
        byte[] body =
        [
            .. BitConverter.GetBytes(number),
            1,
            13,
            .. BitConverter.GetBytes((short)(message.Length / 2)),
            .. message,
            0,
            0,
            .. BitConverter.GetBytes(1),
        ];
        return [.. Token(0xAA, body), .. Done(status: 2)];
    }

    static byte[] Change(byte what, byte[] to, byte[] from) => Token(0xE3, [what, .. to, .. from]);

    static byte[] Letters(string text) => [(byte)text.Length, .. Encoding.Unicode.GetBytes(text)];

    static byte[] Token(byte token, byte[] body) => [token, .. BitConverter.GetBytes((short)body.Length), .. body];
}
