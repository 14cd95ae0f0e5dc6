namespace ReferralHub.Kernel;

/// <summary>
/// The reference people read out over the telephone: 12 characters, eleven that identify and one that checks, from
/// 23 letters and digits of which no two look alike (none of 0 O 1 I L 2 Z 5 S 8 B U V). 23 is prime, so the weighted
/// check finds every single wrong character and every swap of two.
/// </summary>
public readonly record struct ReferralReference
{
    public const int Length = 12;
    const string Alphabet = "34679ACDEFGHJKMNPQRTWXY";
    readonly string? text;

    ReferralReference(string text) => this.text = text;

    public string Value => text ?? "";

    /// <summary>The reference that belongs to a referral's id; the same id gives the same reference.</summary>
    public static ReferralReference FromReferralId(Guid referralId)
    {
        Span<byte> bytes = stackalloc byte[16];
        referralId.TryWriteBytes(bytes, bigEndian: true, out _);
        var number =
            System.Buffers.Binary.BinaryPrimitives.ReadUInt64BigEndian(bytes[8..])
            ^ ((ulong)(bytes[6] & 0x0F) << 40)
            ^ ((ulong)bytes[7] << 24);
        Span<char> characters = stackalloc char[Length];
        for (var i = 0; i < Length - 1; i++)
        {
            characters[i] = Alphabet[(int)(number % 23)];
            number /= 23;
        }

        characters[^1] = Alphabet[Check(characters[..^1])];
        return new(characters.ToString());
    }

    /// <summary>Reads a reference with or without hyphens and spaces, in either case; false when it is not one.</summary>
    public static bool TryParse(string? text, out ReferralReference reference)
    {
        reference = default;
        if (text is null)
            return false;
        Span<char> clean = stackalloc char[Length];
        var length = 0;
        foreach (var c in text)
        {
            if (c is '-' or ' ')
                continue;
            var upper = char.ToUpperInvariant(c);
            if (length == Length || !Alphabet.Contains(upper, StringComparison.Ordinal))
                return false;
            clean[length++] = upper;
        }

        if (length != Length || Alphabet.IndexOf(clean[^1], StringComparison.Ordinal) != Check(clean[..^1]))
            return false;
        reference = new(clean.ToString());
        return true;
    }

    /// <summary>A stored reference as people read it; text that is none is given back unchanged.</summary>
    public static string Display(string text) => TryParse(text, out var reference) ? reference.ToString() : text;

    /// <summary>As people read it: three groups of four.</summary>
    public override string ToString() => Value.Length == Length ? $"{Value[..4]}-{Value[4..8]}-{Value[8..]}" : Value;

    static int Check(ReadOnlySpan<char> characters)
    {
        var sum = 0;
        for (var i = 0; i < characters.Length; i++)
            sum += (i + 1) * Alphabet.IndexOf(characters[i], StringComparison.Ordinal);
        // Weight 12 for the check character itself keeps swaps with its neighbour visible.
        return (23 - (sum * Inverse12 % 23)) % 23;
    }

    const int Inverse12 = 2; // 12 × 2 = 24 ≡ 1 (mod 23)
}
