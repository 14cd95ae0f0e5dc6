using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.EntityFrameworkCore;
using ReferralHub.Platform;
using ReferralHub.Platform.Data;

namespace ReferralHub.Review;

/// <summary>What was typed into the form of a decision.</summary>
public sealed record DecisionForm
{
    /// <summary>accept, change, ask, return, refer or defer.</summary>
    public string? Act { get; init; }

    public string? Specialty { get; init; }

    public string? Priority { get; init; }

    public string? ReasonCode { get; init; }

    public string? Colleague { get; init; }

    public string? Day { get; init; }

    public string? Month { get; init; }

    public string? Year { get; init; }

    /// <summary>One text for each act that needs one, so that what was meant for one reader never reaches another. Browsers send CR LF; kept is LF, which is also what they count.</summary>
    public string? ChangeText
    {
        get;
        init => field = value?.ReplaceLineEndings("\n");
    }

    public string? AskText
    {
        get;
        init => field = value?.ReplaceLineEndings("\n");
    }

    public string? ReturnText
    {
        get;
        init => field = value?.ReplaceLineEndings("\n");
    }

    public string? ReferText
    {
        get;
        init => field = value?.ReplaceLineEndings("\n");
    }

    public string? DeferText
    {
        get;
        init => field = value?.ReplaceLineEndings("\n");
    }

    /// <summary>The text of the act that is chosen.</summary>
    [JsonIgnore]
    public string? Text =>
        Act switch
        {
            "change" => ChangeText,
            "ask" => AskText,
            "return" => ReturnText,
            "refer" => ReferText,
            "defer" => DeferText,
            _ => null,
        };

    /// <summary>Whatever was typed, for showing when it can no longer be sent.</summary>
    [JsonIgnore]
    public IEnumerable<string> Typed =>
        new[] { ChangeText, AskText, ReturnText, ReferText, DeferText }.OfType<string>().Where(t => t.Length > 0);

    internal DecisionRequest ToRequest(string reviewer, string role, int version) =>
        new(
            Act switch
            {
                "accept" or "change" => ReviewOutcome.Accept,
                "ask" => ReviewOutcome.Ask,
                "return" => ReviewOutcome.Return,
                _ => null,
            },
            reviewer,
            role,
            version,
            Act == "return" ? ReasonCode : null,
            Text,
            Act == "change" ? Specialty : null,
            Act == "change" ? Priority : null
        );

    internal static DecisionForm FromPending(PendingDecision pending) =>
        pending.Outcome switch
        {
            ReviewOutcome.Ask => new() { Act = "ask", AskText = pending.Text },
            ReviewOutcome.Return => new()
            {
                Act = "return",
                ReturnText = pending.Text,
                ReasonCode = pending.ReasonCode,
            },
            _ when string.IsNullOrEmpty(pending.Specialty) && string.IsNullOrEmpty(pending.Priority) => new() { Act = "accept" },
            _ => new()
            {
                Act = "change",
                ChangeText = pending.Text,
                Specialty = pending.Specialty,
                Priority = pending.Priority,
            },
        };

    internal DecisionForm Cut(int charactersMax)
    {
        string? Short(string? text) => text?.Length > charactersMax ? text[..charactersMax] : text;
        return this with
        {
            ChangeText = Short(ChangeText),
            AskText = Short(AskText),
            ReturnText = Short(ReturnText),
            ReferText = Short(ReferText),
            DeferText = Short(DeferText),
            Colleague = Short(Colleague),
        };
    }
}

/// <summary>Keeps what a reviewer has typed, in the database: it outlives the session, the browser and the machine.</summary>
public sealed class ReviewDrafts(HubDatabase database, TimeProvider time)
{
    /// <summary>More than any field may hold once it is sent, so that nothing is cut off before it can be shortened.</summary>
    const int CharactersMax = 200_000;

    /// <summary>Returns when it was saved; null when there is no such referral.</summary>
    public Task<DateTime?> SaveAsync(string reference, string reviewer, DecisionForm form, CancellationToken cancellationToken) =>
        database.WriteAsync<DateTime?>(
            async (db, token) =>
            {
                var journey = await ReviewService.FindAsync(db, reference, token);
                if (journey is null)
                    return null;
                var now = time.UtcNow();
                await KeepAsync(db, journey.Id, reviewer, form, now, token);
                return now;
            },
            cancellationToken
        );

    internal async Task KeepAsync(
        HubDbContext db,
        Guid referral,
        string reviewer,
        DecisionForm form,
        DateTime now,
        CancellationToken cancellationToken
    )
    {
        var draft = await db
            .ReviewDrafts.AsTracking()
            .FirstOrDefaultAsync(d => d.Referral == referral && d.Reviewer == reviewer, cancellationToken);
        var fields = JsonSerializer.Serialize(form.Cut(CharactersMax));
        if (draft is null)
            db.ReviewDrafts.Add(
                new()
                {
                    Referral = referral,
                    Reviewer = reviewer,
                    Fields = fields,
                    Saved = now,
                }
            );
        else
            (draft.Fields, draft.Saved) = (fields, now);
    }

    internal static async Task<(DecisionForm Form, DateTime Saved)?> ReadAsync(
        HubDbContext db,
        Guid referral,
        string reviewer,
        CancellationToken cancellationToken
    ) =>
        await db.ReviewDrafts.FirstOrDefaultAsync(d => d.Referral == referral && d.Reviewer == reviewer, cancellationToken) is { } draft
            ? (JsonSerializer.Deserialize<DecisionForm>(draft.Fields) ?? new(), draft.Saved)
            : null;
}
