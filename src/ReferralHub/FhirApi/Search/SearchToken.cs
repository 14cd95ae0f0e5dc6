using ReferralHub.Fhir;

namespace ReferralHub.FhirApi.Search;

/// <summary>
/// A value of a token parameter (R4 §3.1.1.4.10): <c>code</c> of whatever system, <c>system|code</c>, <c>system|</c> for any code of
/// the system, <c>|code</c> for a code that has no system.
/// </summary>
/// <param name="System">Null when none was said, empty for "without a system".</param>
/// <param name="Code">Empty for any.</param>
public readonly record struct SearchToken(string? System, string Code)
{
    /// <summary>Whether every code of the system is asked for.</summary>
    public bool IsAnyCode => Code.Length == 0;

    public static SearchToken Parse(string value) =>
        value.IndexOf('|', StringComparison.Ordinal) is var bar and >= 0 ? new(value[..bar], value[(bar + 1)..]) : new(null, value);

    /// <summary>Whether the token may be of this system: none was said, or this one.</summary>
    public bool IsOf(string system) => System is null || (System.Length > 0 && IdentifierSystem.Same(System, system));

    /// <param name="system">The system of the code, which for elements of type code is that of their list.</param>
    public bool Fits(string system, string code, bool ignoreCase = false) =>
        IsOf(system)
        && (
            (IsAnyCode && System is not null)
            || Code.Equals(code, ignoreCase ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal)
        );
}
