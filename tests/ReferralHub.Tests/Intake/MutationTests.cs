using System.Diagnostics;
using ReferralHub.Fhir.Packages;
using ReferralHub.Fhir.Profiles;
using ReferralHub.Intake;
using ReferralHub.Platform;
using ReferralHub.Tests.Platform;
using Shouldly;
using Xunit;
using Xunit.Abstractions;

namespace ReferralHub.Tests.Intake;

/// <summary>
/// Messages that were damaged on the way: cut off at every byte, and with bytes changed at random from a seed. Whatever comes,
/// it is either read or refused with a sentence; nothing throws, and nothing takes long.
/// REFERRALHUB_TEST_FUZZ_SECONDS makes it go on for longer than the few seconds it has by default.
/// </summary>
public sealed class MutationTests(ITestOutputHelper output)
{
    const int Seed = 20261125;
    const int SecondsDefault = 3;
    const int WarmUpCount = 200;
    static readonly int Seconds = int.TryParse(Environment.GetEnvironmentVariable("REFERRALHUB_TEST_FUZZ_SECONDS"), out var given)
        ? given
        : SecondsDefault;
    static readonly DateTime Now = new(2026, 11, 25, 10, 0, 0, DateTimeKind.Utc);
    static readonly string Root = ModuleBoundaryTests.Root();
    readonly IntakeProfiles profiles = new(new FhirValidator(DefinitionSet.Load([Path.Combine(Root, "fhir-profiles")])), new HubSettings());

    [Fact]
    public void CutOffAtEveryByte_IsRefusedWithASentence()
    {
        var whole = TestReferral.Routine().Bytes();

        ParsedSubmission.Parse(whole, IntakeFace.ProcessMessage, null, null, Now, profiles).Submission.ShouldNotBeNull();
        for (var length = 0; length < whole.Length; length++)
        {
            var (submission, problems) = ParsedSubmission.Parse(
                whole.AsMemory(0, length),
                IntakeFace.ProcessMessage,
                null,
                null,
                Now,
                profiles
            );
            submission.ShouldBeNull($"cut off at {length}");
            problems.ShouldContain(p => p.IsError && p.Text.Length > 10 && p.Status >= 400 && p.Status < 500);
        }
    }

    [Fact]
    public void DamagedAtRandom_IsReadOrRefused()
    {
        var damage = new MessageDamage(Seed);
        var (count, read, slowest) = (0, 0, TimeSpan.Zero);
        for (var started = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(started).TotalSeconds < Seconds; count++)
        {
            var body = damage.Next();
            var face = body.AsSpan().IndexOf("\"Bundle\""u8) >= 0 ? IntakeFace.Base : IntakeFace.ServiceRequest;
            var before = Stopwatch.GetTimestamp();
            try
            {
                var (submission, problems) = ParsedSubmission.Parse(body, face, null, null, Now, profiles);
                if (submission is not null)
                    read++;
                else if (!problems.Any(p => p.IsError && p.Status is >= 400 and < 500))
                    throw new InvalidOperationException("It was refused without a reason.");
            }
            catch (Exception e)
            {
                throw new InvalidOperationException(
                    $"The {count}th damaged message (seed {Seed}) was neither read nor refused; it is kept in {Keep(body, count)}.",
                    e
                );
            }

            if (count > 100 && Stopwatch.GetElapsedTime(before) is var took && took > slowest)
                slowest = took;
        }

        output.WriteLine(
            $"{count} damaged messages in {Seconds} s: {read} read, {count - read} refused, the slowest took "
                + $"{slowest.TotalMilliseconds:0.0} ms"
        );
        read.ShouldBeGreaterThan(0);
        (count - read).ShouldBeGreaterThan(read);
    }

    /// <summary>
    /// The same over HTTP, into a database: no answer of 500 or above, and how long answers take and memory grows is printed.
    /// </summary>
    [Fact]
    public async Task DamagedAtRandom_OverHttp_IsTakenOrRefused()
    {
        await using var hub = await TestHub.StartAsync("web");
        var damage = new MessageDamage(Seed + 1);
        var milliseconds = new List<double>();
        var (statuses, memory) = (new SortedDictionary<int, int>(), 0L);
        for (var started = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(started).TotalSeconds < Seconds; )
        {
            var body = damage.Next();
            var before = Stopwatch.GetTimestamp();
            using var answer = await hub.PostAsync("/fhir", body);
            var text = await answer.Content.ReadAsStringAsync();
            milliseconds.Add(Stopwatch.GetElapsedTime(before).TotalMilliseconds);
            var status = (int)answer.StatusCode;
            statuses[status] = statuses.GetValueOrDefault(status) + 1;
            if (status >= 500 || text.Contains("   at ", StringComparison.Ordinal))
                throw new InvalidOperationException(
                    $"The {milliseconds.Count}th damaged message (seed {Seed + 1}) was answered with {status}; it is kept "
                        + $"in {Keep(body, milliseconds.Count)}."
                );
            if (milliseconds.Count == WarmUpCount)
                memory = Environment.WorkingSet;
        }

        milliseconds.RemoveRange(0, Math.Min(WarmUpCount, milliseconds.Count));
        milliseconds.Sort();
        output.WriteLine(
            $"{milliseconds.Count} damaged messages over HTTP in {Seconds} s: "
                + $"{string.Join(", ", statuses.Select(s => $"{s.Value} × {s.Key}"))}; p50 {At(0.5):0.0} ms, p99 {At(0.99):0.0} "
                + $"ms, slowest {At(1):0.0} ms; memory {(Environment.WorkingSet - memory) / 1_048_576.0:+0.0;-0.0} MB since the "
                + $"first {WarmUpCount}"
        );
        statuses.Keys.ShouldContain(200);
        statuses.Keys.ShouldContain(400);

        double At(double share) => milliseconds.Count == 0 ? 0 : milliseconds[(int)((milliseconds.Count - 1) * share)];
    }

    static string Keep(byte[] body, int number)
    {
        var file = Path.Combine(Path.GetTempPath(), $"referralhub-crasher-{number}.json");
        File.WriteAllBytes(file, body);
        return file;
    }
}
