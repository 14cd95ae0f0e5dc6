using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using ReferralHub.Fhir;
using ReferralHub.Platform.Access;
using ReferralHub.Platform.Data;
using ReferralHub.Referrals.Reading;

namespace ReferralHub.Referrals.Documents;

/// <summary>The content of attachments, out of the documents that brought them.</summary>
public sealed class AttachmentContent(HubDatabase database, CurrentScope callerScope)
{
    /// <param name="expression">Of the content in the referral's newest document that has it, as its facts say.</param>
    /// <returns>Null when no document has content there.</returns>
    public async Task<byte[]?> ReadAsync(Guid referral, string expression, CancellationToken cancellationToken)
    {
        await foreach (var (_, content) in ReadAllAsync(referral, new HashSet<string> { expression }, cancellationToken))
            return content;
        return null;
    }

    /// <summary>The same of several, one after the other; each document is read once. What no document has is left out.</summary>
    internal async IAsyncEnumerable<(string Expression, byte[] Content)> ReadAllAsync(
        Guid referral,
        IReadOnlySet<string> expressions,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var wanted = expressions.ToHashSet();
        await using var db = database.OpenRead(callerScope.Read());
        await foreach (
            var stored in db
                .Documents.Where(d => d.Referral == referral)
                .OrderByDescending(d => d.Version)
                .AsAsyncEnumerable()
                .WithCancellation(cancellationToken)
        )
        {
            var (document, _) = FhirJson.Read(Brotli.Decompress(stored.Bytes, stored.Length));
            if (document is null)
                continue;
            using (document)
                foreach (var expression in wanted.ToList())
                    if (ElementPlaces.Follow(document, expression) is { Exists: true } data && Decode(data.Text) is { } bytes)
                    {
                        wanted.Remove(expression);
                        yield return (expression, bytes);
                    }

            if (wanted.Count == 0)
                break;
        }
    }

    internal static byte[]? Decode(string? text)
    {
        if (text is null)
            return null;
        var buffer = new byte[text.Length];
        return Convert.TryFromBase64String(text, buffer, out var written) ? buffer[..written] : null;
    }
}
