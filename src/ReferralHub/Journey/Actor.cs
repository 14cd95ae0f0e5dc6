namespace ReferralHub.Journey;

/// <summary>Who acts, as the log keeps it.</summary>
public readonly record struct Actor(string Kind, string Name)
{
    public static readonly Actor Intake = new("hub", "intake");
    public static readonly Actor Triage = new("hub", "triage");
    public static readonly Actor Choice = new("hub", "choice");
    public static readonly Actor Dispatch = new("hub", "dispatch");
    public static readonly Actor Watchdog = new("hub", "watchdog");

    /// <summary>Who keeps the books: loads what was configured and closes what is due.</summary>
    public static readonly Actor Books = new("hub", "books");

    public static Actor Sender(string ods) => new("sender", ods);

    public static Actor Clinician(string name) => new("clinician", name);

    public static Actor Provider(string ods) => new("provider", ods);

    public static Actor Patient => new("patient", "by-link");

    public static Actor BookingTeam(string name) => new("booking-team", name);

    public static Actor Operator(string name) => new("operator", name);

    /// <summary>The kind in a stored actor, for feeds, which name no person.</summary>
    public static string ReadKind(string stored) => stored.Split(':', 2)[0];

    public override string ToString() => $"{Kind}:{Name}";
}
