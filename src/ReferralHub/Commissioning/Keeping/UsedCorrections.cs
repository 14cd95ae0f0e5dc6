using ReferralHub.Commissioning.Model;

namespace ReferralHub.Commissioning.Keeping;

/// <summary>
/// A correction says why its row differs from the load before, and stays in the file afterwards. When the row changes once more, the same
/// words are no reason for it.
/// </summary>
static class UsedCorrections
{
    /// <param name="before">The last load.</param>
    /// <param name="corrected">Rows that differ from it and say why.</param>
    public static IEnumerable<ConfigurationFault> Find(Configuration before, IReadOnlyList<WrittenRow> corrected)
    {
        var used = before.Written.Where(r => r.Corrects is not null).ToLookup(r => (r.Section, r.Id, r.From), r => r.Corrects);
        return corrected
            .Where(r => used[(r.Section, r.Id, r.From)].Contains(r.Corrects))
            .Select(r => new ConfigurationFault(
                true,
                r.Place,
                r.Id,
                $"{r.Id} differs again, and its correction ({r.Corrects!.Reason}) was for the change before; say the reason of this one"
            ));
    }
}
