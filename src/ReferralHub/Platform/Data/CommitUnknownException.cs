namespace ReferralHub.Platform.Data;

/// <summary>
/// The connection was lost while a transaction was being committed, so nobody here knows whether it was written. Whoever
/// tries again must first look for what this try may have left.
/// </summary>
public sealed class CommitUnknownException(Exception inner)
    : Exception("The connection was lost while committing; it may have been written or not.", inner);
