namespace ReferralHub.Commissioning.Model;

/// <summary>A person's declared interest in a body that may be paid: who has one does not agree or decide money for it.</summary>
/// <param name="Body">Id of the body, or the ODS code of a provider.</param>
/// <param name="What">What the interest is, such as shares or employment.</param>
public sealed record DeclaredInterest(RowPlace Place, string Person, string Body, string? What, EffectivePeriod Period, string Source);
