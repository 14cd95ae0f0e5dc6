using ReferralHub.Platform.Data.Scopes;

namespace ReferralHub.Web;

sealed class WebScope : IScopeRules
{
    public void Declare(ScopeRules rules)
    {
        rules.KeepTable<ProtectionKey>("keys of cookies and forms");
    }
}
