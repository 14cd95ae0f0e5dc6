using System.Text;
using ReferralHub.Platform;
using Shouldly;
using Xunit;

namespace ReferralHub.Tests.Platform;

/// <summary>CSV files as spreadsheets and people make them: read, or refused with file, line and sentence.</summary>
public sealed class CsvFileTests : IDisposable
{
    const int Seed = 20261128;
    readonly string file = Path.Combine(Path.GetTempPath(), $"rh-csv-{Guid.CreateVersion7():N}.csv");

    public void Dispose() => File.Delete(file);

    public static TheoryData<string, byte[], string> Refused() =>
        new()
        {
            {
                "UTF-16",
                [0xFF, 0xFE, .. Encoding.Unicode.GetBytes("code,name\nA,Café\n")],
                ", line 1: the file is in UTF-16; save it as UTF-8"
            },
            { "UTF-16 without a mark", Encoding.Unicode.GetBytes("code,name\nA,B\n"), ", line 1: there is a zero byte" },
            {
                "Windows-1252",
                [.. "code,name\nA,One\nB,Caf"u8, 0xE9, .. "\n"u8],
                ", line 3: the byte E9 is no UTF-8; the file is perhaps in Windows-1252: save it as UTF-8"
            },
            { "other case", "Code,NAME\nA,One\n"u8.ToArray(), ", line 1: the column Code is called code; write it so" },
            { "a column twice", "code,name,code\nA,One,B\n"u8.ToArray(), ", line 1: the column code stands twice" },
            { "a column missing", "code\nA\n"u8.ToArray(), ", line 1: the column name is missing" },
            {
                "a field too many",
                "code,name\nA,One\nB,Two, Three\n"u8.ToArray(),
                ", line 3: the row has 3 fields, and there are 2 columns"
            },
            { "a field too few", "code,name\nA\n"u8.ToArray(), ", line 2: the row has 1 fields, and there are 2 columns" },
            { "a row twice", "code,name\nA,One\na,Two\n"u8.ToArray(), ", line 3: the code a is on line 2 already" },
            { "a quote not closed", "code,name\nA,\"One\nB,Two\n"u8.ToArray(), "a field goes over several lines; is a quote not closed?" },
            {
                "a long line",
                Encoding.UTF8.GetBytes($"code,name\nA,{new string('x', 70_000)}\n"),
                ", line 2: the line has more than 65,536 bytes"
            },
            { "nothing", [], "the column code is missing" },
        };

    [Theory]
    [MemberData(nameof(Refused))]
    public void FileThatCannotBeUsed_IsRefusedWithItsLine(string what, byte[] bytes, string said)
    {
        File.WriteAllBytes(file, bytes);

        var fault = Should.Throw<ReferenceDataException>(() => Read(), what);

        fault.Message.ShouldStartWith(file);
        fault.Message.ShouldContain(said);
    }

    [Theory]
    [InlineData("code,name\nA,One\n")]
    [InlineData("\uFEFFcode,name\r\nA,One\r\n")]
    [InlineData("# made by hand\ncode,name\n\nA,\"One\"\n")]
    [InlineData("name,code\nOne,A")]
    [InlineData("code;name\r\nA;One\r\n")]
    public void FileOfASpreadsheet_IsRead(string text)
    {
        File.WriteAllText(file, text);

        var rows = Read();

        rows.ShouldBe(["A=One"]);
    }

    [Fact]
    public void DamagedFile_IsReadOrRefusedWithASentence()
    {
        var random = new Random(Seed);
        var whole = Encoding.UTF8.GetBytes("code,name\n" + string.Concat(Enumerable.Range(0, 30).Select(i => $"A{i},\"Name, {i}\"\n")));
        for (var i = 0; i < 500; i++)
        {
            var bytes = whole.ToList();
            for (var times = random.Next(1, 4); times > 0; times--)
            {
                var at = random.Next(bytes.Count);
                if (random.Next(3) == 0)
                    bytes[at] = (byte)random.Next(256);
                else if (random.Next(2) == 0)
                    bytes.RemoveRange(at, Math.Min(random.Next(1, 40), bytes.Count - at));
                else
                    bytes.InsertRange(at, "\"\",,\n\r#\0;\t"u8[..random.Next(1, 10)].ToArray());
            }

            File.WriteAllBytes(file, [.. bytes]);
            try
            {
                Read();
            }
            catch (ReferenceDataException e)
            {
                e.Message.StartsWith(file, StringComparison.Ordinal).ShouldBeTrue(e.Message);
            }
        }
    }

    List<string> Read() =>
        CsvFile.Read<string>(
            file,
            ["code", "name"],
            field => ($"{field("code")}={field("name")}", null),
            row => $"the code {row.Split('=')[0]}"
        );
}
