using ReferralHub.Platform;

namespace ReferralHub.Feeds;

/// <summary>What a reader of the feeds may be told. Codes are stable; texts may be improved.</summary>
static class FeedProblems
{
    public static readonly Problem Range = Problem.Malformed("after", "after must be a position from 0, limit a number from 1.");

    public static readonly Problem PracticeNotFound = Problem.NotFound(
        "practice-not-found",
        "There is no practice with this ODS code here, and no activity for it."
    );

    public static Problem LogEndsBefore(long head, long after) =>
        Replaced(
            $"The log ends at position {head}, before {after}: it was put back to an earlier moment, or it is another hub's. "
                + "Drop what you have of later positions and go on from the newest event whose hash is still here."
        );

    public static Problem OtherEventAt(long position) =>
        Replaced(
            $"The event at position {position} is not the one with this hash: the log was put back to an earlier moment. "
                + "Go back to the newest event whose hash is still here, and read again from there."
        );

    static Problem Replaced(string text) => Problem.Conflict("log-replaced", text, "after");
}
