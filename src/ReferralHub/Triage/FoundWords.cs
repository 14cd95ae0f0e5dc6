namespace ReferralHub.Triage;

/// <summary>Words of the referral that a rule went by, in the sentence in which they stand, so that a reader can judge them.</summary>
/// <param name="Concept">Title of the concept that the words were taken for.</param>
/// <param name="Sentence">The sentence as it was written.</param>
/// <param name="Start">Where the words begin in the sentence, in UTF-16 characters.</param>
/// <param name="Length">How many characters of the sentence they take.</param>
/// <param name="Label">Label of the text they stand in, as <c>ClinicalText.Label</c>; null for the reason for referral.</param>
public sealed record FoundWords(string Concept, string Sentence, int Start, int Length, string? Label = null);
