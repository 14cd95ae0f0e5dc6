using System.Security.Cryptography;
using ReferralHub.Fhir;
using ReferralHub.Fhir.Structure;
using ReferralHub.Kernel;
using ReferralHub.Platform;
using ReferralHub.Platform.Access;
using ReferralHub.Referrals;
using ReferralHub.Referrals.Documents;
using ReferralHub.Referrals.Documents.Pdf;
using ReferralHub.Referrals.Documents.Scanning;
using ReferralHub.Referrals.Reading;

namespace ReferralHub.Intake;

/// <summary>Where a submission came in, which decides the shapes that are taken there.</summary>
public enum IntakeFace
{
    ProcessMessage,
    ServiceRequest,
    Base,
    Import,
    Amqp,

    /// <summary>An update of a referral by its address.</summary>
    Update,

    /// <summary>What a practice says about its referral.</summary>
    Communication,
}

/// <summary>The referral that an update names, and the versions that its sender has seen; null when the sender does not say.</summary>
public sealed record UpdateTarget(Guid Referral, IReadOnlyList<int>? Versions);

/// <summary>A submission that was read and found good, ready to be stored. Holds nothing of the request's buffers.</summary>
sealed record ParsedSubmission
{
    /// <summary>More than this nobody reads beside a referral.</summary>
    const int ProfileMissesMax = 20;

    /// <summary>Key of its row, made before any try to store it: a try whose outcome is unknown is recognised by it.</summary>
    public required Guid Id { get; init; }

    public required ReferralFacts Facts { get; init; }

    public required byte[] FactsJson { get; init; }

    public required IReadOnlyList<Problem> Remarks { get; init; }

    /// <summary>PDFs that came along and whose words are not among the facts yet.</summary>
    public IReadOnlyList<PdfAttachment> Pdfs { get; init; } = [];

    public required byte[] Compressed { get; init; }

    public required int Length { get; init; }

    public required string Sha256 { get; init; }

    /// <summary>Key of the patient: the first who comes under this number or name, until those on file have been compared.</summary>
    public required string PatientKey { get; init; }

    /// <summary>
    /// Keys under which this patient, or one like them, may be on file: that of the first under the number or name, that of
    /// another, and that of an earlier build where it differs.
    /// </summary>
    public required IReadOnlyList<string> PatientKeys { get; init; }

    /// <summary>Whether the key is that of the patient as compared with those on file; of most amendments it is not.</summary>
    public bool IsPatientIdentified { get; init; }

    /// <summary>The id that an earlier build would have given a message that has none; null when it has one.</summary>
    public string? EarlierMessageId { get; init; }

    /// <summary>The id under which it is kept where its own was used before; null for its own.</summary>
    public string? KeptAs { get; init; }

    public required IntakeFace Face { get; init; }

    /// <summary>Who sent it; null for the hub's own work.</summary>
    public Caller? Caller { get; init; }

    public string? RequestId { get; init; }

    public string? CorrelationId { get; init; }

    /// <summary>Set when a person admitted a message whose id had been used before, or a file came without a live sender to ask.</summary>
    public bool AdmitReusedId { get; init; }

    /// <summary>Set when the address named the referral, and no search for it is needed.</summary>
    public UpdateTarget? Target { get; init; }

    /// <summary>What the audit says of the call that brought it; null when none did.</summary>
    public AuditEntry? Audit { get; init; }

    public string Sender => Facts.Message.Sender;

    public string MessageId => Facts.Message.MessageId;

    public string Key => $"{Sender}|{MessageId}";

    public string Source => ToSource(Face);

    public static string ToSource(IntakeFace face) =>
        face switch
        {
            IntakeFace.Import => "import",
            IntakeFace.Amqp => "amqp",
            _ => "http",
        };

    /// <summary>Reads, checks and compresses: everything that can be done before a transaction is open.</summary>
    /// <param name="profiles">Null to leave profiles unchecked.</param>
    /// <param name="caller">Who sends, which binds the sender; null for the hub's own work.</param>
    public static (ParsedSubmission? Submission, IReadOnlyList<Problem> Problems) Parse(
        ReadOnlyMemory<byte> body,
        IntakeFace face,
        string? requestId,
        string? correlationId,
        DateTime now,
        IntakeProfiles? profiles = null,
        Caller? caller = null,
        CancellationToken cancellationToken = default
    )
    {
        var (document, unreadable) = FhirJson.Read(body, null, cancellationToken);
        if (unreadable is not null)
            return (null, [Problem.From(unreadable)]);
        using (document)
        {
            if (WrongFace(document!, face) is { } wrong)
                return (null, [wrong]);
            var sha256 = Convert.ToHexStringLower(SHA256.HashData(body.Span));
            // A message without any id is known again by what it says, however it is written.
            var contentId = requestId is null && !HasOwnId(document!) ? $"json-{CanonicalJson.Hash(document!.Root.Json)[..32]}" : null;
            var (facts, problems) = FactsReader.Read(document!, new(requestId ?? contentId ?? "", now));
            // What breaks a rule of base R4 is refused, all of it in one answer; where the facts say it in the hub's own words, once.
            var found = FhirStructure.Check(document!);
            var faults = found
                .Where(f => !KeptContent.IsOnlyKept(document!, f))
                .Select(Problem.From)
                .Where(f => !problems.Any(p => p.IsError && p.Expression == f.Expression))
                .ToList();
            if (facts is null || faults.Count > 0)
                return (null, [.. problems.Where(p => p.IsError), .. faults]);
            var (bound, notTheirs) = SenderBinding.Bind(caller, facts, EnvelopeReader.FindSender(document!, now));
            if (bound is null)
                return (null, [notTheirs!]);
            facts = bound;
            if (face == IntakeFace.Update)
            {
                if (facts.Message.Kind == SubmissionKind.New)
                    facts = facts with { Message = facts.Message with { Kind = SubmissionKind.Amendment } };
                // What is stored goes to the provider, so an amendment must carry all of it.
                if (facts.Message.Kind == SubmissionKind.Amendment && !document!.Resolve(document.Root["subject"], document.Root).Exists)
                    return (null, [IntakeProblems.UpdateWithoutPatient]);
            }

            var missed = profiles?.Check(document!, facts.Message.Sender) ?? [];
            if (missed.Any(p => p.IsError))
                return (null, missed);
            missed = [.. found.Where(f => KeptContent.IsOnlyKept(document!, f)).Select(KeptContent.Warn), .. missed];
            if (missed.Count > 0)
            {
                facts = facts with
                {
                    ProfileMisses = [.. missed.Take(ProfileMissesMax).Select(p => new ProfileMiss(p.Expression ?? "", p.Text))],
                };
                problems.AddRange(missed);
            }

            if (facts.Message.MessageId.Length > 200)
                return (null, [IntakeProblems.MessageIdTooLong]);
            return (
                new()
                {
                    Id = EntityId.New(now),
                    Facts = facts,
                    FactsJson = facts.Write(),
                    Pdfs = PdfAttachments.Find(document!, facts),
                    Remarks = problems,
                    Compressed = Brotli.Compress(body.Span),
                    Length = body.Length,
                    Sha256 = sha256,
                    PatientKey = Referrals.PatientKey.Compute(facts.Patient, sha256),
                    PatientKeys = ListPatientKeys(facts.Patient, sha256),
                    EarlierMessageId = contentId is null ? null : $"sha256-{sha256[..32]}",
                    Face = face,
                    Caller = caller,
                    RequestId = requestId,
                    CorrelationId = correlationId,
                    AdmitReusedId = face == IntakeFace.Import,
                },
                []
            );
        }
    }

    static List<string> ListPatientKeys(PatientFacts patient, string otherwise)
    {
        List<string> keys = [Referrals.PatientKey.Compute(patient, otherwise), Referrals.PatientKey.ComputeOfAnother(patient, otherwise)];
        if (Referrals.PatientKey.ComputeEarlier(patient) is { } earlier)
            keys.Add(earlier);
        return keys;
    }

    static bool HasOwnId(FhirDocument document)
    {
        var root = document.Root;
        return root.ResourceType == "Bundle"
            && (root["identifier"]["value"].Text ?? root["id"].Text ?? EnvelopeReader.FindHeader(document)["id"].Text) is not null;
    }

    /// <summary>The same with the words of its PDFs among the facts, which rules and readers go by.</summary>
    public async Task<ParsedSubmission> ReadPdfsAsync(PdfReader reader, AttachmentVerdicts verdicts, CancellationToken cancellationToken)
    {
        if (Pdfs.Count == 0)
            return this;
        var facts = await PdfAttachments.ReadAsync(Facts, Pdfs, reader, verdicts, cancellationToken);
        return this with { Facts = facts, FactsJson = facts.Write(), Pdfs = [] };
    }

    static Problem? WrongFace(FhirDocument document, IntakeFace face)
    {
        var (type, bundleType) = (document.Root.ResourceType, document.Root["type"].Text);
        return face switch
        {
            IntakeFace.ProcessMessage when type != "Bundle" => IntakeProblems.NotABundle with { Expression = "resourceType" },
            IntakeFace.ProcessMessage when bundleType != "message" => IntakeProblems.BundleType,
            IntakeFace.ServiceRequest or IntakeFace.Update when type != "ServiceRequest" => IntakeProblems.NotAServiceRequest with
            {
                Expression = "resourceType",
            },
            _ => null,
        };
    }
}
