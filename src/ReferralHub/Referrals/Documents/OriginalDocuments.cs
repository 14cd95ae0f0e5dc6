using Microsoft.EntityFrameworkCore;
using ReferralHub.FhirApi;
using ReferralHub.Journey;
using ReferralHub.Platform.Access;
using ReferralHub.Platform.Data;

namespace ReferralHub.Referrals.Documents;

/// <summary>Gives back the newest document of a referral, byte for byte as it came.</summary>
sealed class OriginalDocuments(HubDatabase database, CurrentScope callerScope)
{
    public async Task<FhirAnswer> ReadAsync(string id, CancellationToken cancellationToken)
    {
        if (!Guid.TryParse(id, out var key))
            return FhirAnswer.FromProblems(FhirProblems.NotFound);
        await using var db = database.OpenRead(callerScope.Read());
        var document = await db
            .Documents.Where(d => d.Referral == key)
            .OrderByDescending(d => d.Version)
            .FirstOrDefaultAsync(cancellationToken);
        if (document is null || await db.Journeys.FirstOrDefaultAsync(j => j.Id == key, cancellationToken) is not { } journey)
            return FhirAnswer.FromProblems(FhirProblems.NotFound);
        AuditEntry.Show(journey);
        return new(200, Brotli.Decompress(document.Bytes, document.Length));
    }
}
