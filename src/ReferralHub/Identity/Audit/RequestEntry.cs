using Microsoft.EntityFrameworkCore;
using ReferralHub.Kernel;
using ReferralHub.Platform.Access;
using ReferralHub.Platform.Data;

namespace ReferralHub.Identity.Audit;

/// <summary>What is known of a call before it is answered.</summary>
/// <param name="Route">Method and template.</param>
/// <param name="IsRead">Whether the method promises to change nothing.</param>
/// <param name="IsAudited">Whether the route is; otherwise only what touches a patient or is refused leaves a row.</param>
/// <param name="Act">What the route says that it does; null for what the method says.</param>
sealed record CallFacts(DateTime At, string Route, string Fingerprint, bool IsRead, bool IsAudited, string? Act);

/// <summary>The entry of one request, which it outlives where a change takes it along.</summary>
sealed class RequestEntry(CallFacts call) : AuditEntry
{
    readonly Guid id = EntityId.New(call.At);

    protected override bool IsRead => call.IsRead;

    protected override bool IsKept => call.IsAudited || IsMarked || IsTouched;

    /// <summary>Whether a row must be there before this answer may leave.</summary>
    public bool Wants(int status) => IsOwing && (IsKept || IsRefusalOf(status));

    public override Task<bool> IsKeptAsync(HubDbContext db, CancellationToken cancellationToken) =>
        db.AccessEvents.AsNoTracking().AnyAsync(e => e.Id == id, cancellationToken);

    protected override void AddRows(HubDbContext db, IReadOnlyList<AuditSubject> subjects, bool continues, int? status)
    {
        var row = continues ? EntityId.New(call.At) : id;
        db.Add(
            new AccessEvent
            {
                Id = row,
                At = call.At,
                Role = Caller?.Role.ToString() ?? (IsTouched ? AuditCallers.Patient : AuditCallers.Nobody),
                Caller = AuditLengths.Cut(Caller?.Id ?? "", AuditLengths.CallerMax),
                Name = AuditLengths.Cut(Caller?.Name ?? "", AuditLengths.NameMax),
                Post = AuditLengths.Cut(Caller?.Post ?? "", AuditLengths.NameMax),
                Organisation = AuditLengths.Cut(Caller?.Organisations.FirstOrDefault() ?? "", AuditLengths.OrganisationMax),
                Session = AuditLengths.Cut(Caller?.Session ?? "", AuditLengths.SessionMax),
                Act = status is { } refused && IsRefusalOf(refused) ? AuditActs.Refused : ChooseAct(),
                Route = AuditLengths.Cut(call.Route, AuditLengths.RouteMax),
                Fingerprint = call.Fingerprint,
                Outcome = status is not null && IsRefused ? AuditOutcomes.Refused : AuditOutcomes.FromStatus(status),
                Status = status,
                Reason = Reason is { } reason ? AuditLengths.Cut(reason, AuditLengths.ReasonMax) : null,
                Subjects = subjects.Count,
                Continues = continues ? id : null,
                Emergency = Emergency,
            }
        );
        for (var i = 0; i < subjects.Count; i++)
            db.Add(
                new AccessSubject
                {
                    Event = row,
                    Number = i + 1,
                    Referral = subjects[i].Referral,
                    PatientKey = subjects[i].PatientKey,
                    At = call.At,
                }
            );
    }

    string ChooseAct() => Act ?? call.Act ?? (call.IsRead ? AuditActs.Read : AuditActs.Change);

    bool IsRefusalOf(int status) => IsRefused || AuditOutcomes.FromStatus(status) == AuditOutcomes.Refused;
}
