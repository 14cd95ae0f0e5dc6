using ReferralHub.Journey;
using ReferralHub.Kernel;
using ReferralHub.Platform.Log;

namespace ReferralHub.Server.Demo.Books;

/// <summary>A choice that stands: what a patient of a practice chose, when, and for how long they wait there.</summary>
sealed record DemoChoice(string Practice, string Provider, string Tfc, DateOnly On, int WaitDays)
{
    /// <summary>The last choice of each referral, unless something has ended it since.</summary>
    public static IEnumerable<DemoChoice> ReadStanding(IEnumerable<LogEvent> events)
    {
        foreach (var referral in events.GroupBy(e => e.Referral))
        {
            var last = referral
                .OrderBy(e => e.Version)
                .LastOrDefault(e =>
                    e.Type is EventTypes.Chosen or EventTypes.Declined or EventTypes.Cancelled or EventTypes.EnteredInError
                );
            if (last is { Type: EventTypes.Chosen } && EventData.Read(last.Data) is { Practice: { } practice, Provider: { } provider } data)
                yield return new(practice, provider, data.Specialty ?? "", WorkingDays.LocalDate(last.At), data.WaitDays ?? 0);
        }
    }
}
