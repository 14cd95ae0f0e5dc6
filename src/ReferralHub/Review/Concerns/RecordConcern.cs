using ReferralHub.Journey;
using ReferralHub.Kernel;
using ReferralHub.Platform;
using ReferralHub.Platform.Data;

namespace ReferralHub.Review.Concerns;

/// <summary>A complaint or incident as it is sent.</summary>
/// <param name="Kind">complaint or incident.</param>
/// <param name="Due">Null for the usual time.</param>
/// <param name="Organisation">ODS code of whoever records it; a practice records about its own referrals only.</param>
public sealed record ConcernRequest(
    string? Kind,
    string? Text,
    string? Owner,
    DateOnly? Due,
    string? By,
    string? Role,
    string Organisation,
    bool IsPractice = false
);

/// <summary>Records a complaint or an incident against a referral. The referral goes on as it was.</summary>
public sealed class RecordConcern(HubDatabase database, TimeProvider time)
{
    /// <summary>
    /// Working days after the day it came: a complaint is acknowledged within three (The Local Authority Social Services and National
    /// Health Service Complaints (England) Regulations 2009, reg. 13).
    /// </summary>
    public const int DueWorkingDays = 3;

    const int DueDaysMax = 366;

    /// <returns>What is wrong, or what was recorded.</returns>
    public Task<(IReadOnlyList<Problem> Problems, Concern? Recorded)> RecordAsync(
        string reference,
        ConcernRequest request,
        CancellationToken cancellationToken
    )
    {
        var now = time.UtcNow();
        var problems = Check(request, now);
        if (problems.Count > 0)
            return Task.FromResult<(IReadOnlyList<Problem>, Concern?)>((problems, null));
        return database.WriteAsync<(IReadOnlyList<Problem>, Concern?)>(
            async (db, token) =>
            {
                var journey = await db.FindForReviewAsync(reference, token);
                if (journey is null || (request.IsPractice && journey.Practice != request.Organisation))
                    return ([ConcernProblems.ReferralNotFound], null);
                var concern = Create(journey, request, now);
                db.Concerns.Add(concern);
                return ([], concern);
            },
            cancellationToken
        );
    }

    static Concern Create(ReferralJourney journey, ConcernRequest request, DateTime now) =>
        new()
        {
            Id = EntityId.New(now),
            Referral = journey.Id,
            Kind = ReadKind(request.Kind)!.Value,
            Text = request.Text!.Trim().ReplaceLineEndings("\n"),
            RecordedBy = request.By!.Trim(),
            RecordedRole = request.Role!.Trim(),
            Organisation = request.Organisation,
            At = now,
            Owner = request.Owner!.Trim(),
            Due = request.Due is { } day ? WorkingDays.ToEndOfDay(day) : WorkingDays.Deadline(now, DueWorkingDays),
        };

    static List<Problem> Check(ConcernRequest request, DateTime now)
    {
        var found = new List<Problem>();
        if (ReadKind(request.Kind) is null)
            found.Add(ConcernProblems.KindMissing);
        if (string.IsNullOrWhiteSpace(request.Text))
            found.Add(ConcernProblems.TextMissing);
        else if (request.Text.Length > ReviewLimits.TextCharactersMax)
            found.Add(ConcernProblems.TextTooLong);
        if (!IsName(request.Owner))
            found.Add(ConcernProblems.OwnerMissing);
        if (!IsName(request.By) || !IsName(request.Role))
            found.Add(ConcernProblems.AuthorMissing);
        var today = WorkingDays.LocalDate(now);
        if (request.Due is { } due && (due < today || due > today.AddDays(DueDaysMax)))
            found.Add(ConcernProblems.DueOutOfRange(today, today.AddDays(DueDaysMax)));
        return found;
    }

    static bool IsName(string? name) => !string.IsNullOrWhiteSpace(name) && name.Length <= ReviewLimits.NameCharactersMax;

    static ConcernKind? ReadKind(string? kind) =>
        kind?.Trim().ToLowerInvariant() switch
        {
            "complaint" => ConcernKind.Complaint,
            "incident" => ConcernKind.Incident,
            _ => null,
        };
}
