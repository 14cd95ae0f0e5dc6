using System.Globalization;
using ReferralHub.Server.Commands;

namespace ReferralHub.Benchmarks.Bench;

/// <summary>What was measured, as text or as one JSON object.</summary>
sealed class BenchFigures(BenchPlan plan, string database, string transport)
{
    public required Ceilings Ceilings { get; init; }

    public int Refused { get; set; }

    public int Offered { get; set; }

    public int Triaged { get; set; }

    /// <summary>Accepted without a clinician, because a pathway in force recognised them.</summary>
    public int Recognised { get; set; }

    /// <summary>Passed on at once as suspected cancer or immediate.</summary>
    public int FastTracked { get; set; }

    public double Seconds { get; set; }

    public double IntakeSeconds { get; set; }

    public double CpuMilliseconds { get; set; }

    public int Collections { get; set; }

    public double[] Latencies { get; set; } = [];

    public OverloadFigures? Overload { get; set; }

    public double? DrainPerSecond { get; set; }

    public IReadOnlyList<PageFigure> Pages { get; set; } = [];

    public double PerSecond => plan.Referrals / Seconds;

    public static double Percentile(double[] sorted, double p) =>
        sorted.Length == 0 ? 0 : sorted[Math.Min(sorted.Length - 1, (int)Math.Ceiling(sorted.Length * p) - 1)];

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
            w.WriteString("database", database);
            w.WriteString("transport", transport);
            w.WriteBoolean("quick", plan.Quick);
            w.WriteNumber("referrals", plan.Referrals);
            w.WriteNumber("referralsPerSecond", Math.Round(PerSecond, 1));
            w.WriteNumber("intakePerSecond", Math.Round(plan.Referrals / IntakeSeconds, 1));
            w.WriteNumber("cpuMillisecondsPerReferral", Math.Round(CpuMilliseconds, 3));
            w.WriteNumber("garbageCollections", Collections);
            w.WriteNumber("openLoopPerSecond", plan.Rate);
            w.WriteNumber("p50Milliseconds", Math.Round(Percentile(Latencies, 0.50), 2));
            w.WriteNumber("p95Milliseconds", Math.Round(Percentile(Latencies, 0.95), 2));
            w.WriteNumber("p99Milliseconds", Math.Round(Percentile(Latencies, 0.99), 2));
            w.WriteNumber("ceilingCommitsPerSecond", Math.Round(Ceilings.CommitsPerSecond, 0));
            w.WriteNumber("ceilingCommitP99Milliseconds", Math.Round(Percentile(Ceilings.CommitMilliseconds, 0.99), 2));
            w.WriteNumber("ratioToCeiling", Math.Round(PerSecond / Ceilings.CommitsPerSecond, 4));
            if (Ceilings.ConfirmsPerSecond is { } confirms)
                w.WriteNumber("ceilingConfirmsPerSecond", Math.Round(confirms, 0));
            w.WriteNumber("ceilingParseMicroseconds", Math.Round(Ceilings.ParseMicroseconds, 1));
            if (DrainPerSecond is { } drain)
            {
                w.WriteNumber("drained", plan.Drain);
                w.WriteNumber("drainPerSecond", Math.Round(drain, 1));
            }

            if (Overload is { } o)
            {
                w.WriteStartObject("overload");
                w.WriteNumber("offeredPerSecond", o.OfferedPerSecond);
                w.WriteNumber("goodPerSecond", Math.Round(o.GoodPerSecond, 1));
                w.WriteNumber("goodputShare", Math.Round(o.GoodPerSecond / PerSecond, 3));
                w.WriteNumber("accepted", o.Accepted);
                w.WriteNumber("shed", o.Shed);
                w.WriteNumber("other", o.Other);
                w.WriteNumber("acceptedP99Milliseconds", Math.Round(o.AcceptedP99Milliseconds, 1));
                w.WriteNumber("shedP99Milliseconds", Math.Round(o.ShedP99Milliseconds, 1));
                w.WriteEndObject();
            }

            if (Pages.Count > 0)
            {
                w.WriteStartArray("pages");
                foreach (var page in Pages)
                {
                    w.WriteStartObject();
                    w.WriteString("page", page.Path);
                    w.WriteNumber("journeys", page.Journeys);
                    w.WriteNumber("p50Milliseconds", Math.Round(page.P50, 2));
                    w.WriteNumber("p95Milliseconds", Math.Round(page.P95, 2));
                    w.WriteEndObject();
                }

                w.WriteEndArray();
            }

            w.WriteNumber("refused", Refused);
            w.WriteNumber("offered", Offered);
            w.WriteNumber("triaged", Triaged);
            w.WriteNumber("recognised", Recognised);
            w.WriteNumber("fastTracked", FastTracked);
        });

    void PrintText()
    {
        Console.WriteLine(
            $"{Show(PerSecond, "N0")} referrals/s from HTTP to option list "
                + $"({plan.Referrals:N0} messages of about 14 kB, {database}, {transport}; everything on this machine)"
        );
        Console.WriteLine(
            $"{Show(plan.Referrals / IntakeSeconds, "N0")} answers/s at intake; {Show(CpuMilliseconds, "0.00")} ms of CPU "
                + "(user and system) in this process for each referral, load generator included, servers of others not"
        );
        Console.WriteLine(
            $"Intake answer at {plan.Rate}/s, open loop: p50 {Show(Percentile(Latencies, 0.5), "0.0")} ms, "
                + $"p95 {Show(Percentile(Latencies, 0.95), "0.0")} ms, p99 {Show(Percentile(Latencies, 0.99), "0.0")} ms "
                + $"(one bare commit at the same rate: p99 {Show(Percentile(Ceilings.CommitMilliseconds, 0.99), "0.0")} ms)"
        );
        Console.WriteLine(
            $"Raw ceilings of this run: {Show(Ceilings.CommitsPerSecond, "N0")} bare commits/s of two rows "
                + $"(ratio {Show(PerSecond / Ceilings.CommitsPerSecond, "0.000")})"
                + (Ceilings.ConfirmsPerSecond is { } confirms ? $", {Show(confirms, "N0")} bare confirms/s" : "")
                + $", bare JsonDocument.Parse {Show(Ceilings.ParseMicroseconds, "0")} µs"
        );
        if (DrainPerSecond is { } drain)
            Console.WriteLine($"{Show(drain, "N0")} journeys/s drained of {plan.Drain:N0} that waited");
        if (Overload is { } o)
            Console.WriteLine(
                $"Offered {o.OfferedPerSecond:N0}/s: {Show(o.GoodPerSecond, "N0")}/s answered 200 within a second "
                    + $"({Show(100 * o.GoodPerSecond / PerSecond, "0")} % of the sustained rate), {o.Shed:N0} told to come back "
                    + $"(p99 {Show(o.ShedP99Milliseconds, "0")} ms), {o.Other} other; "
                    + $"accepted p99 {Show(o.AcceptedP99Milliseconds, "0")} ms"
            );
        foreach (var page in Pages)
            Console.WriteLine(
                $"{page.Path} with {page.Journeys:N0} journeys: p50 {Show(page.P50, "0.0")} ms, p95 {Show(page.P95, "0.0")} ms"
            );
        Console.WriteLine($"{Offered:N0} patients have their options; {Refused} refused");
        Console.WriteLine(
            $"Of {Triaged:N0} triaged, {Share(Recognised)} passed unread because a pathway recognised them, "
                + $"{Share(FastTracked)} as suspected cancer or immediate; the others wait for a clinician or an answer"
        );
        if (plan.Quick)
            Console.WriteLine("This run was a quick one: it shows that everything runs, and its figures mean little.");
    }

    string Share(int count) => Triaged == 0 ? "none" : (count / (double)Triaged).ToString("P1", CultureInfo.InvariantCulture);

    static string Show(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
