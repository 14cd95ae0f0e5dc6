using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using ReferralHub.Journey;
using ReferralHub.Kernel;
using ReferralHub.Platform.Access;
using ReferralHub.Platform.Data;
using ReferralHub.Referrals;

namespace ReferralHub.Choice.Pages;

/// <summary>What the patient may choose from, and what was chosen.</summary>
[AllowAnybody("A patient has opened a link; without one nothing is shown.")]
public sealed class OptionsModel(
    HubDatabase database,
    CurrentScope callerScope,
    ChooseService chooser,
    AllDestinations destinations,
    ChoiceSession session
) : PageModel
{
    public Offer? Offer { get; private set; }

    /// <summary>Nobody has opened a link in this browser, or it is too long ago: the page knows of no referral.</summary>
    public bool IsTimedOut { get; private set; }

    /// <summary>A choice was sent when the page knew of no referral any more.</summary>
    public bool IsNotTaken => IsTimedOut && HttpMethods.IsPost(Request.Method);

    /// <summary>Where the referral went; null while nothing has been chosen.</summary>
    public ReferralDestination? Chosen { get; private set; }

    public string Reference { get; private set; } = "";

    public string? Specialty { get; private set; }

    public IReadOnlyList<OfferedOption> Options => Offer?.ReadOptions() ?? [];

    /// <summary>Service and site, wait with the day it was measured, and distance.</summary>
    public static string Describe(OfferedOption option)
    {
        const int daysInWeek = 7;
        var weeks = option.WaitDays is { } days ? (days + (daysInWeek / 2)) / daysInWeek : (int?)null;
        var wait = weeks is { } number ? $"about {Math.Max(1, number)} {(number <= 1 ? "week" : "weeks")}" : "not known";
        var site = option.Site is null ? "" : $", {option.Site}";
        var measured = option.WaitAsOf is { } asOf ? $" (on {asOf:d MMMM yyyy})" : "";
        var distance = option.Miles is { } miles ? string.Create(CultureInfo.InvariantCulture, $"{miles:0.0} miles") : "not known";
        var only = option.SeesOnly switch
        {
            "female" => " This service sees women only.",
            "male" => " This service sees men only.",
            _ => "",
        };
        return $"{option.Name}{site}. Usual wait: {wait}{measured}. Distance: {distance}.{only}{DescribeInterest(option.Interest)}";
    }

    /// <summary>That the practice which refers has an interest in the provider, as the patient is told; empty when it has none.</summary>
    public static string DescribeInterest(string? nature) =>
        nature is null ? "" : $" Your GP practice has declared an interest in this provider ({nature}).";

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        if (await session.ReadAsync(Request, cancellationToken) is not { } referral)
            return await TimedOutAsync();
        await LoadAsync(referral, cancellationToken);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(string? service, CancellationToken cancellationToken)
    {
        if (await session.ReadAsync(Request, cancellationToken) is not { } referral)
            return await TimedOutAsync();
        if (string.IsNullOrEmpty(service))
            ModelState.AddModelError("service", "Choose a place.");
        else if (await chooser.ChooseAsync(referral, service, Actor.Patient, cancellationToken) == ChooseOutcome.NotAnOption)
            ModelState.AddModelError("service", "This place is not one of yours to choose from. Choose one of those below.");
        else
            return Redirect("/choose");
        await LoadAsync(referral, cancellationToken);
        return Page();
    }

    async Task LoadAsync(Guid referral, CancellationToken cancellationToken)
    {
        await using var db = database.OpenRead(callerScope.Read());
        var journey = await db.Journeys.FirstOrDefaultAsync(j => j.Id == referral, cancellationToken);
        var offer = await ChooseService.FindLatestOfferAsync(db, referral, cancellationToken);
        Specialty = journey?.Specialty;
        Offer = journey?.Stage == Stage.AwaitingChoice ? offer : null;
        if (journey is null)
            return;
        AuditEntry.Show(journey);
        Reference = ReferralReference.Display(journey.Reference);
        Chosen = AllDestinations.FindCurrent(journey.Stage, (await destinations.ReadAsync(db, [referral], cancellationToken))[referral]);
    }

    Task<IActionResult> TimedOutAsync()
    {
        (Response.StatusCode, IsTimedOut) = (401, true);
        return Task.FromResult<IActionResult>(Page());
    }
}
