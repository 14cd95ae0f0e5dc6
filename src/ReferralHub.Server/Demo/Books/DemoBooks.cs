using ReferralHub.Budgets.Books.Closing;
using ReferralHub.Commissioning.Keeping;
using ReferralHub.Journey;
using ReferralHub.Kernel;
using ReferralHub.Platform;
using ReferralHub.Platform.Data;

namespace ReferralHub.Server.Demo.Books;

/// <summary>
/// The books of the demonstration. Arrangements are loaded by the hub's own loader, on the days on which a centre would have loaded them
/// and before the referrals that they are for: so the log has them at their places, and each referral is charged to the line that was
/// there then. Months are closed as anybody closes them.
/// </summary>
sealed class DemoBooks(
    IServiceProvider services,
    DemoCommissioning commissioning,
    DemoAgreements agreements,
    DemoDays days,
    string directory
)
{
    /// <summary>What the budgets are of a size with.</summary>
    public required DemoDemand Demand { get; init; }

    static readonly TimeSpan OfficeOpens = TimeSpan.FromHours(9);
    static readonly Actor Closer = Actor.Operator("Demonstration Commissioner");

    /// <summary>
    /// The books for these referrals, whose way through the hub is gone once without keeping anything: as far as it will be gone when the
    /// demonstration begins, because one choice more or less is a good part of what a small practice spends.
    /// </summary>
    public static DemoBooks Rehearse(
        IServiceProvider services,
        HubDatabase database,
        DemoArea area,
        DemoDays days,
        DemoPlans plans,
        IReadOnlyCollection<WrittenReferral> written,
        DateTime until,
        int seed,
        string directory
    )
    {
        var choices = new DemoHistory(services, new(seed), plans, seed).Rehearse(database, written, until);
        var demand = DemoDemand.Rehearse(area, days, written.Count, choices);
        var commissioning = new DemoCommissioning(directory, area, days, demand);
        return new(services, commissioning, new(services, area, days), days, directory) { Demand = demand };
    }

    /// <summary>
    /// Loads what was in force before each year and what was agreed late, and does what people did about it. Afterwards the referrals may
    /// be written.
    /// </summary>
    public async Task LoadPastAsync(CancellationToken cancellationToken)
    {
        foreach (var day in days.Loads)
        {
            commissioning.Write(day);
            await LoadAsync(WorkingDays.ToStartOfDay(day) + OfficeOpens, cancellationToken);
            foreach (var year in days.Years.Where(y => DemoDays.FindPlanning(y) == day))
                await agreements.CarryOutAsync(year, cancellationToken);
        }
    }

    /// <summary>
    /// What the first page does not need: closes the months that may be closed but for the last, which waits for whoever tries it, then
    /// loads prices that were published for them. Tells on standard error how far it is.
    /// </summary>
    public async Task GoOnAsync(HubDatabase database, CancellationToken cancellationToken)
    {
        await DemoSummary.SettleAsync(database, cancellationToken);
        foreach (var month in days.Months.SkipWhile(m => m < days.Years.First().Start))
        {
            if (DemoMonths.FindClose(month.AddMonths(1)) > days.Today || !await CloseAsync(month, cancellationToken))
                break;
            await DemoSummary.SettleAsync(database, cancellationToken);
        }

        commissioning.Write(days.Today, isInHindsight: true);
        await LoadAsync(services.GetRequiredService<TimeProvider>().UtcNow(), cancellationToken);
        await DemoSummary.SettleAsync(database, cancellationToken);
        await Console.Error.WriteLineAsync("Books: prices were published for months that had passed.");
    }

    /// <summary>No provider of the demonstration reports: each is declared missing by name, and its care is estimated.</summary>
    async Task<bool> CloseAsync(DateOnly month, CancellationToken cancellationToken)
    {
        var close = services.GetRequiredService<CloseMonth>();
        var missing = DemoServices.Providers.Select(p => p.Ods).ToList();
        var closed = await close.CloseAsync(new(month, missing, Closer, DemoPeople.Commissioner), cancellationToken);
        await Console.Error.WriteLineAsync(
            closed.Reasons.Count == 0
                ? FormattableString.Invariant($"Books: {month:MMMM yyyy} is closed.")
                : FormattableString.Invariant($"Books: {month:MMMM yyyy} stays open: {string.Join(" ", closed.Reasons)}")
        );
        return closed.Reasons.Count == 0;
    }

    /// <summary>As a hub does at its start, by a clock that stands at this instant.</summary>
    Task LoadAsync(DateTime at, CancellationToken cancellationToken) =>
        ActivatorUtilities.CreateInstance<ConfigurationLoader>(services, new DemoClock(at)).LoadAsync(directory, cancellationToken);
}
