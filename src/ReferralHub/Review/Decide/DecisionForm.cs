using System.Globalization;
using System.Text.Json.Serialization;

namespace ReferralHub.Review.Decide;

/// <summary>What was typed into the form of a decision.</summary>
public sealed record DecisionForm
{
    /// <summary>One of <see cref="FormActs"/>.</summary>
    public string? Act { get; init; }

    public string? Specialty { get; init; }

    public string? Priority { get; init; }

    public string? ReasonCode { get; init; }

    public string? Colleague { get; init; }

    public string? Day { get; init; }

    public string? Month { get; init; }

    public string? Year { get; init; }

    // Each act that needs a text has its own, so that what was meant for one reader never reaches another. Browsers send
    // CR LF; the form keeps LF, which is also what browsers count.
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
            FormActs.Change => ChangeText,
            FormActs.Ask => AskText,
            FormActs.Return => ReturnText,
            FormActs.Refer => ReferText,
            FormActs.Defer => DeferText,
            _ => null,
        };

    /// <summary>Whatever was typed, for showing when it can no longer be sent.</summary>
    [JsonIgnore]
    public IEnumerable<string> Typed =>
        new[] { ChangeText, AskText, ReturnText, ReferText, DeferText }.OfType<string>().Where(t => t.Length > 0);

    /// <summary>The day until which it is deferred; null when none that exists was entered.</summary>
    [JsonIgnore]
    public DateOnly? Until =>
        DateOnly.TryParseExact(
            $"{Year}-{Month?.PadLeft(2, '0')}-{Day?.PadLeft(2, '0')}",
            "yyyy-MM-dd",
            CultureInfo.InvariantCulture,
            DateTimeStyles.None,
            out var date
        )
            ? date
            : null;

    internal DecisionRequest ToRequest(string reviewer, string role, int version) =>
        new(
            Act switch
            {
                FormActs.Accept or FormActs.Change => ReviewOutcome.Accept,
                FormActs.Ask => ReviewOutcome.Ask,
                FormActs.Return => ReviewOutcome.Return,
                _ => null,
            },
            reviewer,
            role,
            version,
            Act == FormActs.Return ? ReasonCode : null,
            Text,
            Act == FormActs.Change ? Specialty : null,
            Act == FormActs.Change ? Priority : null
        );

    internal static DecisionForm FromPending(PendingDecision pending) =>
        pending.Outcome switch
        {
            ReviewOutcome.Ask => new() { Act = FormActs.Ask, AskText = pending.Text },
            ReviewOutcome.Return => new()
            {
                Act = FormActs.Return,
                ReturnText = pending.Text,
                ReasonCode = pending.ReasonCode,
            },
            _ when string.IsNullOrEmpty(pending.Specialty) && string.IsNullOrEmpty(pending.Priority) => new() { Act = FormActs.Accept },
            _ => new()
            {
                Act = FormActs.Change,
                ChangeText = pending.Text,
                Specialty = pending.Specialty,
                Priority = pending.Priority,
            },
        };

    /// <summary>What the rules suggest, where nothing was typed yet: their questions and their advice.</summary>
    internal static DecisionForm FromRules(Referral.ReferralSheet sheet) =>
        new()
        {
            AskText = string.Join('\n', sheet.Questions),
            ReturnText = string.Join('\n', sheet.Why.Select(w => w.Advice).OfType<string>().Distinct()),
        };

    internal DecisionForm Cut(int charactersMax)
    {
        string? Shorten(string? text) => text?.Length > charactersMax ? text[..charactersMax] : text;
        return this with
        {
            ChangeText = Shorten(ChangeText),
            AskText = Shorten(AskText),
            ReturnText = Shorten(ReturnText),
            ReferText = Shorten(ReferText),
            DeferText = Shorten(DeferText),
            Colleague = Shorten(Colleague),
        };
    }
}
