using ReferralHub.Platform;
using ReferralHub.Platform.Access;
using ReferralHub.Referrals;

namespace ReferralHub.Intake;

/// <summary>
/// For whom a caller may send. What its registration says wins over what a message says of its sender: a GP system sends for its
/// practices, a system of the centre for any, and nobody else sends referrals. What is not stated is the caller's own.
/// </summary>
static class SenderBinding
{
    const string HeaderSender = "MessageHeader.sender";
    const string Requester = "ServiceRequest.requester";

    /// <param name="caller">Null for the hub's own work, which is not bound.</param>
    /// <param name="headerSender">ODS code of the organisation that the message's header names as its sender.</param>
    /// <returns>The facts with the sender that holds; or why they are not taken.</returns>
    public static (ReferralFacts? Facts, Problem? Problem) Bind(Caller? caller, ReferralFacts facts, string? headerSender)
    {
        if (caller is null or { Role: CallerRole.CentreSystem })
            return (facts, null);
        if (caller.Role != CallerRole.GpSystem)
            return (null, IntakeProblems.MayNotRefer);
        if (headerSender is not null && !IsOwn(caller, headerSender))
            return (null, IntakeProblems.OtherSender(headerSender, HeaderSender));
        if (facts.Requester.OrganisationOds is { } requester && !IsOwn(caller, requester))
            return (null, IntakeProblems.OtherSender(requester, Requester));
        var practice = facts.Requester.OrganisationOds ?? headerSender ?? FindOnly(caller, facts.Patient.PracticeOds);
        return practice is null
            ? (null, IntakeProblems.SenderNotSaid)
            : (
                facts with
                {
                    Message = facts.Message with { Sender = headerSender ?? practice },
                    Requester = facts.Requester with { OrganisationOds = practice },
                },
                null
            );
    }

    /// <summary>
    /// Whether a caller may change a referral. To one who may not it does not exist: that it does would already say something of a
    /// patient.
    /// </summary>
    /// <param name="practice">That it is of; null when it came without one.</param>
    /// <param name="sender">Who sent it.</param>
    public static bool MayChange(Caller? caller, string? practice, string sender) =>
        caller is null or { Role: CallerRole.CentreSystem } || (caller.Role == CallerRole.GpSystem && IsOwn(caller, practice ?? sender));

    /// <summary>Why a caller may not speak for an organisation; null when it may.</summary>
    public static Problem? FindFault(Caller? caller, string organisation) =>
        caller is null or { Role: CallerRole.CentreSystem } ? null
        : caller.Role != CallerRole.GpSystem ? IntakeProblems.MayNotRefer
        : IsOwn(caller, organisation) ? null
        : IntakeProblems.OtherSender(organisation, "Communication.sender");

    /// <summary>Whether an organisation is one of those for which a caller acts.</summary>
    public static bool IsOwn(Caller caller, string organisation) =>
        caller.Organisations.Contains(organisation, StringComparer.OrdinalIgnoreCase);

    /// <summary>The practice of a message that names none: that of the patient if it is the caller's, else the caller's only one.</summary>
    static string? FindOnly(Caller caller, string? patients) =>
        patients is not null && IsOwn(caller, patients) ? patients
        : caller.Organisations is [var only] ? only
        : null;
}
