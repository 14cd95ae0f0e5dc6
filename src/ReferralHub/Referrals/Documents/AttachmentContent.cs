using Microsoft.EntityFrameworkCore;
using ReferralHub.Fhir;
using ReferralHub.Platform.Data;

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
                    && Data(document).FirstOrDefault(d => d.Expression == expression) is { Exists: true } data
                    && Decode(data.Text) is { } bytes
                )
                    return bytes;
        }

        return null;
    }

    /// <summary>Wherever a message may carry base64.</summary>
    static IEnumerable<FhirNode> Data(FhirDocument document)
    {
        foreach (var resource in document.Entries.Select(e => e.Resource).Prepend(document.Root))
        {
            foreach (var data in FindData(resource))
                yield return data;
            foreach (var contained in resource.Items("contained"))
            foreach (var data in FindData(contained))
                yield return data;
        }
    }

    static IEnumerable<FhirNode> FindData(FhirNode resource)
    {
        foreach (var content in resource.Items("content"))
            yield return content["attachment"]["data"];
        foreach (var payload in resource.Items("payload"))
            yield return payload["contentAttachment"]["data"];
        if (resource.ResourceType == "Binary")
            yield return resource["data"];
    }

    static byte[]? Decode(string? text)
    {
        if (text is null)
            return null;
        var buffer = new byte[text.Length];
        return Convert.TryFromBase64String(text, buffer, out var written) ? buffer[..written] : null;
    }
}
