using ReferralHub.Commissioning.Model;

namespace ReferralHub.Commissioning.Reading;

/// <summary>What came of reading a folder, or kept texts.</summary>
/// <param name="Configuration">Null when a fault is an error: nothing of it can be used.</param>
/// <param name="Faults">Errors and warnings, in the order of the files.</param>
sealed record ConfigurationRead(Configuration? Configuration, IReadOnlyList<ConfigurationFault> Faults);
