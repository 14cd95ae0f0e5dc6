namespace ReferralHub.Benchmarks.Bench;

/// <summary>What is to be measured, and for how long.</summary>
sealed record BenchPlan
{
    /// <summary>How many referrals are sent as fast as they are answered.</summary>
    public int Referrals { get; init; }

    public int Connections { get; init; }

    /// <summary>Arrivals per second of the open-loop part.</summary>
    public int Rate { get; init; }

    /// <summary>How many waiting journeys are drained; 0 leaves this part out, as in the three that follow.</summary>
    public int Drain { get; init; }

    /// <summary>How many times the sustained rate is offered.</summary>
    public int Overload { get; init; }

    public int Pages { get; init; }

    public int Review { get; init; }

    /// <summary>Shows that everything runs; too short for figures that mean something.</summary>
    public bool Quick { get; init; }

    /// <summary>
    /// Referrals before anything is measured. The runtime compiles what runs often a second time, which takes a quarter of the CPU
    /// until some thousands have passed.
    /// </summary>
    public int WarmUpReferrals => Quick ? 100 : 6_000;

    /// <summary>At a low rate other code runs often than at a high one, and is compiled a second time while it does.</summary>
    public int OpenLoopWarmUpSeconds => Quick ? 1 : 25;

    public int OpenLoopSeconds => Quick ? 2 : 10;

    /// <summary>Bare commits that the raw ceiling is made of.</summary>
    public int CeilingCommits => Quick ? 100 : 2_000;

    public int CeilingSeconds => Quick ? 1 : 5;
}
