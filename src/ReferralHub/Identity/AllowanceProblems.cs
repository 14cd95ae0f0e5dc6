using ReferralHub.Platform;

namespace ReferralHub.Identity;

/// <summary>What a caller is told who may not call a route.</summary>
static class AllowanceProblems
{
    public static readonly Problem NotSignedIn = new(
        401,
        "login",
        "REC_UNAUTHORIZED",
        "not-signed-in",
        "Sign in first: a system with an access token from /oauth/token (Authorization: Bearer …), a person at /user."
    );

    public static readonly Problem NotAllowed = new(
        403,
        "forbidden",
        "REC_FORBIDDEN",
        "not-allowed",
        "This is not open to you in the role you signed in with. Whoever registered you can say which role it needs."
    );
}
