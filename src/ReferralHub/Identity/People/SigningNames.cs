using System.Globalization;
using Microsoft.EntityFrameworkCore;
using ReferralHub.Platform.Data;

namespace ReferralHub.Identity.People;

/// <summary>Gives each person a name to sign with that nobody else in the hub has.</summary>
static class SigningNames
{
    const int TriesMax = 1_000;

    /// <summary>How names are compared.</summary>
    public static string Normalise(string name) =>
        string.Join(' ', name.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).Normalize().ToUpperInvariant();

    /// <summary>The name itself when it is free, else with the post, else with a number.</summary>
    public static async Task<string> ChooseAsync(HubDbContext db, string name, string post, CancellationToken cancellationToken)
    {
        foreach (var candidate in Propose(name, post).Take(TriesMax))
        {
            var key = Normalise(candidate);
            if (!await db.People.AnyAsync(p => p.NameKey == key, cancellationToken))
                return candidate;
        }

        throw new InvalidOperationException("There are too many people of one name.");
    }

    internal static IEnumerable<string> Propose(string name, string post)
    {
        yield return name;
        if (post.Length > 0)
            yield return Append(name, post);
        for (var number = 2; ; number++)
            yield return Append(name, number.ToString(CultureInfo.InvariantCulture));
    }

    static string Append(string name, string what)
    {
        var addition = $" ({PersonLimits.Cut(what, PersonLimits.NameCharactersMax / 2)})";
        return PersonLimits.Cut(name, PersonLimits.NameCharactersMax - addition.Length) + addition;
    }
}
