using ReferralHub.Identity.Audit;
using ReferralHub.Identity.Emergency;
using ReferralHub.Identity.Machines;
using ReferralHub.Identity.People;
using ReferralHub.Identity.People.Accounts;
using ReferralHub.Identity.People.Providers;
using ReferralHub.Identity.People.Sessions;
using ReferralHub.Platform.Data.Scopes;

namespace ReferralHub.Identity;

sealed class IdentityScope : IScopeRules
{
    public void Declare(ScopeRules rules)
    {
        rules.KeepTable<Person>("who may sign in");
        rules.KeepTable<RoleGrant>("who has which role");
        rules.KeepTable<StaffSession>("who has signed in");
        rules.KeepTable<LocalCredential>("how people prove who they are");
        rules.KeepTable<Invitation>("who was asked to make an account");
        rules.KeepTable<SignInTry>("who tried to sign in");
        rules.KeepTable<MachineClient>("registered systems");
        rules.KeepTable<MachineToken>("tokens of systems");
        rules.KeepTable<UsedAssertion>("assertions that got a token");
        rules.KeepTable<UsedLogoutToken>("logouts that came from an identity provider");
        rules.KeepTable<AccessEvent>("who called");
        rules.KeepTable<AccessSubject>("whose data was shown");
        rules.KeepTable<EmergencyAccess>("who took emergency access");
    }
}
