using System.Text.Json;
using ReferralHub.Kernel;
using ReferralHub.Server.Demo;
using ReferralHub.Server.Demo.Books;
using Shouldly;
using Xunit;

namespace ReferralHub.Tests.Server.Demo;

/// <summary>The referrals and the services of the demonstration.</summary>
public sealed class DemoPlansTests : IDisposable
{
    const int Count = 150;
    static readonly DateOnly Today = new(2026, 11, 27);

    readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("rh-demo-plans-");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public void Referrals_AtAnotherHourOfTheDay_AreOfTheSamePracticesAndSpecialties()
    {
        var (morning, evening) = (Draw(9), Draw(17));

        ToPlans(evening).ShouldBe(ToPlans(morning));

        static List<(int?, string, string?)> ToPlans(IEnumerable<WrittenReferral> written) =>
            [.. written.OrderBy(w => w.Plan.PatientNumber).Select(w => (w.Plan.PatientNumber, w.Plan.Practice.Ods, w.Plan.Specialty))];
    }

    [Fact]
    public void Referrals_CoverTheFinancialYearAndEndBeforeNow()
    {
        var written = Draw(10);

        written.Count.ShouldBe(Count);
        written.Min(w => w.Plan.Written).ShouldBeLessThan(new DateTime(2026, 4, 15, 0, 0, 0, DateTimeKind.Utc));
        written.Max(w => w.Plan.Written).ShouldBeLessThanOrEqualTo(WorkingDays.ToStartOfDay(Today).AddHours(10));
        written.ShouldAllBe(w => WorkingDays.IsWorkingDay(WorkingDays.LocalDate(w.Plan.Written)));
    }

    [Theory]
    [InlineData("NZ703", new[] { "130" })]
    [InlineData("NZ705", new[] { "330" })]
    [InlineData("NZ706", new[] { "110", "410" })]
    public void Clinic_OffersWhatItsNameSays(string provider, string[] specialties)
    {
        using var bundle = JsonDocument.Parse(DemoServices.Write(new(3), "http://127.0.0.1:9", Today));

        bundle
            .RootElement.GetProperty("entry")
            .EnumerateArray()
            .Select(e => e.GetProperty("resource").GetProperty("id").GetString()!)
            .Where(id => id.StartsWith(provider + "-", StringComparison.Ordinal) && char.IsDigit(id[^1]))
            .Select(id => id[(provider.Length + 1)..])
            .Order(StringComparer.Ordinal)
            .ShouldBe(specialties);
    }

    List<WrittenReferral> Draw(int hour)
    {
        var days = new DemoDays(Today);
        var area = DemoArea.Write(folder.FullName, 7, "http://127.0.0.1:9", Today);
        return new DemoPlans(area, days, new(7), 7).Write(Count, WorkingDays.ToStartOfDay(Today).AddHours(hour));
    }
}
