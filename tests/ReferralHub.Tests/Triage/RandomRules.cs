using ReferralHub.Journey;
using ReferralHub.Kernel;
using ReferralHub.Triage;
using ReferralHub.Triage.Language;

namespace ReferralHub.Tests.Triage;

/// <summary>Conditions, rules, packs and referrals by chance, from a seed.</summary>
sealed class RandomRules(int seed)
{
    static readonly Term Word = new("word", "a word", null, ["haemoptysis"], new HashSet<(string, string)>());
    readonly Random random = new(seed);

    public Condition Condition(int depth) =>
        random.Next(depth > 0 ? 11 : 8) switch
        {
            0 => new Always(),
            1 => new PriorityIs([Pick(Enum.GetValues<Priority>())]),
            2 => new SpecialtyIs([Pick<string>(["110", "120"])]),
            3 => new AgeIs(random.Next(80), null),
            4 => new SexIs(Pick<string>(["male", "female"])),
            5 => new IsMissing([Pick<MissingItem>([MissingItem.Reason, MissingItem.Attachment])]),
            6 => new Mentions([Word]),
            7 => new States([Word]),
            8 => new AllOf([Condition(depth - 1), Condition(depth - 1)]),
            9 => new AnyOf([Condition(depth - 1), Condition(depth - 1)]),
            _ => new Not(Condition(depth - 1)),
        };

    public RulePack Pack(string id) =>
        new(id, "1", "t", "o", new(2020, 1, 1), null, [.. Enumerable.Range(0, random.Next(1, 6)).Select(i => Rule($"r{i}"))]);

    public TriageFacts Facts() =>
        new()
        {
            Priority = Pick(Enum.GetValues<Priority>()),
            Specialty = Pick<string?>(["110", "120", null]),
            Age = random.Next(3) == 0 ? null : random.Next(100),
            Sex = Pick<string?>(["male", "female", null]),
            Reason = Pick<string?>(["Cough", null]),
            Text = Pick<string>(["", "Cough with haemoptysis", "Cough, no haemoptysis"]),
            HasAttachment = random.Next(2) == 0,
            Asked = random.Next(4) == 0 ? ["a/r0", "b/r1"] : [],
        };

    Rule Rule(string id)
    {
        var criteria = Enumerable
            .Range(0, random.Next(3))
            .Select(i => new Criterion($"c{i}", Condition(2), random.Next(2) == 0 ? "Is it so?" : null))
            .ToList();
        var unless = Enumerable.Range(0, random.Next(2)).Select(i => new Criterion($"u{i}", Condition(1), null)).ToList();
        return new(
            id,
            "t",
            new("s", null, null),
            Condition(2),
            unless,
            criteria,
            criteria.Count == 0 ? 0 : random.Next(1, criteria.Count + 1),
            Effect(),
            Effect(),
            Effect(),
            random.Next(2) == 0 ? Effect() : null,
            null,
            null,
            []
        );
    }

    RuleEffect Effect()
    {
        var outcome = Pick(Enum.GetValues<RuleOutcome>());
        return new(outcome, "r")
        {
            Questions = outcome == RuleOutcome.Ask ? ["q?"] : [],
            First = outcome == RuleOutcome.Review ? Pick(Enum.GetValues<ReadFirst>()) : ReadFirst.No,
            Specialty = outcome == RuleOutcome.AcceptElsewhere ? "650" : null,
        };
    }

    T Pick<T>(IReadOnlyList<T> of) => of[random.Next(of.Count)];
}
