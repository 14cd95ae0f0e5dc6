using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using ReferralHub.Journey;
using ReferralHub.Tests.Platform;
using Shouldly;
using Xunit;

namespace ReferralHub.Tests.Intake;

/// <summary>
/// The files in <c>Malformed</c>, each with the answer that <c>answers.tsv</c> expects: status, codes of all problems, and the
/// elements they are at. What is taken is kept byte for byte, however strange it looks. A file that broke the hub once is added.
/// </summary>
public sealed class MalformedCorpusTests(MalformedCorpusTests.Fixture fixture) : IClassFixture<MalformedCorpusTests.Fixture>
{
    static readonly string Folder = Path.Combine(ModuleBoundaryTests.Root(), "tests", "ReferralHub.Tests", "Intake", "Malformed");

    public static TheoryData<string, int, string, string, string> Files
    {
        get
        {
            var files = new TheoryData<string, int, string, string, string>();
            foreach (var fields in File.ReadLines(Path.Combine(Folder, "answers.tsv")).Skip(1).Select(l => l.Split('\t')))
                files.Add(
                    fields[0],
                    int.Parse(fields[1], System.Globalization.CultureInfo.InvariantCulture),
                    fields[2],
                    fields[3],
                    fields[4]
                );
            return files;
        }
    }

    [Fact]
    public void EveryFile_HasItsAnswer() =>
        Directory
            .GetFiles(Folder, "*.json")
            .Select(Path.GetFileName)
            .Order(StringComparer.Ordinal)
            .ShouldBe(Files.Select(f => (string?)f[0]).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Files))]
    public async Task File_HasTheAnswerThatIsExpected(string file, int status, string codes, string expressions, string what)
    {
        var hub = fixture.Hub;
        var body = await File.ReadAllBytesAsync(Path.Combine(Folder, file));
        var before = await hub.CountAsync<ReferralJourney>();

        using var response = await hub.PostAsync("/fhir/$process-message", body);
        var answer = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;

        ((int)response.StatusCode).ShouldBe(status, $"{what}: {answer}");
        var issues =
            status == 200
                ? answer["entry"]!.AsArray().SelectMany(e => e!["resource"]!["issue"]?.AsArray() ?? []).ToList()
                : [.. answer["issue"]!.AsArray()];
        string.Join(
                ' ',
                issues
                    .Select(i => (string)i!["details"]!["coding"]!.AsArray()[^1]!["code"]!)
                    .Where(c => c != "received")
                    .Distinct()
                    .Order(StringComparer.Ordinal)
            )
            .ShouldBe(codes);
        string.Join(
                ' ',
                issues.Select(i => (string?)i!["expression"]?[0]).Where(e => e is not null).Distinct().Order(StringComparer.Ordinal)
            )
            .ShouldBe(expressions);
        (await hub.CountAsync<ReferralJourney>()).ShouldBe(before + (status == 200 ? 1 : 0));
        if (status == 200)
            await IsKeptAndShownHarmlesslyAsync(hub, response.Headers.Location!.ToString().Split('/')[^1], body);
    }

    static async Task IsKeptAndShownHarmlesslyAsync(TestHub hub, string id, byte[] body)
    {
        (await hub.Http.GetByteArrayAsync($"/fhir/ServiceRequest/{id}/$original")).ShouldBe(body);
        var journey = await hub.JourneyAsync(Guid.Parse(id));
        foreach (
            var address in new[] { $"/review/{journey.Reference}", $"/fhir/ServiceRequest/{id}", $"/fhir/Patient/{journey.PatientKey}" }
        )
        {
            using var page = await hub.Http.GetAsync(address);
            ((int)page.StatusCode).ShouldBe(200, address);
            if (address.StartsWith("/review", StringComparison.Ordinal))
                (await page.Content.ReadAsStringAsync()).ShouldNotContain("<script>alert");
        }
    }

    /// <summary>Too large to be kept as files.</summary>
    public static TheoryData<string, Func<byte[]>, int, string> Large =>
        new()
        {
            {
                "200,000 levels",
                () => Utf8("{\"resourceType\":\"Bundle\",\"entry\":" + new string('[', 200_000) + new string(']', 200_000) + "}"),
                400,
                "json-toodeep"
            },
            { "200,000 levels, not closed", () => Utf8(new string('[', 200_000)), 400, "json-toodeep" },
            {
                "a text of 7 MB",
                () => Utf8($"{{\"resourceType\":\"Bundle\",\"type\":\"message\",\"id\":\"{new string('x', 7_000_000)}\"}}"),
                400,
                "no-message-header"
            },
            {
                "a list of a million",
                () =>
                    Utf8(
                        "{\"resourceType\":\"Bundle\",\"type\":\"message\",\"entry\":["
                            + $"{string.Join(',', Enumerable.Repeat("{}", 1_000_000))}]}}"
                    ),
                413,
                "json-toomanyentries"
            },
            {
                "100,000 entries",
                () =>
                    Utf8(
                        "{\"resourceType\":\"Bundle\",\"type\":\"message\",\"entry\":["
                            + $"{string.Join(',', Enumerable.Repeat("{\"resource\":{\"resourceType\":\"Basic\"}}", 100_000))}]}}"
                    ),
                413,
                "json-toomanyentries"
            },
        };

    [Theory]
    [MemberData(nameof(Large))]
    public async Task Large_HasTheAnswerThatIsExpected(string what, Func<byte[]> body, int status, string code)
    {
        using var response = await fixture.Hub.PostAsync("/fhir/$process-message", body());
        var text = await response.Content.ReadAsStringAsync();

        ((int)response.StatusCode).ShouldBe(status, $"{what}: {text}");
        text.ShouldContain($"\"{code}\"");
        text.Length.ShouldBeLessThan(100_000);
    }

    [Theory]
    [InlineData("gzip", 415, "content-encoding")]
    [InlineData("br", 415, "content-encoding")]
    [InlineData("identity", 200, "received")]
    public async Task Compressed_IsNotReadAsIfItWereNot(string encoding, int status, string code)
    {
        var body = TestReferral.Routine().Bytes();
        if (encoding == "gzip")
        {
            using var packed = new MemoryStream();
            using (var gzip = new GZipStream(packed, CompressionLevel.SmallestSize))
                gzip.Write(new byte[64 * 1024 * 1024]);
            body = packed.ToArray();
        }

        using var request = new HttpRequestMessage(HttpMethod.Post, "/fhir/$process-message") { Content = new ByteArrayContent(body) };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", "application/fhir+json");
        request.Content.Headers.TryAddWithoutValidation("Content-Encoding", encoding);
        using var response = await fixture.Hub.Http.SendAsync(request);
        ((int)response.StatusCode).ShouldBe(status);
        (await response.Content.ReadAsStringAsync()).ShouldContain($"\"{code}\"");
    }

    [Theory]
    [InlineData("multipart/form-data; boundary=x")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("application/fhir+json\u0020; charset=utf-16")]
    [InlineData("application/json+fhir")]
    public async Task OtherContentType_IsRefused(string contentType)
    {
        using var response = await fixture.Hub.PostAsync("/fhir/$process-message", TestReferral.Routine().Bytes(), contentType);

        ((int)response.StatusCode).ShouldBe(415, contentType);
    }

    static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    public sealed class Fixture : IAsyncLifetime
    {
        public TestHub Hub { get; private set; } = null!;

        public async Task InitializeAsync() => Hub = await TestHub.StartAsync("web");

        public async Task DisposeAsync() => await Hub.DisposeAsync();
    }
}
