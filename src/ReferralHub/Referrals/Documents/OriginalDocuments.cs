using Microsoft.EntityFrameworkCore;
using ReferralHub.FhirApi;
using ReferralHub.Platform.Data;

namespace ReferralHub.Referrals.Documents;

/// <summary>Gives back the newest document of a referral, byte for byte as it came.</summary>
sealed class OriginalDocuments(HubDatabase database)
{
    public async Task<FhirAnswer> ReadAsync(string id, CancellationToken cancellationToken)
    {
        if (!Guid.TryParse(id, out var key))
            return FhirAnswer.FromProblems(FhirProblems.NotFound);
        await using var db = database.OpenRead();
        var document = await db
            .Documents.Where(d => d.Referral == key)
            .OrderByDescending(d => d.Version)
            .FirstOrDefaultAsync(cancellationToken);
        return document is null
            ? FhirAnswer.FromProblems(FhirProblems.NotFound)
            : new(200, Brotli.Decompress(document.Bytes, document.Length));
    }
}
