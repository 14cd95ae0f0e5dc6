using ReferralHub.Fhir;
using ReferralHub.Fhir.Profiles;
using ReferralHub.Fhir.Structure;
using ReferralHub.Platform;
using ReferralHub.Referrals.Resources;

namespace ReferralHub.Intake;

/// <summary>
/// Holds messages against the hub's own profiles and those they claim. A miss is no reason to turn a referral away: the sender
/// is told, and so is whoever triages it. Of a sender for whom it was agreed, it is.
/// </summary>
public sealed class IntakeProfiles(FhirValidator validator, HubSettings settings)
{
    const string Message = FhirSystems.Own + "/StructureDefinition/referral-message";
    static readonly string[] ForMessages = [Message];
    static readonly string[] ForRequests = [ReferralResources.ServiceRequestProfile];

    /// <summary>
    /// What the message misses, as warnings or, for a sender who must not, as errors; empty when nothing or when nobody wants to
    /// know.
    /// </summary>
    public IReadOnlyList<Problem> Check(FhirDocument document, string sender)
    {
        var level = settings.SenderProfileLevels.TryGetValue(sender, out var own) ? own : settings.ProfileLevel;
        if (level == ProfileLevel.Ignore)
            return [];
        var wanted =
            document.Root.ResourceType == "ServiceRequest" ? ForRequests
            : document.Root["type"].Is("message") ? ForMessages
            : [];
        var found = validator.CheckProfiles(document, wanted, tellGaps: false);
        return found.Count == 0 ? [] : [.. found.Select(i => ToProblem(i, level))];
    }

    static Problem ToProblem(FhirIssue issue, ProfileLevel level)
    {
        // Without line and byte: the reviewer reads it too, and the expression says where.
        var problem = Problem.From(issue) with
        {
            Code = "profile-missed",
            Text = issue.Text,
        };
        return issue.Severity != FhirSeverity.Error ? problem
            : level == ProfileLevel.Refuse ? problem with { Status = 422, BarsCode = "REC_UNPROCESSABLE_ENTITY" }
            : problem with { Severity = "warning" };
    }
}
