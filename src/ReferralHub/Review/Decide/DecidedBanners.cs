using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.EntityFrameworkCore;
using ReferralHub.Kernel;
using ReferralHub.Platform.Access;
using ReferralHub.Platform.Data;
using ReferralHub.Referrals;

namespace ReferralHub.Review.Decide;

/// <summary>What has just been done, at the top of the page that comes next.</summary>
/// <param name="UndoUntil">Until when it can be undone there and then; null when it cannot.</param>
public sealed record DecidedBanner(string Text, string Reference, DateTime? UndoUntil);

/// <summary>Carries what was just done from one page to the next. Only the reference travels; the name is read again, and only
/// for whoever did it.</summary>
public sealed class DecidedBanners(HubDatabase database, CurrentScope callerScope)
{
    const string ReferenceKey = "Decided";
    const string WordsKey = "DecidedWords";
    const string ReaderKey = "DecidedBy";

    public static void Leave(ITempDataDictionary temp, string reader, string reference, string words) =>
        (temp[ReaderKey], temp[ReferenceKey], temp[WordsKey]) = (reader, reference, words);

    public async Task<DecidedBanner?> ReadAsync(ITempDataDictionary temp, string reader, CancellationToken cancellationToken)
    {
        if (
            temp[ReaderKey] is not string by
            || temp[ReferenceKey] is not string reference
            || temp[WordsKey] is not string words
            || by != reader
            || !ReferralReference.TryParse(reference, out var parsed)
        )
            return null;
        await using var db = database.OpenRead(callerScope.Read());
        var found = await db.Set<Journey.ReferralJourney>()
            .Where(j => j.Reference == parsed.Value)
            .Join(
                db.Set<ReferralRecord>(),
                j => j.Id,
                r => r.Referral,
                (j, r) =>
                    new
                    {
                        j.Id,
                        j.StageEntered,
                        j.FlagCodes,
                        r.Family,
                        r.Given,
                    }
            )
            .FirstOrDefaultAsync(cancellationToken);
        if (found is null)
            return null;
        var pending = await db.PendingDecisions.FirstOrDefaultAsync(
            p => p.Referral == found.Id && p.StageEntered == found.StageEntered && p.Reviewer == reader,
            cancellationToken
        );
        return new(
            $"{words}: {ReferralNames.Display(found.Family, found.Given)}{Journey.PatientMarks.Describe(found.FlagCodes)}",
            ReferralReference.Display(parsed.Value),
            pending?.Effect
        );
    }
}
