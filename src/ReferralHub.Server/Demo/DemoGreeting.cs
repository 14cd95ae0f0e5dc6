using System.Globalization;
using Microsoft.EntityFrameworkCore;
using ReferralHub.Choice;
using ReferralHub.Journey;
using ReferralHub.Platform;
using ReferralHub.Platform.Access;
using ReferralHub.Platform.Data;
using ReferralHub.Referrals;
using ReferralHub.Server.Demo.Books;
using ReferralHub.Web;

namespace ReferralHub.Server.Demo;

/// <summary>Tells on standard error where to look at a demonstration that is running.</summary>
static class DemoGreeting
{
    /// <param name="demand">Of the referrals that this run has written; null when they are of an earlier one.</param>
    public static async Task PrintAsync(
        WebApplication app,
        HubDatabase database,
        DemoArea area,
        DemoDemand? demand,
        DirectoryInfo data,
        double secondsToReady,
        CancellationToken token
    )
    {
        var settings = app.Services.GetRequiredService<HubSettings>();
        var url = settings.LinkTo("", app.Urls.First());
        var version = typeof(DemoGreeting).Assembly.GetName().Version?.ToString(3);
        var seconds = secondsToReady.ToString("0.0", CultureInfo.InvariantCulture);
        var practice = settings.Users.First(u => u.Kind == CallerRole.Practice).Organisation;
        var draft = Path.Combine(AppContext.BaseDirectory, "demo-drafts", "local-demonstration-2027.yaml");
        var client = Path.Combine(data.ToString(), DemoClients.CentreFile);
        var text = Console.Error;
        await text.WriteLineAsync(
            $"ReferralHub {version} demonstration   ready in {seconds} s   (made-up data in {data.Name}; --reset starts again)"
        );
        await text.WriteLineAsync($"├─ Staff:      {url}/user   (sign in with one click; each role sees what is theirs)");
        await text.WriteLineAsync(
            await MakePatientLinkAsync(app, database, token) is var (link, born)
                ? $"├─ Patient:    {url}/choose/{link}   (born {born:d MMMM yyyy})"
                : "├─ Patient:    nobody is choosing a provider now; with more referrals (--referrals) somebody is"
        );
        await text.WriteLineAsync($"├─ Practice:   {url}/commissioning/practices/{practice}");
        await text.WriteLineAsync($"├─ Books:      {url}/commissioning   (as one of the commissioners); planted there:");
        if (demand is not null)
            await text.WriteLineAsync(
                FormattableString.Invariant(
                    $"│              (one referral in {demand.OneIn:N0} of what such lists make; budgets are of that size)"
                )
            );
        foreach (var (words, path) in DemoStories.List(area))
            await text.WriteLineAsync($"│              - {words}: {path}");
        var simulate = $"referralhub rules simulate --pack {draft} --url {url} --client {client}";
        await text.WriteLineAsync($"├─ Rules:      {url}/rules   (a draft to try: {simulate})");
        await text.WriteLineAsync($"├─ Operations: {url}/operations");
        await text.WriteLineAsync($"├─ FHIR R4:    {url}/fhir/metadata");
        await text.WriteLineAsync($"├─ Feed:       {url}/feeds/events?after=0&limit=20");
        await text.WriteLineAsync(
            $"└─ Try:        curl -s -H \"Authorization: Bearer $(referralhub token --client {client})\" "
                + $"'{url}/fhir/Task?business-status=in-review&_count=2'"
        );
        await text.WriteLineAsync("Ctrl+C stops it.");
    }

    /// <summary>A link for the patient who was referred last of those who can choose; null when nobody can.</summary>
    static async Task<(string Link, DateOnly Born)?> MakePatientLinkAsync(WebApplication app, HubDatabase database, CancellationToken token)
    {
        await using var db = database.OpenRead(AccessScope.System("the demonstration shows a patient's link"));
        var waiting = await db
            .Journeys.Where(j => j.Stage == Stage.AwaitingChoice && !j.FlagCodes.Contains(Flags.ChoiceLinkLocked))
            .OrderByDescending(j => j.Received)
            .Join(db.Referrals, j => j.Id, r => r.Referral, (j, r) => new { j.Id, r.BirthDate })
            .FirstOrDefaultAsync(r => r.BirthDate != null, token);
        return waiting is not null && await app.Services.GetRequiredService<ChoiceLinks>().IssueAsync(waiting.Id, token) is { } link
            ? (link, waiting.BirthDate!.Value)
            : null;
    }
}
