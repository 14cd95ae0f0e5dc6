using ReferralHub.Journey;
using ReferralHub.Kernel;

namespace ReferralHub.Review.Worklist;

/// <summary>What the lists of the worklist's filters hold, with how many referrals wait for each.</summary>
public sealed class WorklistChoices(QueueCounts counts)
{
    static readonly (string Value, string Words) Everything = ("", "All");

    static readonly string[] FlagsShown =
    [
        Flags.PossibleDuplicate,
        Flags.Appealed,
        Flags.ProviderDeclined,
        Flags.AttachmentMissing,
        Flags.AttachmentInfected,
        Flags.NhsNumberMissing,
        Flags.NhsNumberInvalid,
        Flags.NhsNumberUnverified,
        Flags.IdentityDoubtful,
        Flags.Restricted,
        Flags.ConsentRefused,
        Flags.InterpreterNeeded,
        Flags.PatientDeceased,
        Flags.OldReferral,
        Flags.ProfileMissed,
    ];

    public static IEnumerable<(string Value, string Words)> ShowItems =>
        [("", "Mine and unclaimed"), (WorklistQuery.ShowMine, "Only mine"), (WorklistQuery.ShowAll, "Everybody's")];

    public static IEnumerable<(string Value, string Words)> FlagItems => FlagsShown.Select(f => (f, Flags.Describe(f))).Prepend(Everything);

    public IEnumerable<(string Value, string Words)> FirstItems =>
        [Everything, (WorklistQuery.FirstOnly, $"Read first ({counts.CountFirst():N0})")];

    /// <summary>How many of each kind are read before all others, gravest first, those that there are.</summary>
    public IEnumerable<(ReadFirst Kind, int Count)> FirstCounts =>
        QueueQuery.Groups.Where(g => g != ReadFirst.No).Select(g => (g, counts.First.GetValueOrDefault(g))).Where(c => c.Item2 > 0);

    public int CountFirst => counts.CountFirst();

    public IEnumerable<(string Value, string Words)> SpecialtyItems =>
        counts
            .Specialties.Select(c =>
                (
                    c.Specialty ?? QueueFilter.NoSpecialty,
                    $"{(c.Specialty is null ? "Not stated" : TreatmentFunction.FindName(c.Specialty))} ({c.Count:N0})"
                )
            )
            .Prepend(Everything);

    public IEnumerable<(string Value, string Words)> PriorityItems =>
        Enum.GetValues<Priority>()
            .Reverse()
            .Select(p => (p.ToCode(), $"{p.ToWords()} ({counts.Priorities.GetValueOrDefault(p):N0})"))
            .Prepend(Everything);

    public IEnumerable<(string Value, string Words)> TimeItems =>
        Enum.GetValues<TimeBand>()
            .Select(b => (b.ToString().ToLowerInvariant(), $"{b.ToWords()} ({counts.Bands.GetValueOrDefault(b):N0})"))
            .Prepend(Everything);

    public static string DescribeSpecialty(string code) =>
        code == QueueFilter.NoSpecialty ? "Specialty not stated" : TreatmentFunction.FindName(code);
}
