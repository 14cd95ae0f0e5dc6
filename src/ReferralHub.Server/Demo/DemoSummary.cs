using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using ReferralHub.Activity;
using ReferralHub.Journey;
using ReferralHub.Kernel;
using ReferralHub.Platform.Access;
using ReferralHub.Platform.Data;
using ReferralHub.Platform.Log;
using ReferralHub.Referrals;
using ReferralHub.Referrals.Documents;
using ReferralHub.Server.Commands;
using ReferralHub.Server.Demo.Books;

namespace ReferralHub.Server.Demo;

/// <summary>What a demonstration came to that was run through to its end.</summary>
/// <param name="Lost">Referrals that were acknowledged and are in no stage: always 0, or something is wrong.</param>
/// <param name="Settled">Whether nothing was left to do when the time was up.</param>
sealed record DemoSummary(
    int Received,
    IReadOnlyDictionary<Stage, int> ByStage,
    int Lost,
    int Stuck,
    LogVerification Log,
    bool Settled,
    long CommittedPence,
    DemoBooksSummary Books,
    double SecondsToReady,
    double Seconds
)
{
    const double ChosenShare = 0.6;
    const int ChoicesMax = 1_000;
    static readonly TimeSpan SettleMax = TimeSpan.FromMinutes(3);

    public bool IsSound => Lost == 0 && Stuck == 0 && Log.Holds && Log.Unstamped == 0 && Settled && Books.IsSound;

    /// <summary>Waits until the hub has nothing to do by itself; false when the time is up.</summary>
    public static Task<bool> SettleAsync(HubDatabase database, CancellationToken token) => Settling.WaitAsync(database, SettleMax, token);

    /// <summary>Has patients choose, waits for all that follows, counts, and stops the hub.</summary>
    /// <param name="acknowledged">How many referrals senders were told are taken.</param>
    public static async Task<DemoSummary> FinishAsync(
        WebApplication app,
        HubDatabase database,
        DemoProvider provider,
        DemoTraffic traffic,
        int acknowledged,
        double secondsToReady,
        CancellationToken token
    )
    {
        var clock = Stopwatch.GetTimestamp();
        await SettleAsync(database, token);
        await traffic.ChooseAsync(ChosenShare, ChoicesMax, token);
        await SettleAsync(database, token);
        // What is still to come from outside is part of the lot.
        await provider.AnsweredAsync();
        await using var db = database.OpenRead(AccessScope.System("the demonstration counts its own referrals"));
        var (settled, verified) = await VerifyAsync(database, db, token);
        var byStage = await db
            .Journeys.GroupBy(j => j.Stage)
            .Select(g => new { g.Key, Count = g.Count() })
            .ToDictionaryAsync(g => g.Key, g => g.Count, token);
        var summary = new DemoSummary(
            await db.Submissions.CountAsync(s => s.Kind == SubmissionCodes.New, token),
            byStage,
            acknowledged - byStage.Values.Sum(),
            await db.Journeys.CountAsync(j => j.StuckSince != null, token),
            verified,
            settled,
            await db.Set<ActivityMonth>().SumAsync(m => m.CommittedPence, token),
            await DemoBooksSummary.ReadAsync(db, token),
            secondsToReady,
            secondsToReady + Stopwatch.GetElapsedTime(clock).TotalSeconds
        );
        await app.StopAsync(token);
        return summary;
    }

    /// <summary>
    /// Verifies the chain when all is settled. A deadline that passes meanwhile is an event not yet stamped, no fault: then it looks
    /// again.
    /// </summary>
    static async Task<(bool Settled, LogVerification Verified)> VerifyAsync(HubDatabase database, HubDbContext db, CancellationToken token)
    {
        while (true)
        {
            var settled = await SettleAsync(database, token);
            var verified = await LogVerifier.VerifyAsync(db, token);
            if (!settled || verified.Unstamped == 0)
                return (settled, verified);
        }
    }

    /// <summary>Prints it on standard output as text, or as one JSON object.</summary>
    public void Print(string report)
    {
        if (report == "json")
            PrintJson();
        else
            PrintText();
    }

    void PrintJson() =>
        JsonReport.Print(w =>
        {
            w.WriteNumber("received", Received);
            w.WriteStartObject("byStage");
            foreach (var (stage, count) in ByStage.OrderBy(s => s.Key))
                w.WriteNumber(stage.ToString(), count);
            w.WriteEndObject();
            w.WriteNumber("lost", Lost);
            w.WriteNumber("stuck", Stuck);
            w.WriteNumber("events", Log.Events);
            w.WriteBoolean("chainVerified", Log.Holds);
            w.WriteNumber("unstamped", Log.Unstamped);
            w.WriteNumber("committedPence", CommittedPence);
            Books.Write(w);
            w.WriteNumber("secondsToReady", Math.Round(SecondsToReady, 2));
            w.WriteNumber("seconds", Math.Round(Seconds, 2));
        });

    void PrintText()
    {
        var chain = Log.Holds ? "verified" : "BROKEN: " + Log.FirstFault;
        Console.WriteLine($"Received {Received:N0} referrals; lost {Lost}, stuck {Stuck}; {Log.Events:N0} events, chain {chain}.");
        foreach (var (stage, count) in ByStage.OrderBy(s => s.Key))
            Console.WriteLine($"  {count, 6:N0}  {stage.ToWords()}");
        Console.WriteLine(
            $"{Books}\nCommitted at fictitious prices: {new Money(CommittedPence)}. "
                + $"Ready in {SecondsToReady:0.0} s, finished in {Seconds:0.0} s."
        );
    }
}
