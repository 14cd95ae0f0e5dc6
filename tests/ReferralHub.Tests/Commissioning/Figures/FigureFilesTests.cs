using System.Text;
using ReferralHub.Commissioning.Figures;
using ReferralHub.Commissioning.Model;
using ReferralHub.Kernel;
using Shouldly;
using Xunit;

namespace ReferralHub.Tests.Commissioning.Figures;

/// <summary>Files of figures as people and spreadsheets write them: read, or refused with file, line and what to write instead.</summary>
public sealed class FigureFilesTests : IDisposable
{
    const string PriceHeader = "list,kind,provider,tfc,hrg,pod,pence,mff,from,to,source\n";
    const int Seed = 20261128;
    readonly string folder = Directory.CreateTempSubdirectory("rh-figures-").FullName;
    readonly List<ConfigurationFault> faults = [];

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void EachFile_IsReadWithItsLines()
    {
        var prices = FigureFiles.ReadPrices(
            Write(
                "prices.csv",
                PriceHeader
                    + "# first attendances\n"
                    + "national-2026-27,national,,110,,OPFA,17000,y,2026-04-01,,Tariff\n"
                    + "local-2026,local,rz1,,hn22a,dc,282200,N,2026-04-01,2027-03-31,\"Agreed, in March\"\n"
            ),
            faults
        );
        var factors = FigureFiles.ReadFactors(
            Write("mff.csv", "provider,factorPpm,from,to,source\nRZ1,1034512,2026-04-01,,Tariff\n"),
            faults
        );
        var expected = FigureFiles.ReadExpected(
            Write(
                "expected.csv",
                "tfc,priority,provider,pod,quantityPerMille,from,source\n"
                    + "110,,,OPFUP,1400,2026-04-01,Year 2025\n110,urgent,RZ1,EL,60,2026-04-01,x\n"
            ),
            faults
        );
        var calendar = FigureFiles.ReadCalendar(
            Write("calendar.csv", "month,flex,freeze,close,packDue\n2026-05,2026-06-19,2026-07-24,2026-06-22,2026-06-30\n"),
            faults
        );
        var population = FigureFiles.ReadPopulation(
            Write("population.csv", "practice,asOf,sex,ageFrom,ageTo,patients\nZ81001,2026-10-01,Female,85,,40\n"),
            faults
        );
        var need = FigureFiles.ReadNeed(
            Write("need.csv", "practice,weightedPopulation,from,source\nZ81001,5100,2026-01-01,Weighted list\n"),
            faults
        );

        faults.ShouldBeEmpty();
        prices.Count.ShouldBe(2);
        prices[0].ShouldBe(TestFigures.Price("OPFA", 17_000, "110", scaled: true, line: 3) with { Source = "Tariff" });
        prices[1]
            .ShouldBe(
                TestFigures.Price("DC", 282_200, null, "RZ1", "HN22A", "2026-04-01", "2027-03-31", "local-2026", "local", line: 4) with
                {
                    Source = "Agreed, in March",
                }
            );
        factors.ShouldHaveSingleItem().FactorPpm.ShouldBe(1_034_512);
        expected
            .Select(e => (e.Pod, e.QuantityPerMille, e.Priority, e.Provider))
            .ShouldBe([("OPFUP", 1_400, null, null), ("EL", 60, "urgent", "RZ1")]);
        calendar
            .ShouldHaveSingleItem()
            .ShouldBe(TestFigures.Month("2026-05", "2026-06-19", "2026-07-24", "2026-06-22") with { PackDue = new(2026, 6, 30) });
        population.ShouldHaveSingleItem().ShouldBe(TestFigures.Band("Z81001", "2026-10-01", "female", 85, null, 40));
        need.ShouldHaveSingleItem().WeightedPopulation.ShouldBe(5_100);
    }

    [Fact]
    public void AbsentFile_IsEmpty()
    {
        FigureFiles.ReadPrices(Path.Combine(folder, "prices.csv"), faults).ShouldBeEmpty();
        faults.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("pence", "\"17,000\"", "pence is \"17,000\", with a separator of thousands; write whole pence, such as 15200 for £152.00")]
    [InlineData("pence", "\"170,00\"", "with a decimal comma")]
    [InlineData("pence", "170.00", "with a decimal point")]
    [InlineData("pence", "\"1.700,00\"", "with a separator of thousands")]
    [InlineData("pence", "17 000", "with a separator of thousands")]
    [InlineData("pence", "17\u00a0000", "with a separator of thousands")]
    [InlineData("pence", "1.7E+04", "in scientific notation, as spreadsheets write long numbers")]
    [InlineData("pence", "17e3", "in scientific notation")]
    [InlineData("pence", "-17000", "with a sign")]
    [InlineData("pence", "(17000)", "with a sign")]
    [InlineData("pence", "£170", "with a sign of money")]
    [InlineData("pence", "170p", "with a sign of money")]
    [InlineData("pence", "#REF!", "which is no number")]
    [InlineData("pence", "١٧", "which is no number")]
    [InlineData("pence", "", "pence is empty")]
    [InlineData("pence", "99999999999999999999", "and the most is 100000000000")]
    [InlineData("from", "46113", "from is 46113, a day as Excel counts them, perhaps 2026-04-01; write the day as 2026-04-01")]
    [InlineData("from", "01/04/2026", "and the order of day and month is uncertain")]
    [InlineData("from", "01-04-26", "and the order of day and month is uncertain")]
    [InlineData("from", "2026-02-30", "and there is no such day")]
    [InlineData("from", "01-Apr-26", "which is no date")]
    [InlineData("from", "2026-04-01T00:00:00", "which is no date")]
    [InlineData("from", "0202-04-01", "is the year right?")]
    [InlineData("from", "", "from is empty; write the day as 2026-04-01")]
    [InlineData("to", "2026-03-31", "to is 2026-03-31, which lies before from, 2026-04-01")]
    [InlineData("kind", "tariff", "kind is \"tariff\"; write national, local or unbundled")]
    [InlineData("provider", "R-1", "an ODS code has 3 to 12 letters and digits")]
    [InlineData("tfc", "11O", "no treatment function has this code")]
    [InlineData("hrg", "HN22A5", "a healthcare resource group has 3 to 5 letters and digits")]
    [InlineData("pod", "OPA", "pod is \"OPA\"; write OPFA, OPFUP, ")]
    [InlineData("mff", "1", "mff is \"1\"; write y, n, yes or no")]
    [InlineData("list", "2026/27", "name the list with letters, digits, points and hyphens")]
    [InlineData("source", "", "write where the figure comes from")]
    public void FieldThatCannotBeRead_IsRefusedWithWhatToWrite(string column, string text, string said)
    {
        var names = PriceHeader.TrimEnd().Split(',');
        var fields = "national-2026-27,national,,110,,OPFA,17000,y,2026-04-01,,Tariff".Split(',');
        fields[Array.IndexOf(names, column)] = text;

        var rows = FigureFiles.ReadPrices(
            Write("prices.csv", PriceHeader + "a,local,RZ1,,,OPFA,1,n,2026-04-01,,x\n" + string.Join(',', fields)),
            faults
        );

        rows.ShouldHaveSingleItem().List.ShouldBe("a");
        var fault = faults.ShouldHaveSingleItem();
        fault.Place.ShouldBe(new("prices.csv", 3));
        fault.IsError.ShouldBeTrue();
        fault.Text.ShouldContain(said);
    }

    [Theory]
    [InlineData("1.034512", "with a decimal point; write whole millionths, such as 1034512 for 1.034512")]
    [InlineData("103", "and the least is 500000")]
    [InlineData("10345120", "and the most is 2000000")]
    public void Factor_IsInMillionths(string text, string said)
    {
        FigureFiles.ReadFactors(Write("mff.csv", $"provider,factorPpm,from,to,source\nRZ1,{text},2026-04-01,,x\n"), faults).ShouldBeEmpty();

        faults.ShouldHaveSingleItem().Text.ShouldContain(said);
    }

    [Theory]
    [InlineData("2026-05", true)]
    [InlineData("2026-05-01", true)]
    [InlineData("2026-05-02", false)]
    [InlineData("May-26", false)]
    [InlineData("46143", false)]
    [InlineData("2026-13", false)]
    public void Month_IsAYearAndAMonth(string text, bool isRead)
    {
        var rows = FigureFiles.ReadCalendar(
            Write("calendar.csv", $"month,flex,freeze,close,packDue\n{text},2026-06-19,2026-07-24,2026-06-22,\n"),
            faults
        );

        rows.Count.ShouldBe(isRead ? 1 : 0);
        faults.Count.ShouldBe(isRead ? 0 : 1);
        if (!isRead)
            faults[0].Text.ShouldContain("write the month as 2026-05");
    }

    [Fact]
    public void AllFaultsOfARowAndOfAFile_AreNamedAtOnce()
    {
        FigureFiles.ReadPrices(
            Write("prices.csv", PriceHeader + ",x,,,,,1.5,,,,\nl,local,,,,OPFA,1,n,2026-04-01,,x\nl,local,,,,OPFA,1,n,x,,\n"),
            faults
        );

        faults.Count(f => f.Place!.Line == 2).ShouldBe(7);
        faults.Count(f => f.Place!.Line == 4).ShouldBe(2);
    }

    [Fact]
    public void ManyFaults_AreCutWithTheirNumber()
    {
        var text = PriceHeader + string.Concat(Enumerable.Repeat("l,local,,,,OPFA,1.5,n,2026-04-01,,x\n", 200));

        FigureFiles.ReadPrices(Write("prices.csv", text), faults);

        faults.Count.ShouldBe(51);
        faults[^1].Text.ShouldStartWith("150 more faults of this file are not listed");
    }

    [Fact]
    public void RowTwice_IsRefused()
    {
        var rows = FigureFiles.ReadNeed(
            Write("need.csv", "practice,weightedPopulation,from,source\nZ81001,5100,2026-01-01,x\nz81001,5200,2026-01-01,x\n"),
            faults
        );

        rows.ShouldHaveSingleItem().WeightedPopulation.ShouldBe(5_100);
        faults.ShouldHaveSingleItem().Text.ShouldBe("the need of Z81001 from 2026-01-01 is on line 2 already; keep one of the two");
    }

    [Fact]
    public void ColumnThatMayBeEmpty_MustStillBeThere()
    {
        FigureFiles.ReadExpected(Write("expected.csv", "tfc,provder,priority,pod,quantityPerMille,from,source\n"), faults).ShouldBeEmpty();

        faults.ShouldHaveSingleItem().ShouldBe(new(true, new("expected.csv", 1), null, "the column provider is missing"));
    }

    [Fact]
    public void KeptBytes_GiveTheSameAsTheFile()
    {
        var text = PriceHeader + "l,local,,,,OPFA,1,n,2026-04-01,,x\nl,local,,,,OPFA,1.5,n,2026-04-01,,x\n";
        var ofBytes = new List<ConfigurationFault>();

        var rows = FigureFiles.ReadPrices(Write("prices.csv", text), faults);

        FigureFiles.ReadPrices("prices.csv", Encoding.UTF8.GetBytes(text), ofBytes).ShouldBe(rows);
        ofBytes.ShouldBe(faults);
    }

    [Fact]
    public void DamagedFile_IsRefusedAndNeverThrows()
    {
        var random = new Random(Seed);
        var whole = Encoding.UTF8.GetBytes(
            PriceHeader + string.Concat(Enumerable.Range(0, 20).Select(i => $"l{i},local,RZ1,110,,OPFA,{i},n,2026-04-01,,\"x, {i}\"\n"))
        );
        for (var i = 0; i < 500; i++)
        {
            var bytes = whole.ToList();
            for (var times = random.Next(1, 4); times > 0; times--)
            {
                var at = random.Next(bytes.Count);
                if (random.Next(2) == 0)
                    bytes[at] = (byte)random.Next(256);
                else
                    bytes.RemoveRange(at, Math.Min(random.Next(1, 40), bytes.Count - at));
            }

            var found = new List<ConfigurationFault>();
            var rows = FigureFiles.ReadPrices("prices.csv", [.. bytes], found);
            rows.ShouldAllBe(r => r.Price >= Money.Zero && r.Pod.Length > 0 && r.Source.Length > 0);
            found.ShouldAllBe(f => f.Place!.File == "prices.csv" && f.Place.Line >= 1 && f.Text.Length > 10);
        }
    }

    string Write(string name, string text)
    {
        var path = Path.Combine(folder, name);
        File.WriteAllText(path, text);
        return path;
    }
}
