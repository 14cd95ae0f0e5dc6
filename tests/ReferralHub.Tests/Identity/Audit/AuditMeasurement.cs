using System.Diagnostics;
using ReferralHub.Identity.Audit;
using ReferralHub.Kernel;
using ReferralHub.Platform.Access;
using Shouldly;
using Xunit;
using Xunit.Abstractions;

namespace ReferralHub.Tests.Identity.Audit;

/// <summary>
/// How long the privacy officer waits at a million rows; printed, not asserted. That many only with REFERRALHUB_AUDIT_ROWS=1000000.
/// </summary>
public sealed class AuditMeasurement(ITestOutputHelper output)
{
    const int RowsUsually = 10_000;
    const int PatientReferrals = 20;
    const int Questions = 200;

    [Fact]
    public async Task S36_WhoHasSeenThisPatient_AtManyRows_IsPrinted()
    {
        var rows = int.TryParse(Environment.GetEnvironmentVariable("REFERRALHUB_AUDIT_ROWS"), out var set) ? set : RowsUsually;
        await using var hub = await TestHub.StartAsync("web");
        var patients = new List<(string Reference, string Key)>();
        for (var i = 0; i < PatientReferrals; i++)
        {
            var journey = await hub.JourneyAsync(await hub.TakeAsync(TestReferral.Routine()));
            patients.Add((journey.Reference, journey.PatientKey));
        }

        var started = Stopwatch.GetTimestamp();
        await FillAsync(hub, rows, patients);
        output.WriteLine($"{rows:N0} rows written in {Stopwatch.GetElapsedTime(started).TotalSeconds:N0} s");
        var search = hub.Get<AuditSearch>();
        var took = new List<double>();
        for (var i = 0; i < Questions; i++)
        {
            var from = Stopwatch.GetTimestamp();
            var answer = await search.AskAsync(
                new(patients[i % PatientReferrals].Reference, null, false, false),
                100,
                CancellationToken.None
            );
            took.Add(Stopwatch.GetElapsedTime(from).TotalMilliseconds);
            answer.Rows.ShouldNotBeEmpty();
        }

        took.Sort();
        output.WriteLine(
            $"who has seen this patient: p50 {took[Questions / 2]:N1} ms, p95 {took[Questions * 95 / 100]:N1} ms, max {took[^1]:N1} ms"
        );
    }

    /// <summary>Each known patient has a ten-thousandth of all rows; the rest is of patients whom nobody asks about.</summary>
    static async Task FillAsync(TestHub hub, int rows, List<(string Reference, string Key)> patients)
    {
        const int batch = 5_000;
        var at = new DateTime(2026, 1, 5, 9, 0, 0, DateTimeKind.Utc);
        for (var done = 0; done < rows; done += batch)
        {
            var from = done;
            await hub.Database.WriteAsync(
                (db, _) =>
                {
                    for (var i = from; i < from + batch; i++)
                    {
                        at = at.AddSeconds(7);
                        var id = EntityId.New(at);
                        db.Add(
                            new AccessEvent
                            {
                                Id = id,
                                At = at,
                                Role = nameof(CallerRole.Reviewer),
                                Caller = $"person-{i % 50}",
                                Name = $"Person {i % 50}",
                                Post = "Consultant",
                                Organisation = "XRH01",
                                Session = "s",
                                Act = AuditActs.Read,
                                Route = "GET /review/{reference}",
                                Fingerprint = new string('0', 64),
                                Outcome = AuditOutcomes.Done,
                                Status = 200,
                                Subjects = 1,
                            }
                        );
                        var known = i % 10_000 < patients.Count ? patients[i % 10_000].Key : null;
                        db.Add(
                            new AccessSubject
                            {
                                Event = id,
                                Number = 1,
                                Referral = EntityId.New(at),
                                PatientKey = known ?? $"other-{i % 30_011}",
                                At = at,
                            }
                        );
                    }

                    return Task.CompletedTask;
                },
                CancellationToken.None
            );
        }
    }
}
