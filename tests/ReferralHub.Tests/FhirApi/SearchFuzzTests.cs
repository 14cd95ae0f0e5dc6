using System.Net;
using System.Text.Json;
using ReferralHub.FhirApi;
using ReferralHub.FhirApi.Search;
using Shouldly;
using Xunit;

namespace ReferralHub.Tests.FhirApi;

/// <summary>
/// Every search parameter of every type with values from the ends of the calendar, of numbers and of text: each is answered or
/// refused with a sentence, and none is an error of the hub.
/// </summary>
public sealed class SearchFuzzTests : IAsyncLifetime
{
    const int Seed = 20261128;
    static readonly string[] Dates =
    [
        .. from prefix in new[] { "", "eq", "ne", "gt", "lt", "ge", "le", "sa", "eb", "ap" }
        from date in new[]
        {
            "0001",
            "0001-01",
            "0001-01-01",
            "0001-01-01T00:00:00Z",
            "0001-01-01T00:00:00%2B14:00",
            "9999",
            "9999-12",
            "9999-12-31",
            "9999-12-31T23:59:59Z",
            "9999-12-31T23:59Z",
            "9999-12-31T23:59:59.999-12:00",
            "2026-11-20",
            "0000",
            "2026-02-30",
            "10000-01-01",
            "-001",
            "2026-11-20T25:00:00Z",
        }
        select prefix + date,
    ];

    static readonly string[] Texts =
    [
        "|",
        "||",
        "a|",
        "|a",
        ",",
        ",,,",
        "%00",
        "%F0%9F%92%8A",
        "'--",
        "%25_%5B",
        "Patient/",
        "/",
        "Patient/00000000-0000-0000-0000-000000000000",
        "ffffffff-ffff-ffff-ffff-ffffffffffff",
        "99999999999999999999",
        "-1",
        "true",
        "(((((",
        "%F4%8F%BF%BF",
        "%ED%A0%80",
    ];

    TestHub hub = null!;

    public async Task InitializeAsync()
    {
        hub = await TestHub.StartAsync("web");
        await hub.TakeAsync(TestReferral.Routine());
    }

    public async Task DisposeAsync() => await hub.DisposeAsync();

    [Fact]
    public async Task EveryDateParameter_AtTheEndsOfTheCalendar_IsAnsweredOrRefused()
    {
        foreach (var (type, parameter) in Parameters().Where(p => p.Parameter.Type == SearchParameterType.Date))
        foreach (var date in Dates)
            await AskAsync($"/fhir/{type}?{parameter.Name}={date}");
    }

    [Fact]
    public async Task DateAtTheEnds_FindsWhatLiesWithin()
    {
        (await CountAsync("ge0001-01-01")).ShouldBe(1);
        (await CountAsync("le9999-12-31")).ShouldBe(1);
        (await CountAsync("lt0001-01-02")).ShouldBe(0);
        (await CountAsync("gt9999-12-31")).ShouldBe(0);
        (await CountAsync("9999")).ShouldBe(0);
        (await CountAsync("ne9999")).ShouldBe(1);
        (await CountAsync("ap0001")).ShouldBe(0);

        async Task<int> CountAsync(string date)
        {
            using var answer = await hub.Http.GetAsync($"/fhir/ServiceRequest?_lastUpdated={date}&_total=accurate");
            answer.StatusCode.ShouldBe(HttpStatusCode.OK, date);
            using var bundle = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
            return bundle.RootElement.GetProperty("total").GetInt32();
        }
    }

    [Fact]
    public async Task EveryParameter_WithTextThatIsNone_IsAnsweredOrRefused()
    {
        var names = Parameters().Select(p => (p.Type, p.Parameter.Name)).ToList();
        foreach (var (type, name) in names)
        foreach (var text in Texts)
            await AskAsync($"/fhir/{type}?{name}={text}");
    }

    [Fact]
    public async Task SearchesMadeAtRandom_AreAnsweredOrRefused()
    {
        var random = new Random(Seed);
        var parameters = Parameters().ToList();
        var types = parameters.Select(p => p.Type).Distinct().ToList();
        string[] modifiers = ["", ":exact", ":contains", ":identifier", ":Patient", ":missing", ":not", ".identifier", ".name", ".", ":"];
        for (var i = 0; i < 600; i++)
        {
            var type = types[random.Next(types.Count)];
            var query = Enumerable
                .Range(0, random.Next(1, 5))
                .Select(_ =>
                {
                    var name = parameters[random.Next(parameters.Count)].Parameter.Name + modifiers[random.Next(modifiers.Length)];
                    var value = random.Next(2) == 0 ? Dates[random.Next(Dates.Length)] : Texts[random.Next(Texts.Length)];
                    return $"{name}={value}";
                });
            await AskAsync($"/fhir/{type}?{string.Join('&', query)}");
        }
    }

    IEnumerable<(string Type, SearchParameter Parameter)> Parameters() =>
        hub.Get<FhirRest>().Types.SelectMany(t => t.SearchParameters.Select(p => (t.Type, p)));

    async Task AskAsync(string address)
    {
        using var answer = await hub.Http.GetAsync(new Uri(address, UriKind.Relative));
        ((int)answer.StatusCode).ShouldBeLessThan(500, address);
        if (!answer.IsSuccessStatusCode)
            (await answer.Content.ReadAsStringAsync()).ShouldContain("OperationOutcome", Case.Sensitive, address);
    }
}
