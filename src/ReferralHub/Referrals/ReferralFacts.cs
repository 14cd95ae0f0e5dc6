using System.Text.Json;
using System.Text.Json.Serialization;
using ReferralHub.Journey;
using ReferralHub.Kernel;

namespace ReferralHub.Referrals;

/// <summary>
/// What a referral says, read once at intake from whichever shape it came in, and kept beside the document for every
/// later stage. The document stays the authority: facts can be read again from it at any time.
/// </summary>
public sealed record ReferralFacts
{
    public required MessageFacts Message { get; init; }

    public required RequestFacts Request { get; init; }

    public required PatientFacts Patient { get; init; }

    public required RequesterFacts Requester { get; init; }

    /// <summary>Clinical content as labelled text, in the order a reader wants it. Never HTML.</summary>
    public IReadOnlyList<ClinicalText> Clinical { get; init; } = [];

    /// <summary>Every code of the clinical content, for rules that go by codes; null in facts stored before they were kept.</summary>
    public IReadOnlyList<CodedContent>? Codes { get; init; }

    public IReadOnlyList<AttachmentFacts> Attachments { get; init; } = [];

    /// <summary>What came along and no rule can read, so that a person does.</summary>
    public IReadOnlyList<UnreadContent> Unread
    {
        get => field ?? [];
        init;
    }

    /// <summary>What the message misses of the profiles it should conform to, for triage and review.</summary>
    public IReadOnlyList<ProfileMiss>? ProfileMisses { get; init; }

    /// <summary>The practice whose budget and duty this referral is: that of the requester, else the patient's own.</summary>
    [JsonIgnore]
    public string? Practice => Requester.OrganisationOds ?? Patient.PracticeOds;

    /// <summary>Priority as the hub treats it: what was stated, routine when nothing was.</summary>
    [JsonIgnore]
    public Priority Priority => Request.Priority ?? Priority.Routine;

    public byte[] Write() => JsonSerializer.SerializeToUtf8Bytes(this, ReferralFactsJson.Default.ReferralFacts);

    public static ReferralFacts Read(byte[] json) => JsonSerializer.Deserialize(json, ReferralFactsJson.Default.ReferralFacts)!;
}

/// <summary>One rule of a profile that a message misses.</summary>
/// <param name="Expression">FHIRPath of the element.</param>
/// <param name="Text">A sentence without anything of the patient's.</param>
public sealed record ProfileMiss(string Expression, string Text);

/// <summary>What the sender wants done.</summary>
public enum SubmissionKind
{
    New,
    Amendment,
    Cancellation,
    EnteredInError,
}

/// <summary>Kinds of submissions as they are stored: what the sender wanted, or that its message id was used before.</summary>
public static class SubmissionCodes
{
    public const string New = nameof(SubmissionKind.New);
    public const string Amendment = nameof(SubmissionKind.Amendment);
    public const string Cancellation = nameof(SubmissionKind.Cancellation);
    public const string EnteredInError = nameof(SubmissionKind.EnteredInError);
    public const string Conflict = EventTypes.Conflict;

    /// <summary>It names another patient than the referral it is about, and was not carried out.</summary>
    public const string OtherPatient = EventTypes.OtherPatient;
}

/// <param name="MessageId">Bundle.identifier, else Bundle.id, else MessageHeader.id, else the id given with the request.</param>
/// <param name="Sender">ODS code of the sending organisation, else its endpoint, else the practice.</param>
/// <param name="BundleId">What a response must name as the original.</param>
/// <param name="IsMessage">Whether it came as a message Bundle, which is answered by a message.</param>
public sealed record MessageFacts(
    SubmissionKind Kind,
    string MessageId,
    string Sender,
    string? BundleId,
    string? SourceEndpoint,
    bool IsMessage
);

public sealed record RequestFacts
{
    public string? Id { get; init; }

    public string? FullUrl { get; init; }

    /// <summary>The sender's own identifiers as system|value.</summary>
    public IReadOnlyList<string> Identifiers { get; init; } = [];

    public string Intent { get; init; } = "order";

    /// <summary>Null when the message does not say: the hub takes it as routine and flags it.</summary>
    public Priority? Priority { get; init; }

    /// <summary>Three-digit specialty code, null when the message names none.</summary>
    public string? Specialty { get; init; }

    public IReadOnlyList<CodeFacts> Codes { get; init; } = [];

    /// <summary>Use case of BaRS, e.g. a5t3.</summary>
    public string? UseCase { get; init; }

    public string? Reason { get; init; }

    public DateTime? AuthoredOn { get; init; }
}

public sealed record CodeFacts(string? System, string? Code, string? Display);

public sealed record PatientFacts
{
    /// <summary>Without spaces, hyphens and the like; it may fail its check. A placeholder is none.</summary>
    public string? NhsNumber { get; init; }

    public bool NhsNumberValid { get; init; }

    /// <summary>Code 01 to 08 of the verification status: 01 is traced and verified. Null when the message does not say.</summary>
    public string? NhsNumberStatus { get; init; }

    /// <summary>A placeholder such as 9999999999 stood where the number should; it counts as absent.</summary>
    public bool IsNumberPlaceholder { get; init; }

    /// <summary>The message gives two different numbers as those of now.</summary>
    public bool IsNumberDoubtful { get; init; }

    public string? Family { get; init; }

    public string? Given { get; init; }

    public string? Prefix { get; init; }

    public DateOnly? BirthDate { get; init; }

    /// <summary>FHIR administrative-gender code.</summary>
    public string? Gender { get; init; }

    public string? Postcode { get; init; }

    /// <summary>Lines of the current address without the postcode, as one reads them; null in facts stored before they were kept.</summary>
    public string? Address { get; init; }

    public string? Phone { get; init; }

    public string? PracticeOds { get; init; }

    public bool IsDeceased { get; init; }

    /// <summary>The sender no longer uses this record of the patient, or has replaced it by another.</summary>
    public bool IsRecordInactive { get; init; }

    /// <summary>The message or a part of it is marked restricted or very restricted (confidentiality R or V).</summary>
    public bool IsRestricted { get; init; }

    /// <summary>A Consent that came along was rejected, or denies something.</summary>
    public bool IsConsentRefused { get; init; }

    public bool NeedsInterpreter { get; init; }

    /// <summary>Preferred language in words, or its code.</summary>
    public string? Language { get; init; }

    /// <summary>Whole years on a date; null when the date of birth is not known.</summary>
    public int? AgeOn(DateOnly date)
    {
        if (BirthDate is not { } born || date < born)
            return null;
        var years = date.Year - born.Year;
        return born.AddYears(years) > date ? years - 1 : years;
    }
}

public sealed record RequesterFacts(string? Name, string? OrganisationOds, string? OrganisationName);

public sealed record ClinicalText(string Label, string Text)
{
    /// <summary>FHIR element it was taken from, e.g. <c>DiagnosticReport.conclusion</c>; null in facts stored before it was kept.</summary>
    public string? Element { get; init; }

    /// <summary>
    /// Why it does not hold now (refuted, inactive, resolved, not done), null when it does. It is shown with its standing, and no rule
    /// takes it for current.
    /// </summary>
    public string? Standing { get; init; }

    /// <summary>When it was so, in words; null when the entry does not say.</summary>
    public string? When { get; init; }

    /// <summary>Number of the attachment (0 for the first) whose text this is; null for all other texts.</summary>
    public int? Attachment { get; init; }
}

/// <summary>One code of the clinical content.</summary>
/// <param name="Element">FHIR element it stands in, e.g. <c>Condition.code</c>.</param>
/// <param name="Standing">Why it does not hold now, as <see cref="ClinicalText.Standing"/>; null when it does.</param>
public sealed record CodedContent(string? System, string Code, string? Display, string Element, string? Standing);

/// <summary>Something of the message that is kept and shown but that no rule can read.</summary>
/// <param name="What">In words for a reader: "Attachment chest-x-ray.pdf: no text could be taken out".</param>
/// <param name="Expression">FHIRPath of the element.</param>
public sealed record UnreadContent(string What, string Expression);

/// <param name="Bytes">Size of the decoded content; 0 when it is only a link or missing.</param>
/// <param name="Linked">Whether the content is given as a link.</param>
public sealed record AttachmentFacts(string? Title, string? ContentType, int Bytes, bool Linked, string Expression)
{
    /// <summary>Of the decoded content, hex in small letters; null without content, and in facts stored before it was kept.</summary>
    public string? Sha256 { get; init; }

    [JsonIgnore]
    public bool IsMissing => Bytes == 0 && !Linked;
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull
)]
[JsonSerializable(typeof(ReferralFacts))]
sealed partial class ReferralFactsJson : JsonSerializerContext;
