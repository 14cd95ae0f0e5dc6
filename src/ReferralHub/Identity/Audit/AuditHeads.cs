using System.Globalization;
using ReferralHub.Platform;
using ReferralHub.Platform.Access;
using ReferralHub.Platform.Data;

namespace ReferralHub.Identity.Audit;

/// <summary>The end of the audit as it was at some time.</summary>
public sealed record AuditHead(long Position, string Hash, DateTime At)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Position} {Hash} {At:yyyy-MM-dd'T'HH:mm:ss'Z'}");
}

/// <summary>
/// Writes the head of the audit to a file elsewhere once an hour (setting Audit:HeadsFile), one line each, so that whoever can
/// write to the database cannot cut its end unseen.
/// </summary>
public sealed class AuditHeads(HubDatabase database, HubSettings settings, TimeProvider time)
{
    static readonly TimeSpan Interval = TimeSpan.FromHours(1);
    DateTime written;

    /// <summary>Appends the head when the last one is an hour old, or when this process has written none.</summary>
    public async Task AppendAsync(CancellationToken cancellationToken)
    {
        var now = time.UtcNow();
        if (settings.Audit.HeadsFile is not { Length: > 0 } file || (now >= written && now - written < Interval))
            return;
        await using var db = database.OpenRead(AccessScope.System("the audit is stamped whatever it is about"));
        if (await AuditStamper.HeadAsync(db, cancellationToken) is not { } head)
            return;
        var line = new AuditHead(head.Position!.Value, head.Hash!, now);
        await File.AppendAllTextAsync(file, line + Environment.NewLine, cancellationToken);
        written = now;
    }

    /// <summary>What the file says; empty without one.</summary>
    /// <exception cref="FormatException">A line is none of those that <see cref="AppendAsync"/> writes.</exception>
    public static IReadOnlyList<AuditHead> Read(string? file)
    {
        if (string.IsNullOrEmpty(file) || !File.Exists(file))
            return [];
        return [.. File.ReadLines(file).Where(l => l.Length > 0).Select((line, number) => Parse(line, number + 1))];
    }

    static AuditHead Parse(string line, int number) =>
        line.Split(' ') is [var position, { Length: 64 } hash, var at]
        && long.TryParse(position, CultureInfo.InvariantCulture, out var parsed)
        && DateTime.TryParse(at, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal, out var when)
            ? new(parsed, hash, when)
            : throw new FormatException($"Line {number} of the file of heads is not a position, a hash and a time.");
}
