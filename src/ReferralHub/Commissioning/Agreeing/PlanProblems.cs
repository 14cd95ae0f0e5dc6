using ReferralHub.Kernel;
using ReferralHub.Platform;

namespace ReferralHub.Commissioning.Agreeing;

/// <summary>What proposing, agreeing to and asking about a budget may refuse, and why. Codes are stable; texts may be improved.</summary>
static class PlanProblems
{
    public static readonly Problem NoSuchLine = Problem.NotFound(
        "plan-line-not-found",
        "There is no such line of a plan in that year, or it is none of your organisation's."
    );

    public static readonly Problem NoSuchPractice = Problem.NotFound(
        "practice-not-found",
        "There is no practice with this ODS code, or it is none of yours."
    );

    public static readonly Problem PersonMissing = Problem.Missing(
        "by",
        $"Say who does it, by name, in at most {PlanAct.PersonCharactersMax} characters.",
        "by"
    );

    public static readonly Problem PostMissing = Problem.Missing(
        "role",
        $"Say in which post they do it, in at most {PlanAct.PersonCharactersMax} characters.",
        "role"
    );

    public static readonly Problem OwnMoney = Problem.Conflict(
        "own-money",
        "Whoever gives this money keeps it and nobody else has a part in it, so it is agreed by being written down."
    );

    public static readonly Problem UnderstoodMissing = Problem.Missing(
        "understood",
        "Say how far you understand how the budget was set: fully, partly or no.",
        "understood"
    );

    public static readonly Problem QuestionMissing = Problem.Missing(
        "question",
        "Say what is not understood, so that it can be answered.",
        "question"
    );

    public static readonly Problem AnswerMissing = Problem.Missing("answer", "Write the answer.", "answer");

    public static readonly Problem NoSuchQuestion = Problem.NotFound(
        "question-not-found",
        "There is no such question about this budget.",
        "about"
    );

    public static Problem PatientNamed(string element) =>
        Problem.Invalid(
            element,
            "The text has an NHS number in it. It is read by people who may know of no patient: say it without naming one.",
            element
        );

    public static Problem TextTooLong(string element) =>
        Problem.Invalid(element, $"The text may have {PlanAct.TextCharactersMax:N0} characters at the most.", element);

    public static Problem PartyMissing(IEnumerable<string> parties) =>
        Problem.Missing("party", $"Say for which of its parties it is done: {string.Join(" or ", parties)}.", "for");

    public static Problem NotYours(string wanted, IEnumerable<string> own) =>
        Problem.Forbidden("not-a-party", $"{wanted} is no party of this budget for which you act; {string.Join(" or ", own)} is.", "for");

    public static Problem OnlyHolder(string holder) =>
        Problem.Forbidden("only-holder", $"Only {holder}, which holds this budget, says how far it understands it.", "for");

    public static Problem OnlyGiver(IEnumerable<string> givers) =>
        Problem.Forbidden("only-giver", $"Only {string.Join(" or ", givers)} answers, whose money it is.", "for");

    public static Problem FigureChanged(Money now) =>
        Problem.Conflict("figure-changed", $"The steps arrive at {now} by now. Read them again, then say whether you agree.", "pence");

    public static Problem Interested(string gain) =>
        Problem.Forbidden("interested", $"{gain}. Have somebody without an interest in it do this; nothing was recorded.");

    public static Problem AlreadyAgreed(Money amount, DateTime? at) =>
        Problem.Conflict(
            "already-agreed",
            $"{amount} is agreed{(at is { } when ? $" since {WorkingDays.LocalTime(when):d MMMM yyyy}" : "")}; there is nothing to add."
        );

    public static Problem NotProposed(Money amount) =>
        Problem.Conflict("not-proposed", $"Nobody has put {amount} forward yet. Propose it; another party then agrees.");

    public static Problem SameBody(string body) =>
        Problem.Conflict("same-body", $"{body} has put it forward itself. Somebody of another party must agree.");

    public static Problem SamePerson(string person) =>
        Problem.Conflict("same-person", $"{person} has put it forward. Somebody else must agree, for another party.");

    public static readonly Problem SecondOnlySaid = Problem.Conflict(
        "second-only-said",
        "One of the two signatures was only said by a system. Two people sign in, or two systems say it."
    );

    public static Problem NoGiver(IEnumerable<string> givers) =>
        Problem.Conflict("no-giver", $"One of the two who agree must be {string.Join(" or ", givers)}, whose money it is.");

    public static Problem AlreadyAnswered(PlanAct answer) =>
        Problem.Conflict("already-answered", $"{answer.Person} answered it on {WorkingDays.LocalTime(answer.At):d MMMM yyyy}.");
}
