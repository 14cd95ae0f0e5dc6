using ReferralHub.Platform;

namespace ReferralHub.Identity.People;

/// <summary>
/// The settings' people of a demonstration. They are people like all others, with grants and sessions; only nobody asks them to
/// prove who they are.
/// </summary>
public sealed class DemonstrationPeople(HubSettings settings, RecordPerson record) : IReferenceDataLoader
{
    /// <summary>What is wrong with having them here; null when nothing is.</summary>
    /// <param name="isLoopback">Whether the hub listens on this machine only.</param>
    public static string? FindFault(HubSettings settings, bool isLoopback) =>
        settings.Users.Count == 0 ? null
        : !settings.Demonstration
            ? "Users names demo accounts, as which anybody may sign in with one click; they are for the demonstration only. Take Users out "
                + "of the settings, and make the first account with `referralhub user add-administrator`."
        : !isLoopback
            ? "A demonstration with demo accounts is for this machine only, because anybody may sign in as anybody. Let ListenOn name a "
                + "loopback address."
        : null;

    /// <summary>The people, each with the number by which they are chosen: that of their first row in the settings.</summary>
    public IReadOnlyList<(int Number, VouchedPerson Person)> List() =>
        [
            .. settings
                .Users.Select((user, number) => (User: user, Number: number))
                .GroupBy(u => u.User.Subject)
                .Select(rows => (rows.First().Number, Vouch([.. rows.Select(r => r.User)]))),
        ];

    /// <summary>Keeps one of them, by the number of any of their rows; null when there is no such row.</summary>
    public async Task<Guid?> RecordAsync(int number, CancellationToken cancellationToken)
    {
        if (number < 0 || number >= settings.Users.Count)
            return null;
        var subject = settings.Users[number].Subject;
        return await record.RecordAsync(Vouch([.. settings.Users.Where(u => u.Subject == subject)]), cancellationToken);
    }

    /// <summary>Makes them all known at the start, so that others can name them.</summary>
    public async Task<int> LoadAsync(string folder, CancellationToken cancellationToken)
    {
        var people = List();
        foreach (var (_, person) in people)
            await record.RecordAsync(person, cancellationToken);
        return people.Count;
    }

    VouchedPerson Vouch(IReadOnlyList<UserSettings> rows) =>
        new(
            Issuers.Demonstration,
            rows[0].Subject,
            rows[0].Name,
            rows[0].Role,
            [.. rows.Select(r => new GrantedRole(r.Kind, r.Organisation ?? settings.Organisation.OdsCode, r.Specialties.Trim()))]
        );
}
