namespace ReferralHub.Triage;

/// <summary>A rule pack as other software is told of it.</summary>
/// <param name="Pack">Its id.</param>
/// <param name="Status">Where it stands today, e.g. InForce.</param>
/// <param name="EffectiveTo">Last day; null while it has none.</param>
/// <param name="Rules">How many rules it has.</param>
/// <param name="Hash">SHA-256 of its text.</param>
sealed record PackStanding(
    string Pack,
    string Version,
    string Title,
    string Owner,
    string Status,
    DateOnly EffectiveFrom,
    DateOnly? EffectiveTo,
    int Rules,
    string Hash
);
