namespace ReferralHub.Commissioning.Model;

/// <summary>A row as it stands in its file, so that what replaces it later can be told from it.</summary>
/// <param name="Section">The key under which it stands, such as bodies.</param>
/// <param name="From">The day it begins; null where a row has no days.</param>
/// <param name="To">The day it ends, as it is written.</param>
/// <param name="Text">Its keys and values in a fixed order, but not what may come later: its end, who agreed, what it corrects.</param>
public sealed record WrittenRow(RowPlace Place, string Section, string Id, DateOnly? From, DateOnly? To, string Text)
{
    /// <summary>Why it differs from what stood there before; null where it does not say.</summary>
    public RowCorrection? Corrects { get; init; }
}

/// <summary>Why a row that was in force was written otherwise, and who stands for it.</summary>
public sealed record RowCorrection(string Reason, string By);
