using System.Diagnostics;
using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ReferralHub.FhirApi;
using ReferralHub.Journey;
using ReferralHub.Kernel;
using ReferralHub.Platform;
using ReferralHub.Platform.Access;
using ReferralHub.Practices.OurReferrals;
using ReferralHub.Referrals;
using ReferralHub.Server.Demo;
using ReferralHub.Server.Hosting;

namespace ReferralHub.Benchmarks.Bench;

/// <summary>
/// <c>scope N</c>: what the filters of a narrow scope cost with N journeys, on the embedded database: the same question asked as the
/// centre and as the practice whose referrals they are.
/// </summary>
static class ScopeBench
{
    const int Times = 200;
    const double RatioMax = 1.15;

    public static async Task<int> RunAsync(HubBuilder hub, int journeys, CancellationToken token)
    {
        var folder = Directory.CreateTempSubdirectory("rh-scope-");
        try
        {
            var settings = new HubSettings
            {
                DataDirectory = folder.FullName,
                DirectoryFolder = Path.Combine(folder.FullName, "directory"),
                ListenOn = "http://127.0.0.1:0",
                Roles = "web",
                PacksFolder = DemoFolder.CopyPacks(folder),
                AllowInsecureProviderEndpoints = true,
            };
            var today = WorkingDays.LocalDate(TimeProvider.System.UtcNow());
            var area = DemoArea.Write(settings.DirectoryFolder, 1, "http://127.0.0.1:9", today);
            var store = DatabaseOpener.Open(settings);
            await using var closing = (IAsyncDisposable)store;
            await using var app = hub.Build(settings, store, LogLevel.Error);
            await Preparation.PrepareAsync(app, token, migrate: true);
            await new BenchPages(app, store, area, new DemoReferrals(1)).FillAsync(journeys, Stage.HandedOver, token);
            var practice = area.Practices[3].Ods;
            await using var db = store.OpenRead(AccessScope.System("a benchmark looks at all"));
            var one = await db
                .Journeys.Where(j => j.Practice == practice)
                .Join(
                    db.Referrals,
                    j => j.Id,
                    r => r.Referral,
                    (j, r) =>
                        new
                        {
                            j.Id,
                            j.Reference,
                            r.NhsNumber,
                        }
                )
                .OrderBy(j => j.Id)
                .FirstAsync(token);
            var rest = app.Services.GetRequiredService<FhirRest>();
            var list = app.Services.GetRequiredService<ListOurReferrals>();
            var worst = 0.0;
            foreach (
                var (name, ask) in new (string, Func<Task>)[]
                {
                    ("practice's page", () => list.ListAsync(practice, Turns.Find("closed"), null, token)),
                    ($"/fhir/Task?patient=NUMBER", () => SearchAsync("Task", $"patient={one.NhsNumber}")),
                    ("/fhir/ServiceRequest?identifier=REFERENCE", () => SearchAsync("ServiceRequest", $"identifier={one.Reference}")),
                    ("/fhir/ServiceRequest/ID", () => rest.ReadAsync("ServiceRequest", one.Id.ToString(), new HeaderDictionary(), token)),
                    ("/fhir/Task/…?_count=20", () => SearchAsync("Task", "_count=20")),
                }
            )
            {
                var (centre, scoped) = await CompareAsync(app.Services.GetRequiredService<IHttpContextAccessor>(), practice, ask);
                worst = Math.Max(worst, scoped / centre);
                Console.WriteLine(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{name, -45} {journeys, 8} journeys  centre {centre, 7:0.000} ms  practice {scoped, 7:0.000} ms  "
                            + $"ratio {scoped / centre:0.00}"
                    )
                );
            }

            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"worst ratio {worst:0.00}, wanted at most {RatioMax:0.00}"));
            return worst <= RatioMax ? 0 : 1;

            Task SearchAsync(string type, string query) =>
                rest.SearchAsync(type, QueryHelpers.ParseQuery(query), "http://hub/fhir", false, token);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>Medians in milliseconds, taken in turns so that whatever else the machine does falls on both.</summary>
    static async Task<(double Centre, double Scoped)> CompareAsync(IHttpContextAccessor http, string practice, Func<Task> ask)
    {
        var callers = new[]
        {
            new Caller(CallerRole.CentreSystem, "centre", "Centre", "Benchmark", ["XRH01"]),
            new Caller(CallerRole.GpSystem, "practice", "Practice", "Benchmark", [practice]),
        };
        var took = new[] { new double[Times], new double[Times] };
        for (var i = -20; i < Times; i++)
        for (var who = 0; who < callers.Length; who++)
        {
            var context = new DefaultHttpContext();
            context.SetCaller(callers[who]);
            http.HttpContext = context;
            var started = Stopwatch.GetTimestamp();
            await ask();
            if (i >= 0)
                took[who][i] = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        }

        http.HttpContext = null;
        foreach (var one in took)
            Array.Sort(one);
        return (BenchFigures.Percentile(took[0], 0.5), BenchFigures.Percentile(took[1], 0.5));
    }
}
