using ReferralHub.Platform;
using ReferralHub.Platform.Access;

namespace ReferralHub.Web.Users;

/// <summary>
/// Under whose name an act of an interface is recorded. Somebody who has signed in acts under their own name and no other, which they
/// may leave out. A system says who has it act, and the record says that this was only said: "NAME via CLIENT".
/// </summary>
public static class OwnName
{
    /// <param name="caller">Who calls; null for the hub's own work, which says what it likes.</param>
    /// <param name="said">The name that the request gives, if any.</param>
    /// <param name="element">Where it gives it.</param>
    /// <returns>The name to record, null when none is known; or why the act is refused.</returns>
    public static (string? Name, Problem? Problem) Find(Caller? caller, string? said, string element)
    {
        var name = said is not null && said.Any(char.IsLetterOrDigit) ? said.Trim() : null;
        return caller switch
        {
            null => (said, null),
            { IsSystem: true } => (name is null ? null : name + FormatSystem(caller.Id), null),
            _ when name is null || name.Equals(caller.Name, StringComparison.OrdinalIgnoreCase) => (caller.Name, null),
            _ => (
                null,
                Problem.Forbidden(
                    "other-name",
                    $"You are signed in as {caller.Name}, and what you do is recorded under that name. Leave the name out.",
                    element
                )
            ),
        };
    }

    /// <summary>The post to record: that of whoever has signed in, or what a system says.</summary>
    public static string? FindPost(Caller? caller, string? said) => caller is { IsSystem: false } ? caller.Post : said?.Trim();

    /// <summary>What stands behind a name that a system has said.</summary>
    public static string FormatSystem(string client) => $" via {client}";
}
