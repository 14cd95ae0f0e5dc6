namespace ReferralHub.Fhir;

/// <summary>
/// Compares identifier and code systems the way national messages need: without regard to letter case and with
/// either of http and https, because published examples mix both for one system.
/// </summary>
public static class IdentifierSystem
{
    public static bool Same(string? a, string? b) =>
        a is not null && b is not null && WithoutScheme(a).Equals(WithoutScheme(b), StringComparison.OrdinalIgnoreCase);

    static ReadOnlySpan<char> WithoutScheme(string system)
    {
        var span = system.AsSpan().Trim().TrimEnd('/');
        if (span.StartsWith("https://", StringComparison.OrdinalIgnoreCase))
            return span[8..];
        return span.StartsWith("http://", StringComparison.OrdinalIgnoreCase) ? span[7..] : span;
    }
}
