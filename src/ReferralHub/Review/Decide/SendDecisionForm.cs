using ReferralHub.Platform;
using ReferralHub.Review.Leave;
using ReferralHub.Web.Users;

namespace ReferralHub.Review.Decide;

/// <summary>Gives what a reviewer chose in the form to the operation that does it.</summary>
public sealed class SendDecisionForm(DecideReferral decide, DeferReferral defer, AskColleague ask)
{
    /// <param name="version">Version of the journey that the form speaks of.</param>
    /// <returns>What is wrong, each at its field of the form; empty when it was done.</returns>
    public async Task<IReadOnlyList<Problem>> SendAsync(
        string reference,
        DecisionForm form,
        HubUser reader,
        int version,
        Guid? session,
        CancellationToken cancellationToken
    )
    {
        var problems = form.Act switch
        {
            FormActs.Refer => Collect(await ask.AskAsync(reference, reader, form.Colleague, form.ReferText, session, cancellationToken)),
            FormActs.Defer => Collect(await defer.DeferAsync(reference, reader, form.Until, form.DeferText, session, cancellationToken)),
            FormActs.Accept or FormActs.Change or FormActs.Ask or FormActs.Return => await decide.DecideAsync(
                reference,
                form.ToRequest(reader.Name, reader.Role, version),
                cancellationToken,
                session
            ),
            _ => [ReviewProblems.ActMissing],
        };
        return [.. problems.Select(p => PointAtField(p, form))];
    }

    static IReadOnlyList<Problem> Collect(Problem? problem) => problem is null ? [] : [problem];

    /// <summary>The problem at the field of the act that is chosen.</summary>
    static Problem PointAtField(Problem problem, DecisionForm form) =>
        problem.Expression switch
        {
            "text" => problem with { Expression = $"text-{form.Act}" },
            "outcome" => problem with { Expression = "act" },
            _ => problem,
        };
}
