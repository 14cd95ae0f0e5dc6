using ReferralHub.Platform;
using ReferralHub.Web.Users;

namespace ReferralHub.Server.Demo;

/// <summary>As whom one can look at the demonstration. Nobody is named as if they existed.</summary>
static class DemoPeople
{
    public const string ReviewerA = "Demonstration Reviewer A";
    public const string ReviewerB = "Demonstration Reviewer B";
    public const string Lead = "Demonstration Lead";

    /// <summary>Who put the demonstration's packs forward, and who approved them.</summary>
    public static readonly (string Name, string Role) PackProposer = ("Demonstration Pathway Lead (fictitious)", "Pathway lead");
    public static readonly (string Name, string Role) PackApprover = (
        "Demonstration Safety Officer (fictitious)",
        "Clinical safety officer"
    );

    /// <summary>The manager is of the practice that refers most, so that there is something to see.</summary>
    public static List<UserSettings> Users(string practice) =>
        [
            new()
            {
                Name = ReviewerA,
                Role = "Consultant physician",
                Kind = UserKind.Reviewer,
            },
            new()
            {
                Name = ReviewerB,
                Role = "GP with an extended role",
                Kind = UserKind.Reviewer,
                Specialties = "110 330 502",
            },
            new()
            {
                Name = Lead,
                Role = "Clinical lead",
                Kind = UserKind.Lead,
            },
            new()
            {
                Name = "Demonstration Practice Manager",
                Role = "Practice manager",
                Kind = UserKind.Practice,
                Organisation = practice,
            },
        ];
}
