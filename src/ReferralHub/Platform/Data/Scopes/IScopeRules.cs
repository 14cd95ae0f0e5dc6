namespace ReferralHub.Platform.Data.Scopes;

/// <summary>
/// What narrow scopes find in the tables of one module. Each module says it beside its tables, in a class with this interface and no
/// constructor parameters; <see cref="ScopeRules.Current"/> finds them all.
/// </summary>
interface IScopeRules
{
    void Declare(ScopeRules rules);
}
