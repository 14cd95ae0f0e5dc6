using ReferralHub.Platform.Access;

namespace ReferralHub.Identity.Machines;

/// <summary>What a registered system is. Kept in the database by name.</summary>
public enum ClientKind
{
    /// <summary>A GP system, for its own practice or practices.</summary>
    Gp,

    /// <summary>A provider's system: takes what is dispatched to it and answers.</summary>
    Provider,

    /// <summary>A system of the centre itself: its command line, a backlog import. It passes on what any practice wrote.</summary>
    Centre,

    /// <summary>A system that reads feeds.</summary>
    Reader,
}

static class ClientKinds
{
    const string ReadAll = "system/*.rs";

    public static CallerRole Role(this ClientKind kind) =>
        kind switch
        {
            ClientKind.Gp => CallerRole.GpSystem,
            ClientKind.Provider => CallerRole.ProviderSystem,
            ClientKind.Centre => CallerRole.CentreSystem,
            _ => CallerRole.ReaderSystem,
        };

    /// <summary>As people read it.</summary>
    public static string Words(this ClientKind kind) =>
        kind switch
        {
            ClientKind.Gp => "GP system",
            ClientKind.Provider => "Provider system",
            ClientKind.Centre => "System of the centre",
            _ => "Reader of feeds",
        };

    /// <summary>What a client of this kind has when its registration names no scopes.</summary>
    public static IReadOnlyList<string> DefaultScopes(this ClientKind kind) =>
        kind switch
        {
            ClientKind.Gp => [ReadAll, "system/ServiceRequest.cru", "system/Communication.c", SmartScopes.Events],
            ClientKind.Provider => [ReadAll, "system/ServiceRequest.c", SmartScopes.Events],
            ClientKind.Centre => ["system/*.cruds", .. SmartScopes.Own],
            _ => [SmartScopes.Events],
        };

    /// <summary>Whether a client of this kind may have the scope at all.</summary>
    public static bool MayHave(this ClientKind kind, string scope) =>
        kind == ClientKind.Centre || scope == SmartScopes.Events || (kind != ClientKind.Reader && !SmartScopes.Own.Contains(scope));
}
