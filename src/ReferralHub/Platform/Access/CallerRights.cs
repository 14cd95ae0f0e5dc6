namespace ReferralHub.Platform.Access;

/// <summary>Questions about what a caller may.</summary>
public static class CallerRights
{
    extension(Caller caller)
    {
        /// <summary>
        /// Whether the caller may speak for this organisation: its own, or any for a system of the centre, which passes on what others
        /// wrote.
        /// </summary>
        /// <param name="ods">ODS code in either case; nobody acts for none.</param>
        public bool ActsFor(string? ods) =>
            !string.IsNullOrWhiteSpace(ods)
            && (caller.Role == CallerRole.CentreSystem || caller.Organisations.Contains(ods.Trim(), StringComparer.OrdinalIgnoreCase));

        /// <summary>Whether a system's scopes let it do that with resources of this type; of people their role decides.</summary>
        public bool MayCall(string type, Interactions wanted) => !caller.IsSystem || SmartScopes.Permit(caller.Scopes, type, wanted);
    }
}
