using Microsoft.EntityFrameworkCore;
using ReferralHub.Activity;
using ReferralHub.Budgets.Books.Tables;
using ReferralHub.Budgets.Positions;
using ReferralHub.Journey;
using ReferralHub.Kernel;
using ReferralHub.Platform;
using ReferralHub.Platform.Access;
using ReferralHub.Platform.Data;

namespace ReferralHub.Budgets;

/// <summary>
/// Referrals of a practice that were received and have no choice yet, so that no account knows of them, and what they would commit if each
/// came to what the practice's choices of late have come to.
/// </summary>
/// <param name="Count">How many wait for a decision or a choice.</param>
/// <param name="Mean">What one of its choices committed in the last 91 days; null when none has a price.</param>
public sealed record WaitingReferrals(int Count, Money? Mean, Money? Expected)
{
    /// <summary>Of how many choices the mean is.</summary>
    public int Choices { get; init; }
}

/// <summary>The same as it is told to one reader.</summary>
/// <param name="Count">Null when it is withheld.</param>
/// <param name="Mean">Null when it is not known, or would give away the count.</param>
public sealed record ToldWaiting(int? Count, Money? Mean, Money? Expected)
{
    /// <summary>The amount is known, and would say of a few patients what they cost.</summary>
    public bool IsWithheld { get; init; }

    const string NotInForecast =
        "That is not in the forecast, which knows choices alone and takes those to come from the rate of the last 91 days; so do not add "
        + "the two.";

    public static ToldWaiting Tell(WaitingReferrals waiting, FigureReader reader) =>
        reader.IsExact
            ? new(waiting.Count, waiting.Mean, waiting.Expected)
            : new(
                reader.Tell(waiting.Count),
                null,
                waiting.Expected is { } expected
                && reader.Tell(waiting.Choices) is not null
                && reader.TellPence(expected.Pence, waiting.Count) is { } pence
                    ? new Money(pence)
                    : null
            )
            {
                IsWithheld = waiting.Expected is not null,
            };

    /// <summary>In words for a page; what is not known is not left out in silence.</summary>
    public string Words =>
        (Count, Expected) switch
        {
            (null, _) => "A few referrals wait for a decision or a choice. What they would commit is withheld, because they are so few.",
            ({ } count, null) when IsWithheld => $"{Say(count)} What they would commit is withheld, because few have chosen of late.",
            ({ } count, null) => $"{Say(count)} What {(count == 1 ? "it" : "they")} would commit cannot be said: "
                + "no choice of this practice in the last 91 days has a price.",
            ({ } count, { } expected) => $"{Say(count)} At this practice's mean price of the last 91 days{Say(Mean)} "
                + $"{(count == 1 ? "it" : "they")} would commit about {Round(expected)}. {NotInForecast}",
        };

    static string Say(int count) =>
        count == 1
            ? "1 referral waits for a decision or a choice."
            : FormattableString.Invariant($"{count:N0} referrals wait for a decision or a choice.");

    static string Say(Money? mean) => mean is { } known ? $" ({known})" : "";

    /// <summary>To the pound: it is a guess.</summary>
    static string Round(Money expected) =>
        FormattableString.Invariant($"£{Math.Round(expected.Pence / 100m, MidpointRounding.AwayFromZero):N0}");
}

/// <summary>Reads what waits, of practices that the reader knows.</summary>
public sealed class WaitingReader(HubDatabase database, TimeProvider time)
{
    /// <summary>Received and still open, and nothing is chosen that stands.</summary>
    static readonly Stage[] Waiting =
    [
        Stage.Received,
        Stage.InReview,
        Stage.AwaitingInformation,
        Stage.Accepted,
        Stage.AwaitingChoice,
        Stage.AwaitingCapacity,
    ];

    /// <summary>In one query; null when nothing waits, or the practice is none of the reader's.</summary>
    /// <param name="lines">
    /// Lines of plans that the practice holds: what its choices committed there counts, later care included. Of a practice without any,
    /// or for which they have nothing of these days, the prices of first attendances do.
    /// </param>
    public async Task<ToldWaiting?> ReadAsync(
        FigureReader reader,
        string practice,
        IReadOnlyCollection<string> lines,
        CancellationToken cancellationToken
    )
    {
        if (!reader.Knows(practice))
            return null;
        var on = WorkingDays.LocalDate(time.UtcNow());
        var first = on.AddDays(-Forecast.RateDays);
        var since = WorkingDays.ToStartOfDay(first.AddDays(1));
        await using var db = database.OpenRead(AccessScope.System("counts what waits in a practice that the reader knows"));
        var (referrals, days) = (db.ActivityReferrals, db.LineDays);
        var found = await db
            .Journeys.Where(j => j.Practice == practice && Waiting.Contains(j.Stage))
            .GroupBy(j => j.Practice)
            .Select(g => new
            {
                Count = g.Count(),
                Chosen = referrals.Count(r => r.Practice == practice && r.ChosenAt >= since),
                Priced = referrals.Count(r => r.Practice == practice && r.ChosenAt >= since && r.CommittedPence > 0),
                Pence = referrals.Where(r => r.Practice == practice && r.ChosenAt >= since).Sum(r => (long?)r.CommittedPence),
                OfLines = days.Where(d => lines.Contains(d.Line) && d.Day > first && d.Day <= on).Sum(d => (long?)d.Pence),
            })
            .FirstOrDefaultAsync(cancellationToken);
        if (found is null)
            return null;
        var waiting = found.OfLines is > 0 and { } ofLines
            ? Calculate(found.Count, new(ofLines), found.Chosen)
            : Calculate(found.Count, new(found.Pence ?? 0), found.Priced);
        return ToldWaiting.Tell(waiting, reader);
    }

    /// <param name="count">How many wait.</param>
    /// <param name="committed">What so many choices committed together.</param>
    /// <param name="choices">Choices of the last 91 days.</param>
    internal static WaitingReferrals Calculate(int count, Money committed, int choices) =>
        choices == 0
            ? new(count, null, null)
            : new(count, committed.Share(1, choices), committed.Share(count, choices)) { Choices = choices };
}
