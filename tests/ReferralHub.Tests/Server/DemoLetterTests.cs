using System.Text;
using ReferralHub.Intake;
using ReferralHub.Kernel;
using ReferralHub.Referrals;
using ReferralHub.Server.Demo;
using Shouldly;
using Xunit;

namespace ReferralHub.Tests.Server;

/// <summary>The demonstration's letters are whole, about one patient each, and taken by intake as anybody's would be.</summary>
public sealed class DemoLetterTests
{
    const int LettersEach = 40;
    static readonly DateTime Now = new(2026, 11, 27, 10, 0, 0, DateTimeKind.Utc);

    [Fact]
    public void Letter_OfEverySpecialty_IsTakenAndHasNothingLeftToFillIn()
    {
        foreach (var (specialty, facts) in WriteAll())
        {
            var words = facts.Clinical.Select(c => c.Text).Append(facts.Request.Reason ?? "").ToList();
            words.ShouldAllBe(w => !w.Contains('{') && !w.Contains('}'), specialty);
            facts.Clinical.Count.ShouldBeGreaterThanOrEqualTo(3, specialty);
            facts.Patient.Address.ShouldNotBeNullOrEmpty();
            facts.Patient.NhsNumberValid.ShouldBeTrue();
        }
    }

    [Fact]
    public void Letter_FitsItsPatientsAgeAndSex()
    {
        foreach (var (specialty, facts) in WriteAll())
        {
            var age = facts.Patient.AgeOn(WorkingDays.LocalDate(Now))!.Value;
            var text = string.Join('\n', facts.Clinical.Select(c => c.Text));
            if (text.Contains("year old", StringComparison.Ordinal))
                text.ShouldContain($"{age} year old", customMessage: specialty);
            if (specialty == "502")
                facts.Patient.Gender.ShouldBe("female");
            if (text.Contains("Prostate", StringComparison.Ordinal))
                facts.Patient.Gender.ShouldBe("male");
        }
    }

    [Fact]
    public void Letters_AreOfManyKinds()
    {
        var all = WriteAll().Select(w => w.Facts).ToList();
        var texts = all.ConvertAll(f => string.Join('\n', f.Clinical.Select(c => c.Text)));

        texts.ShouldContain(t => t.Contains("CXR shows mass", StringComparison.Ordinal), "a red flag in shorthand");
        texts.ShouldContain(t => t.Contains("6/18", StringComparison.Ordinal), "a pathway case with its acuity");
        all.ShouldContain(f => f.Clinical.Count < 6, "a thin one");
        all.ShouldContain(f => f.Attachments.Any(a => a.ContentType == "application/pdf"));
        all.ShouldContain(f => f.Attachments.Any(a => a.ContentType == "image/png"));
        all.Count(f => f.Patient.Phone is null).ShouldBeInRange(1, all.Count / 4, "a missing telephone number is the exception");
    }

    [Fact]
    public void Answer_IsAboutTheSamePatient()
    {
        var plan = CreatePlan("330") with { PatientNumber = 12, WithoutReason = true };
        var referrals = new DemoReferrals(7);

        var (first, second) = (Read(referrals.Write(plan)), Read(referrals.Write(plan with { WithoutReason = false, Answered = true })));

        (second.Patient.NhsNumber, second.Patient.Family, second.Patient.BirthDate).ShouldBe(
            (first.Patient.NhsNumber, first.Patient.Family, first.Patient.BirthDate)
        );
    }

    [Fact]
    public void Pdf_NamesWhereEachObjectBegins()
    {
        var pdf = Encoding.ASCII.GetString(DemoPdf.Write("Dear colleague,\n\nA (short) letter."));

        var offsets = pdf[pdf.IndexOf("xref", StringComparison.Ordinal)..]
            .Split('\n')
            .Skip(3)
            .Take(5)
            .Select(l => int.Parse(l[..10], System.Globalization.CultureInfo.InvariantCulture));
        offsets.Select((o, i) => pdf[o..].StartsWith($"{i + 1} 0 obj", StringComparison.Ordinal)).ShouldAllBe(isThere => isThere);
        pdf.ShouldContain(@"A \(short\) letter.");
    }

    static IEnumerable<(string Specialty, ReferralFacts Facts)> WriteAll()
    {
        var referrals = new DemoReferrals(7);
        foreach (var (specialty, _, _) in DemoArea.Specialties)
            for (var i = 0; i < LettersEach; i++)
                yield return (specialty, Read(referrals.Write(CreatePlan(specialty))));
    }

    static DemoReferralPlan CreatePlan(string specialty) =>
        new(new("L81008", "Test Practice", 8_000, new Place(51.45, -2.59), 1), specialty, Priority.Routine, Now) { IsLetter = true };

    static ReferralFacts Read(byte[] message)
    {
        var (submission, problems) = ParsedSubmission.Parse(message, IntakeFace.Import, null, null, Now);
        submission.ShouldNotBeNull(string.Join(", ", problems.Select(p => p.Text)));
        return submission.Facts;
    }
}
