using Microsoft.EntityFrameworkCore;
using ReferralHub.Commissioning.Agreeing;
using ReferralHub.Kernel;
using ReferralHub.Platform.Access;
using ReferralHub.Platform.Data;

namespace ReferralHub.Server.Demo.Books;

/// <summary>
/// What people of the made-up area did about its budgets, by the acts of the hub and at past instants: one practice disputes its figure,
/// one has asked and got an answer, others understood theirs.
/// </summary>
sealed class DemoAgreements(IServiceProvider services, DemoArea area, DemoDays days)
{
    /// <summary>Planted: this practice asked how its budget came about, and was told.</summary>
    public const int Asking = 17;
    const string HolderPost = "Practice manager";
    const string BoardPost = "Commissioning manager";
    const string BoardPerson = "Demonstration Commissioner B";

    static readonly TimeSpan Afternoon = TimeSpan.FromHours(14);

    /// <summary>Carries out what had happened of a year by the day of the demonstration. The plans of the year are loaded.</summary>
    public async Task CarryOutAsync(FinancialYear year, CancellationToken cancellationToken)
    {
        var y = year.Starting;
        var (south, disputed) = (FormattableString.Invariant($"south-{y}"), FormattableString.Invariant($"disputed-{y}"));
        await ActAsync(new(y, 4, 15), Board(PlanActKind.Proposed, disputed, DemoBodies.Disputing, year), cancellationToken);
        await ActAsync(
            new(y, 4, 28),
            Holder(disputed, DemoBodies.Disputing, year) with
            {
                Understood = "no",
                Text = "The figure of last year leaves out the patients who came to us when the surgery next door closed. Where are they?",
            },
            cancellationToken
        );
        foreach (var i in DemoBodies.NorthAlone(area))
            await ActAsync(
                new(y, 4, 21),
                Holder(FormattableString.Invariant($"north-{y}"), i, year) with
                {
                    Understood = "fully",
                },
                cancellationToken
            );
        var asked = await ActAsync(
            new(y, 5, 14),
            Holder(south, Asking, year) with
            {
                Understood = "partly",
                Text = "Is the growth of the population that of our own list, or of the whole area?",
            },
            cancellationToken
        );
        if (asked && await FindQuestionAsync(south, year, cancellationToken) is { } question)
            await ActAsync(
                new(y, 5, 20),
                Board(PlanActKind.Answered, south, Asking, year) with
                {
                    About = question,
                    Text = "Of the whole area. Your own list grew by a little less, which the weighted lists will show next year.",
                },
                cancellationToken
            );
    }

    /// <summary>Who speaks for a practice about its budget. Nobody is named as if they existed.</summary>
    public static string FindManager(DemoArea area, int practice) => $"Demonstration manager of {area.Practices[practice].Ods}";

    PlanActRequest Holder(string set, int practice, FinancialYear year) =>
        new(
            PlanActKind.Understood,
            set,
            area.Practices[practice].Ods,
            [area.Practices[practice].Ods],
            FindManager(area, practice),
            HolderPost
        )
        {
            Year = year.Starting,
        };

    PlanActRequest Board(PlanActKind kind, string set, int practice, FinancialYear year) =>
        new(kind, set, area.Practices[practice].Ods, [DemoPeople.CommissionerB], BoardPerson, BoardPost) { Year = year.Starting };

    /// <returns>Whether the day had come.</returns>
    /// <exception cref="InvalidOperationException">The hub refused what the demonstration wanted.</exception>
    async Task<bool> ActAsync(DateOnly day, PlanActRequest request, CancellationToken cancellationToken)
    {
        if (day >= days.Today)
            return false;
        var clock = new DemoClock(WorkingDays.ToStartOfDay(day) + Afternoon);
        var problem = await ActivatorUtilities.CreateInstance<RecordPlanAct>(services, clock).RecordAsync(request, cancellationToken);
        return problem is null
            ? true
            : throw new InvalidOperationException($"The demonstration could not do {request.Kind} about {request.Set}: {problem.Text}");
    }

    async Task<Guid?> FindQuestionAsync(string set, FinancialYear year, CancellationToken cancellationToken)
    {
        var line = $"{set}/{area.Practices[Asking].Ods}";
        await using var db = services
            .GetRequiredService<HubDatabase>()
            .OpenRead(AccessScope.System("the demonstration answers a question of its own"));
        return await db.Set<PlanAct>()
            .Where(a => a.Line == line && a.YearStarting == year.Starting && a.Kind == PlanActKind.Understood)
            .Select(a => (Guid?)a.Id)
            .FirstOrDefaultAsync(cancellationToken);
    }
}
