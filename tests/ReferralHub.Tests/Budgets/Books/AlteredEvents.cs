using ReferralHub.Commissioning;
using ReferralHub.Journey;
using ReferralHub.Platform.Log;

namespace ReferralHub.Tests.Budgets.Books;

/// <summary>Events of the log as a reader takes them who makes a mistake.</summary>
static class AlteredEvents
{
    public static Func<LogEvent, IEnumerable<LogEvent>> Without(string type) => e => e.Type == type ? [] : [e];

    public static Func<LogEvent, IEnumerable<LogEvent>> Change(string type, Func<LogEvent, LogEvent> change) =>
        e => [e.Type == type ? change(e) : e];

    public static Func<LogEvent, IEnumerable<LogEvent>> ChangeBook(string type, Func<BookEventData, BookEventData> change) =>
        Change(type, e => Copy(e, data: change(BookEventData.Read(e.Data)).Write()));

    public static LogEvent Copy(LogEvent e, Func<EventData, EventData> change) => Copy(e, data: change(EventData.Read(e.Data)).Write());

    public static LogEvent Copy(LogEvent e, DateTime? at = null, Guid? referral = null, string? data = null) =>
        new()
        {
            Id = e.Id,
            Referral = referral ?? e.Referral,
            Version = e.Version,
            Type = e.Type,
            At = at ?? e.At,
            Actor = e.Actor,
            Data = data ?? e.Data,
            Position = e.Position,
            Hash = e.Hash,
        };
}
