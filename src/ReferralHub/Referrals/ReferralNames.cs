namespace ReferralHub.Referrals;

/// <summary>Names of patients: how pages show them, and how they are found by their beginning.</summary>
static class ReferralNames
{
    /// <summary>FAMILY, Given (Connecting for Health CUI), or that it is not known.</summary>
    public static string Display(string? family, string? given) =>
        family is null ? "Name not known" : $"{family.ToUpperInvariant()}, {given}";

    extension(IQueryable<ReferralRecord> records)
    {
        /// <summary>Those whose family name begins so, as a range that an index can walk.</summary>
        public IQueryable<ReferralRecord> WhoseFamilyBegins(string name)
        {
            var from = ReferralRecord.ToFamilyKey(name)!;
            var to = from + char.MaxValue;
#pragma warning disable CA1309 // Becomes SQL, where the column's own order counts: byte by byte.
            return records.Where(r => string.Compare(r.FamilyKey, from) >= 0 && string.Compare(r.FamilyKey, to) < 0);
#pragma warning restore CA1309
        }
    }
}
