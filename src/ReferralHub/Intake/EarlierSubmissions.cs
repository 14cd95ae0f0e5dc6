using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using ReferralHub.Platform.Data;
using ReferralHub.Referrals;
using ReferralHub.Referrals.Documents;

namespace ReferralHub.Intake;

/// <summary>What the store has of the senders and patients of a batch before anything of it is stored.</summary>
static class EarlierSubmissions
{
    const int MessageIdCharactersMax = 200;

    /// <summary>Messages with the ids of the batch, by sender and id.</summary>
    public static async Task<Dictionary<(string, string), Submission>> FindAsync(
        HubDbContext db,
        IReadOnlyList<ParsedSubmission> batch,
        CancellationToken cancellationToken
    )
    {
        var ids = batch.Select(s => s.MessageId).Concat(batch.Select(s => s.EarlierMessageId).OfType<string>()).ToList();
        var found = await db.Submissions.AsNoTracking().Where(s => ids.Contains(s.MessageId)).ToListAsync(cancellationToken);
        if (found.Count > 0)
        {
            // A message is kept under an alternative id only where its own was there before.
            var alternatives = batch.SelectMany(s => new[] { FormatAdmittedId(s), FormatConflictId(s), FormatChangeId(s) }).ToList();
            found.AddRange(
                await db.Submissions.AsNoTracking().Where(s => alternatives.Contains(s.MessageId)).ToListAsync(cancellationToken)
            );
        }

        return found.ToDictionary(s => (s.Sender, s.MessageId));
    }

    /// <summary>The row of this very content under another id than its own.</summary>
    public static Submission? FindOtherwiseKept(ParsedSubmission submission, Dictionary<(string, string), Submission> earlier) =>
        earlier.GetValueOrDefault((submission.Sender, FormatAdmittedId(submission)))
        ?? (submission.EarlierMessageId is { } before ? earlier.GetValueOrDefault((submission.Sender, before)) : null);

    /// <summary>
    /// Whether an earlier message says the same in another serialisation: other white space or order of properties. Its document
    /// is read only where an id comes again with other bytes.
    /// </summary>
    public static async Task<bool> SaysTheSameAsync(
        HubDbContext db,
        Submission earlier,
        ParsedSubmission submission,
        CancellationToken cancellationToken
    )
    {
        if (earlier.ContentHash == submission.Sha256)
            return true;
        var document = await db
            .Documents.AsNoTracking()
            .FirstOrDefaultAsync(d => d.Referral == earlier.Referral && d.Version == earlier.DocumentVersion, cancellationToken);
        if (document is null)
            return false;
        using var before = JsonDocument.Parse(Brotli.Decompress(document.Bytes, document.Length));
        using var now = JsonDocument.Parse(Brotli.Decompress(submission.Compressed, submission.Length));
        return CanonicalJson.Hash(before.RootElement) == CanonicalJson.Hash(now.RootElement);
    }

    /// <summary>
    /// Whether a message whose id was used before is a change of what came under it, and not the same id for two things: it says
    /// that it amends or withdraws, and it is another request than the first (BaRS, transactional integrity).
    /// </summary>
    public static bool IsLaterChange(ParsedSubmission submission, Submission earlier) =>
        submission.Facts.Message.Kind != SubmissionKind.New
        && (
            submission.RequestId is null || earlier.RequestId is null
                ? earlier.Kind == SubmissionCodes.New
                : submission.RequestId != earlier.RequestId
        );

    /// <summary>The id under which a message is kept that a person admitted though its own id was used before.</summary>
    public static string FormatAdmittedId(ParsedSubmission submission) => Extend(submission, $"#admitted-{submission.Sha256[..16]}");

    /// <summary>The id under which a message is kept whose own id was used before with other content.</summary>
    public static string FormatConflictId(ParsedSubmission submission) => Extend(submission, $"#conflict-{submission.Sha256[..16]}");

    /// <summary>
    /// The id under which a change is kept whose Bundle has the id of the message that it changes: the request's id, which is new
    /// for every message (BaRS), and the same when the message is sent again.
    /// </summary>
    public static string FormatChangeId(ParsedSubmission submission) =>
        Extend(submission, submission.RequestId is { } request ? $"#request-{request}" : $"#change-{submission.Sha256[..16]}");

    /// <summary>An id with something behind it, within what the table holds; of one too long its hash stands for it.</summary>
    static string Extend(ParsedSubmission submission, string behind) =>
        submission.MessageId.Length + behind.Length <= MessageIdCharactersMax
            ? submission.MessageId + behind
            : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(submission.MessageId))) + behind;
}
