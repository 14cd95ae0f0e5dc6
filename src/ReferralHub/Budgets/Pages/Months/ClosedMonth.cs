namespace ReferralHub.Budgets.Pages.Months;

/// <summary>What the log says of a month that is closed.</summary>
/// <param name="Month">First day.</param>
/// <param name="On">The day on which it was closed.</param>
/// <param name="Balances">SHA-256 of all balances as they were then.</param>
/// <param name="Position">Up to which place in the log it counts.</param>
/// <param name="Missing">ODS codes of providers whose return was declared missing.</param>
public sealed record ClosedMonth(DateOnly Month, DateOnly On, string? Balances, long? Position, IReadOnlyList<string> Missing);

/// <summary>Whether a provider has reported a month that is open.</summary>
/// <param name="Month">First day.</param>
/// <param name="Provider">ODS code.</param>
/// <param name="HasArrived">False where care was expected of it by then and nothing has come.</param>
public sealed record ProviderReport(DateOnly Month, string Provider, bool HasArrived);
