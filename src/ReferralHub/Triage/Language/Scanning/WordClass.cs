namespace ReferralHub.Triage.Language.Scanning;

/// <summary>What a word does to the words around it. A word may do several things.</summary>
[Flags]
enum WordClass : long
{
    None = 0,

    /// <summary>Denies what follows: no, denies, without.</summary>
    Deny = 1 << 0,

    /// <summary>Denies a whole list, though only commas join it: denies.</summary>
    DenyList = 1 << 1,

    /// <summary>Denies what stands before it, when its clause ends with it: absent, nil, ruled out.</summary>
    DenyBack = 1 << 2,

    /// <summary>After "no" or "not" it makes no denial of what follows: no doubt, no improvement, not settling.</summary>
    Pseudo = 1 << 3,

    /// <summary>Ends a denial: but, however, except.</summary>
    Contrast = 1 << 4,

    /// <summary>A predicate: what has one is no bare noun phrase.</summary>
    Verb = 1 << 5,

    /// <summary>Ends a noun phrase, though not the list that it is in: for, since, during.</summary>
    Preposition = 1 << 6,
    Or = 1 << 7,
    And = 1 << 8,

    /// <summary>Says that something is there: visible, persistent, new.</summary>
    Assertive = 1 << 9,

    /// <summary>Opens a list of what was looked for: red flags, symptoms.</summary>
    ListHead = 1 << 10,
    Relative = 1 << 11,

    /// <summary>What relatives do when they tell of the patient: reports, noticed, worried.</summary>
    Reporting = 1 << 12,

    /// <summary>What is said of relatives themselves: had, died.</summary>
    OfRelative = 1 << 13,
    FamilyHistory = 1 << 14,
    Past = 1 << 15,

    /// <summary>Opens advice on what might come: advised, to return.</summary>
    Advice = 1 << 16,

    /// <summary>Makes advice of what follows, once advice was opened: if, should.</summary>
    Condition = 1 << 17,

    /// <summary>Who is meant is the patient: she, he, patient.</summary>
    Subject = 1 << 18,

    /// <summary>May stand between the name of a value and its number: was, result, of.</summary>
    Filler = 1 << 19,
    TimeUnit = 1 << 20,
    NumberWord = 1 << 21,

    /// <summary>The number after it is a lower bound: over, more than.</summary>
    Over = 1 << 22,

    /// <summary>The number after it is an upper bound: under, less than.</summary>
    Under = 1 << 23,

    /// <summary>Says nothing clinical by itself: please, the, patient.</summary>
    Common = 1 << 24,

    /// <summary>"Ago" and what else puts a time into the past.</summary>
    Ago = 1 << 25,

    /// <summary>Makes a difficulty of what follows: "problems with swallowing" is one phrase.</summary>
    Difficulty = 1 << 26,

    /// <summary>"A month" is one month.</summary>
    Article = 1 << 27,

    /// <summary>Between the ends of a range.</summary>
    To = 1 << 28,

    /// <summary>Makes a number one of an order: 1st, 2nd.</summary>
    Ordinal = 1 << 29,

    /// <summary>A letter that is a unit of time when it is written onto a number: 3d, 6w.</summary>
    ShortTimeUnit = 1 << 30,

    /// <summary>"Family", before "history".</summary>
    FamilyWord = 1L << 31,
    HistoryWord = 1L << 32,

    /// <summary>"To be excluded", "cannot be excluded": nothing is denied by it.</summary>
    Be = 1L << 33,

    /// <summary>Safety-netting makes advice of all that follows in its sentence.</summary>
    SafetyNet = 1L << 34,

    /// <summary>Sets what follows against what stands before: but, however.</summary>
    Adversative = 1L << 35,

    /// <summary>Name of something that is measured: MCV, eGFR.</summary>
    Measure = 1L << 36,

    /// <summary>Excluded, ruled (out): denies what was excluded, not what somebody wants excluded.</summary>
    Exclude = 1L << 37,
    Out = 1L << 38,

    /// <summary>Somebody wants what follows: would like, needs, to have.</summary>
    Request = 1L << 39,

    /// <summary>How or when something was excluded: by, on, clinically.</summary>
    Agent = 1L << 40,

    /// <summary>It was done: was, has been, had.</summary>
    Done = 1L << 41,

    /// <summary>Leaves open whether it was: if, whether, until.</summary>
    Unsettled = 1L << 42,

    /// <summary>Before "this", "it" or a degree it says that what was never so before is so now: like this, as bad.</summary>
    Likeness = 1L << 43,

    /// <summary>This, that, it: what the letter is about.</summary>
    This = 1L << 44,

    /// <summary>After "this" or "so": bad, severe.</summary>
    Degree = 1L << 45,

    /// <summary>At the end of "never had … before".</summary>
    Before = 1L << 46,

    /// <summary>Denies what was until now: never, not.</summary>
    Never = 1L << 47,

    /// <summary>Not the word as it stands: it was found by what was probably meant.</summary>
    Meant = 1L << 48,

    /// <summary>Says that somebody was told something: told, asked, knows.</summary>
    Told = 1L << 49,

    /// <summary>After "to" what somebody was told to do if it gets worse: come back, ring.</summary>
    Returning = 1L << 50,

    /// <summary>Before what somebody has and not what they might get: her, this.</summary>
    Own = 1L << 51,

    /// <summary>Before what somebody might come back with.</summary>
    With = 1L << 52,
}

/// <summary>What stands between a word and the one before it.</summary>
[Flags]
enum Marks
{
    None = 0,
    Comma = 1 << 0,

    /// <summary>A sentence ends: full stop, exclamation or question mark, blank line.</summary>
    Stop = 1 << 1,
    Semicolon = 1 << 2,
    Colon = 1 << 3,

    /// <summary>A dash between words, not a hyphen within one.</summary>
    Dash = 1 << 4,
    Hyphen = 1 << 5,
    Line = 1 << 6,

    /// <summary>A question mark before the word: a suspicion.</summary>
    Query = 1 << 7,
    Open = 1 << 8,
    Close = 1 << 9,
    Slash = 1 << 10,
    Plus = 1 << 11,
    More = 1 << 12,
    Less = 1 << 13,
    Arrow = 1 << 14,

    /// <summary>No space: digits that follow letters, letters that follow digits.</summary>
    Attached = 1 << 15,

    /// <summary>A question ends; an answer may follow.</summary>
    Asked = 1 << 16,

    SentenceEnd = Stop | Semicolon | Asked,
    ClauseEnd = SentenceEnd | Line | Dash,
}
