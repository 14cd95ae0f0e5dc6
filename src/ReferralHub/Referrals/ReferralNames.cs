namespace ReferralHub.Referrals;

/// <summary>Names of patients: how pages show them, and how they are found by their beginning.</summary>
static class ReferralNames
{
    /// <summary>FAMILY, Given (Connecting for Health CUI), or that it is not known.</summary>
    public static string Display(string? family, string? given) =>
        (family, given) switch
        {
            (null, null) => "Name not known",
            (null, _) => given,
            (_, null) => family.ToUpperInvariant(),
            _ => $"{family.ToUpperInvariant()}, {given}",
        };

    extension(IQueryable<ReferralRecord> records)
    {
        /// <summary>Those whose family name begins so, as a range that an index can walk.</summary>
        public IQueryable<ReferralRecord> WhoseFamilyBegins(string name)
        {
            var from = ReferralRecord.ToFamilyKey(name)!;
            // Nothing of it is a letter: every name would begin so.
            if (from.Length == 0)
                return records.Where(r => false);
            var to = from + char.MaxValue;
            var capitals = name.Trim().ToUpperInvariant();
            var toCapitals = capitals + char.MaxValue;
#pragma warning disable CA1309 // Becomes SQL, where the column's own order counts: byte by byte.
            return capitals == from
                ? records.Where(r => string.Compare(r.FamilyKey, from) >= 0 && string.Compare(r.FamilyKey, to) < 0)
                : records.Where(r =>
                    (string.Compare(r.FamilyKey, from) >= 0 && string.Compare(r.FamilyKey, to) < 0)
                    // As rows of earlier builds have it.
                    || (string.Compare(r.FamilyKey, capitals) >= 0 && string.Compare(r.FamilyKey, toCapitals) < 0)
                );
#pragma warning restore CA1309
        }
    }
}
