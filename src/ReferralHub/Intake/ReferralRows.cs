using ReferralHub.Referrals;

namespace ReferralHub.Intake;

/// <summary>What of a referral is found by, and its facts, from the message that brought them.</summary>
static class ReferralRows
{
    const int TextCharactersMax = 400;

    public static ReferralRecord Create(Guid id, ParsedSubmission submission)
    {
        var (patient, request) = (submission.Facts.Patient, submission.Facts.Request);
        return new()
        {
            Referral = id,
            NhsNumber = patient.NhsNumber,
            Family = Cut(patient.Family),
            Given = Cut(patient.Given),
            BirthDate = patient.BirthDate,
            Gender = patient.Gender,
            Reason = Cut(request.Reason),
            FullUrl =
                request.FullUrl is { } url && url.StartsWith("urn:uuid:", StringComparison.OrdinalIgnoreCase)
                    ? url.ToLowerInvariant()
                    : null,
            CorrelationId = submission.CorrelationId,
            Facts = submission.FactsJson,
        };
    }

    /// <summary>All of the sender's identifiers, by which the referral is found again.</summary>
    public static IEnumerable<ReferralIdentifier> CreateIdentifiers(Guid id, ParsedSubmission submission) =>
        SenderIdentifier
            .NormaliseAll(submission.Facts.Request)
            .Select(i => new ReferralIdentifier
            {
                Referral = id,
                System = i.System,
                Value = i.Value,
            });

    /// <summary>What an amendment does not say stays as it was.</summary>
    public static void Amend(ReferralRecord record, ParsedSubmission submission)
    {
        var (patient, request) = (submission.Facts.Patient, submission.Facts.Request);
        record.NhsNumber = patient.NhsNumber ?? record.NhsNumber;
        record.Family = Cut(patient.Family) ?? record.Family;
        record.Given = Cut(patient.Given) ?? record.Given;
        record.BirthDate = patient.BirthDate ?? record.BirthDate;
        record.Gender = patient.Gender ?? record.Gender;
        record.Reason = Cut(request.Reason) ?? record.Reason;
        record.Facts = submission.FactsJson;
    }

    static string? Cut(string? text) => text is { Length: > TextCharactersMax } ? text[..TextCharactersMax] : text;
}
