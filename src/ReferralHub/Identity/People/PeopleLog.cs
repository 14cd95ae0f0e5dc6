using Microsoft.Extensions.Logging;
using ReferralHub.Identity.People.Sessions;
using ReferralHub.Platform.Access;

namespace ReferralHub.Identity.People;

/// <summary>What the log says of people's sign-in: ids, never names or addresses.</summary>
static partial class PeopleLog
{
    [LoggerMessage(1830, LogLevel.Information, "Session {Session} began for person {Person}")]
    public static partial void SessionBegan(ILogger log, Guid session, Guid person);

    [LoggerMessage(1831, LogLevel.Information, "Session {Session} ended: {Why}")]
    public static partial void SessionEnded(ILogger log, Guid session, SessionEnd why);

    [LoggerMessage(1832, LogLevel.Information, "Person {Person} proved again who they are; session {Session} has another cookie")]
    public static partial void SteppedUp(ILogger log, Guid person, Guid session);

    [LoggerMessage(1833, LogLevel.Warning, "Sign-in by {Provider} failed: {Why}")]
    public static partial void ProviderRefused(ILogger log, string provider, string why);

    [LoggerMessage(1834, LogLevel.Warning, "A logout token of {Provider} was refused: {Why}")]
    public static partial void LogoutRefused(ILogger log, string provider, string why);

    [LoggerMessage(1835, LogLevel.Information, "{Provider} ended {Count} sessions")]
    public static partial void ProviderEnded(ILogger log, string provider, int count);

    [LoggerMessage(1836, LogLevel.Warning, "A local sign-in failed; {Wrong} wrong tries for this account from this address")]
    public static partial void LocalRefused(ILogger log, int wrong);

    [LoggerMessage(1837, LogLevel.Warning, "Role {Role} was granted to person {Person} by person {By}")]
    public static partial void RoleGranted(ILogger log, CallerRole role, Guid person, string by);

    [LoggerMessage(1838, LogLevel.Warning, "Grant {Grant} was taken back by person {By}")]
    public static partial void RoleRevoked(ILogger log, Guid grant, string by);

    [LoggerMessage(1839, LogLevel.Warning, "Person {Person} was shut out or let in by person {By}: disabled {Disabled}")]
    public static partial void PersonDisabled(ILogger log, Guid person, bool disabled, string by);

    [LoggerMessage(1840, LogLevel.Warning, "Person {Person} was invited to set up sign-in by {By}")]
    public static partial void Invited(ILogger log, Guid person, string by);

    [LoggerMessage(1841, LogLevel.Information, "Person {Person} set up {Kind} for sign-in")]
    public static partial void CredentialAdded(ILogger log, Guid person, string kind);
}
