using ReferralHub.Web.Charts;
using ReferralHub.Web.Charts.Waterfalls;

namespace ReferralHub.Commissioning.Agreeing;

/// <summary>How a budget was set, as a chart.</summary>
static class PlanWaterfall
{
    public const string Id = "plan";

    public static Chart Draw(PlanView view) =>
        Waterfall.Draw(
            new(
                Id,
                $"{view.HolderName}, {view.Care}, {view.Line.Year}",
                [.. view.Steps.Select(s => new WaterfallStep(s.Title, s.Before, s.After, s.Source))]
            )
            {
                Source = $"arrangements of {view.CommissionerName}, plan {view.Set.Id}",
            }
        );
}
