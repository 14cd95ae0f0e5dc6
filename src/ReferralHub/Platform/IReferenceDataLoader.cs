namespace ReferralHub.Platform;

/// <summary>
/// Loads what a module needs from the directory folder. Each loader reads only its own files, replaces what it loaded
/// before in one transaction, and ignores a folder that lacks them.
/// </summary>
public interface IReferenceDataLoader
{
    /// <summary>Returns how many records were loaded.</summary>
    /// <exception cref="ReferenceDataException">A file cannot be used; nothing of it took effect.</exception>
    Task<int> LoadAsync(string folder, CancellationToken cancellationToken);
}

/// <summary>A reference file that cannot be used, with file, line and reason.</summary>
public sealed class ReferenceDataException(string file, int? line, string reason)
    : Exception(line is null ? $"{file}: {reason}" : $"{file}, line {line}: {reason}")
{
    /// <summary>From 1; null where the whole file is meant.</summary>
    public int? Line => line;

    public string Reason => reason;
}
