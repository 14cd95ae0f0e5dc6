using ReferralHub.Identity.Emergency;
using ReferralHub.Kernel;
using ReferralHub.Platform.Data;

namespace ReferralHub.Journey;

/// <summary>A work item for the privacy officer about each emergency access, due on the next working day.</summary>
sealed class EmergencyNotice : IEmergencyNotice
{
    public const string Kind = "emergency-access";

    public void Raise(HubDbContext db, EmergencyAccess access) =>
        db.WorkItems.Add(
            new()
            {
                Id = EntityId.New(access.At),
                Kind = Kind,
                Referral = access.Referral,
                Sender = access.Organisation,
                Text =
                    $"{access.Name} ({access.Role}, {access.Organisation}) took emergency access to a referral. The "
                    + "privacy officer finds the reason, and what was read, under Audit.",
                Raised = access.At,
                Due = WorkingDays.Deadline(access.At, 1, TimeSpan.Zero),
            }
        );
}
