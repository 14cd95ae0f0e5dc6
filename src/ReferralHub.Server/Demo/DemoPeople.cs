using ReferralHub.Platform;
using ReferralHub.Platform.Access;

namespace ReferralHub.Server.Demo;

/// <summary>As whom one can look at the demonstration. Nobody is named as if they existed.</summary>
static class DemoPeople
{
    public const string ReviewerA = "Demonstration Reviewer A";
    public const string ReviewerB = "Demonstration Reviewer B";
    public const string Lead = "Demonstration Lead";

    /// <summary>ODS codes of the bodies whose commissioner one can be; each answers for half of the practices.</summary>
    public const string Commissioner = "ZC01";
    public const string CommissionerB = "ZC02";

    /// <summary>ODS code of the provider whose staff one can be.</summary>
    public const string Provider = "RZ1";

    /// <summary>Another provider, so that one can see that neither sees what the other was sent.</summary>
    public const string ProviderB = "NZ701";

    /// <summary>Who put the demonstration's packs forward, and who approved them.</summary>
    public static readonly (string Name, string Role) PackProposer = ("Demonstration Pathway Lead (fictitious)", "Pathway lead");
    public static readonly (string Name, string Role) PackApprover = (
        "Demonstration Safety Officer (fictitious)",
        "Clinical safety officer"
    );

    /// <param name="practice">The manager's: the practice that refers most, so that there is something to see.</param>
    /// <param name="commissioner">ODS code of the commissioner's body.</param>
    /// <param name="provider">ODS code of the provider whose staff one can be.</param>
    /// <param name="disputing">Of another manager, whose practice has not agreed to its budget.</param>
    public static List<UserSettings> Users(string practice, string commissioner, string provider, string disputing) =>
        [
            Create(ReviewerA, "Consultant physician", CallerRole.Reviewer),
            Create(ReviewerB, "GP with an extended role", CallerRole.Reviewer, specialties: "110 330 502"),
            Create(Lead, "Clinical lead", CallerRole.Lead),
            Create("Demonstration Practice Manager", "Practice manager", CallerRole.Practice, practice),
            Create("Demonstration Booking Team", "Booking coordinator", CallerRole.Booking),
            Create("Demonstration Commissioner", "Commissioning manager", CallerRole.Commissioner, commissioner),
            Create("Demonstration Commissioner B", "Commissioning manager", CallerRole.Commissioner, CommissionerB),
            Create("Demonstration Provider Staff", "Referral coordinator", CallerRole.Provider, provider),
            Create("Demonstration Provider Staff B", "Referral coordinator", CallerRole.Provider, ProviderB),
            Create("Demonstration Privacy Officer", "Privacy officer", CallerRole.Privacy),
            Create("Demonstration Operator", "Service operator", CallerRole.Operator),
            Create("Demonstration Administrator", "Hub administrator", CallerRole.Administrator),
            Create("Demonstration Practice Manager B", "Practice manager", CallerRole.Practice, disputing),
        ];

    static UserSettings Create(string name, string post, CallerRole role, string? organisation = null, string specialties = "") =>
        new()
        {
            Name = name,
            Role = post,
            Kind = role,
            Organisation = organisation,
            Specialties = specialties,
        };
}
