using Microsoft.EntityFrameworkCore;
using ReferralHub.Fhir;
using ReferralHub.Platform.Data;
using ReferralHub.Referrals.Reading;

namespace ReferralHub.Referrals.Documents;

/// <summary>The content of an attachment, out of the document that brought it.</summary>
public sealed class AttachmentContent(HubDatabase database)
{
    /// <param name="expression">Of the content in the referral's newest document that has it, as its facts say.</param>
    /// <returns>Null when no document has content there.</returns>
    public async Task<byte[]?> ReadAsync(Guid referral, string expression, CancellationToken cancellationToken)
    {
        await using var db = database.OpenRead();
        await foreach (
            var stored in db
                .Documents.Where(d => d.Referral == referral)
                .OrderByDescending(d => d.Version)
                .AsAsyncEnumerable()
                .WithCancellation(cancellationToken)
        )
        {
            var (document, _) = FhirJson.Read(Brotli.Decompress(stored.Bytes, stored.Length));
            using (document)
                if (
                    document is not null
                    && ElementPlaces.Follow(document, expression) is { Exists: true } data
                    && Decode(data.Text) is { } bytes
                )
                    return bytes;
        }

        return null;
    }

    internal static byte[]? Decode(string? text)
    {
        if (text is null)
            return null;
        var buffer = new byte[text.Length];
        return Convert.TryFromBase64String(text, buffer, out var written) ? buffer[..written] : null;
    }
}
