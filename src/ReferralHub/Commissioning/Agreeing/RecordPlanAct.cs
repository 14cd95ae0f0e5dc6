using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using ReferralHub.Commissioning.Checks;
using ReferralHub.Commissioning.Keeping;
using ReferralHub.Commissioning.Model;
using ReferralHub.Commissioning.Plans;
using ReferralHub.Journey;
using ReferralHub.Kernel;
using ReferralHub.Platform;
using ReferralHub.Platform.Data;
using ReferralHub.Platform.Leases;

namespace ReferralHub.Commissioning.Agreeing;

/// <summary>What somebody wants to do about a line of a plan.</summary>
/// <param name="Set">Id of the plan set.</param>
/// <param name="Organisations">ODS codes for which they act; null for a system of the centre, which passes on what others say.</param>
/// <param name="Person">By name.</param>
/// <param name="Post">Post or profession.</param>
/// <param name="Client">The registered system that says who it is; null for somebody who has signed in.</param>
public sealed record PlanActRequest(
    PlanActKind Kind,
    string Set,
    string Holder,
    IReadOnlyCollection<string>? Organisations,
    string? Person,
    string? Post,
    string? Client = null
)
{
    /// <summary>Calendar year in which the financial year begins; null for the one that is meant today.</summary>
    public int? Year { get; init; }

    /// <summary>Of the parties the one for which it is done; may be left out by whoever acts for one alone.</summary>
    public string? For { get; init; }

    /// <summary>The figure that they have read; null when they take it as it stands.</summary>
    public long? Pence { get; init; }

    /// <summary>fully, partly or no.</summary>
    public string? Understood { get; init; }

    /// <summary>A question or an answer.</summary>
    public string? Text { get; init; }

    /// <summary>The question that is answered.</summary>
    public Guid? About { get; init; }
}

/// <summary>
/// Records that somebody proposes, agrees to, understands or answers about a line of a plan, and says it in the log; or says why not.
/// </summary>
public sealed partial class RecordPlanAct(HubDatabase database, CommissioningStore store, TimeProvider time)
{
    /// <summary>Null when it was recorded, or had been by the same person before.</summary>
    public async Task<Problem?> RecordAsync(PlanActRequest request, CancellationToken cancellationToken)
    {
        await store.RefreshAsync(cancellationToken, isForced: true);
        var configuration = store.Current;
        var (now, today) = (time.UtcNow(), WorkingDays.LocalDate(time.UtcNow()));
        if (configuration.PlanSets.FirstOrDefault(s => s.Id == request.Set && !s.IsExample) is not { } set)
            return PlanProblems.NoSuchLine;
        if (!set.Holders.Contains(request.Holder))
            return PlanProblems.NoSuchLine;
        var (by, stranger) = ChooseParty(configuration, set, request, today);
        if (by is null)
            return stranger;
        if (FindFault(request) is { } fault)
            return fault;
        var gain = FindGain(configuration, set, request, by, today);
        return await database.WriteAsync((db, token) => RecordAsync(db, request, set, by, gain, now, token), cancellationToken);
    }

    static async Task<Problem?> RecordAsync(
        HubDbContext db,
        PlanActRequest request,
        PlanSet set,
        string by,
        string? gain,
        DateTime now,
        CancellationToken cancellationToken
    )
    {
        // Two who act at once act one after the other, and the second sees what the first has done.
        await db.HoldLockAsync(LeaseLock.Books, cancellationToken);
        var today = WorkingDays.LocalDate(now);
        var id = new PlanLine(set, request.Holder).Id;
        var year = request.Year ?? PlanYears.Choose(set, today);
        var line = await db.PlanLines.AsTracking().FirstOrDefaultAsync(l => l.Line == id && l.YearStarting == year, cancellationToken);
        if (line is null || line.IsGone)
            return PlanProblems.NoSuchLine;
        // Events of one line have their places in the log by time, and a signature comes after what was agreed before it.
        var after = now <= line.AgreedAt ? line.AgreedAt.Value.AddMilliseconds(1) : now;
        if (request.Kind is PlanActKind.Proposed or PlanActKind.Agreed)
            now = after;
        var acts = await db.PlanActs.AsNoTracking().Where(a => a.Line == id && a.YearStarting == year).ToListAsync(cancellationToken);
        var act = Create(request, line, by, null, now);
        var outcome = PlanActRules.Decide(new(set, line, PlanStanding.Compute(line, acts), act, gain));
        if (outcome.Refusal is not null || outcome.IsKnown)
            return outcome.Refusal;
        if (outcome.About is { } proposal)
            act = Create(request, line, by, proposal, now);
        var events = CarryOut(db, set, line, act, today);
        db.PlanActs.Add(act);
        await BookEventBatch.AppendAsync(db, events, new Actor("planner", act.Person!), after, cancellationToken);
        return null;
    }

    /// <summary>What the act changes, and what the log is told; the text of a question or an answer is no matter of the books.</summary>
    static List<WaitingBookEvent> CarryOut(HubDbContext db, PlanSet set, PlanLineYear line, PlanAct act, DateOnly today)
    {
        WaitingBookEvent Say(string type, DateOnly from) => PlanEvents.Create(type, set, line, line.Amount, act.By, from);
        switch (act.Kind)
        {
            case PlanActKind.Proposed:
                return [Say(BookEventTypes.PlanProposed, line.From)];
            case PlanActKind.Understood:
                var said = Say(BookEventTypes.PlanUnderstood, line.From);
                return [said with { Data = said.Data with { Understood = act.Understood } }];
            case PlanActKind.Agreed:
                var events = new List<WaitingBookEvent>();
                if (line.AgreedPence is { } earlier)
                {
                    db.PlanActs.Add(Supersede(line, act, earlier));
                    events.Add(Say(BookEventTypes.PlanSuperseded, PlanEvents.FindDayOfChange(line, today)));
                }

                (line.AgreedPence, line.AgreedAt) = (line.Pence, act.At);
                events.Add(Say(BookEventTypes.PlanAgreed, line.From));
                return events;
            default:
                return [];
        }
    }

    static PlanAct Create(PlanActRequest request, PlanLineYear line, string by, Guid? proposal, DateTime now)
    {
        var text = request.Text?.Trim().ReplaceLineEndings("\n");
        return new()
        {
            Id = EntityId.New(now),
            Line = line.Line,
            YearStarting = line.YearStarting,
            Kind = request.Kind,
            Pence = request.Pence ?? line.Pence,
            By = by,
            Person = PersonNames.Tidy(request.Person),
            Post = PersonNames.Tidy(request.Post),
            Client = request.Client,
            Understood = request.Kind == PlanActKind.Understood ? request.Understood?.Trim().ToLowerInvariant() : null,
            Text = request.Kind is PlanActKind.Understood or PlanActKind.Answered && text?.Length > 0 ? text : null,
            About = proposal ?? (request.Kind == PlanActKind.Answered ? request.About : null),
            At = now,
        };
    }

    /// <summary>Dated before the agreement, whose figure takes the place of the earlier one.</summary>
    static PlanAct Supersede(PlanLineYear line, PlanAct act, long earlier) =>
        new()
        {
            Id = EntityId.New(act.At),
            Line = line.Line,
            YearStarting = line.YearStarting,
            Kind = PlanActKind.Superseded,
            Pence = earlier,
            By = act.By,
            Person = act.Person,
            Post = act.Post,
            Client = act.Client,
            At = act.At,
        };

    /// <summary>Somebody who is no party of the line is answered as if there were none; a system of the centre names the party.</summary>
    static (string? By, Problem? Problem) ChooseParty(Configuration configuration, PlanSet set, PlanActRequest request, DateOnly today)
    {
        var parties = PlanParties.List(set, request.Holder);
        var own = request.Organisations is { } organisations
            ? PlanParties.FindOwn(set, request.Holder, new Memberships(configuration), organisations, today)
            : parties;
        if (own.Count == 0)
            return (null, PlanProblems.NoSuchLine);
        if (request.For?.Trim() is { Length: > 0 } wanted)
            return own.Contains(wanted) ? (wanted, null) : (null, PlanProblems.NotYours(wanted, own));
        return own.Count == 1 ? (own[0], null)
            : request.Organisations is null ? (null, PlanProblems.PartyMissing(parties))
            : (ChooseAmong(own, request), null);
    }

    /// <summary>Of several parties for which somebody speaks: a holder understands, and whoever gives the money does all else.</summary>
    static string ChooseAmong(IReadOnlyList<string> own, PlanActRequest request) =>
        request.Kind == PlanActKind.Understood && own.Contains(request.Holder) ? request.Holder : own[0];

    static string? FindGain(Configuration configuration, PlanSet set, PlanActRequest request, string by, DateOnly today)
    {
        var person = PlanPeople.ReadName(request.Person, request.Client);
        var gain = new PlanInterests(configuration).FindGains(set, new(by, person, today)).FirstOrDefault();
        return gain switch
        {
            null => null,
            { Interest: { } interest } =>
                $"{person} has a declared interest in {interest.Body}, which provides care as a part of {gain.Maker.Body}",
            _ => $"{by} provides care as a part of {gain.Maker.Body} and gains by this budget",
        };
    }

    static Problem? FindFault(PlanActRequest request)
    {
        var (person, post) = (PersonNames.Tidy(request.Person), PersonNames.Tidy(request.Post));
        return !person.Any(char.IsLetterOrDigit) || person.Length > PlanAct.PersonCharactersMax ? PlanProblems.PersonMissing
            : !post.Any(char.IsLetterOrDigit) || post.Length > PlanAct.PersonCharactersMax ? PlanProblems.PostMissing
            : request.Text?.Length > PlanAct.TextCharactersMax ? PlanProblems.TextTooLong(FindElement(request))
            : NamesPatient(request.Text) ? PlanProblems.PatientNamed(FindElement(request))
            : null;
    }

    static string FindElement(PlanActRequest request) => request.Kind == PlanActKind.Answered ? "answer" : "question";

    /// <summary>Ten digits that are an NHS number, also where they are written in groups.</summary>
    static bool NamesPatient(string? text) =>
        text is not null && TenDigits().Matches(text).Any(found => NhsNumber.TryParse(found.Value, out _));

    [GeneratedRegex(@"(?<!\d)\d{3}[ -]?\d{3}[ -]?\d{4}(?!\d)")]
    private static partial Regex TenDigits();
}
