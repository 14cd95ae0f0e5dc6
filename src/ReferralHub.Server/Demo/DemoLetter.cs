namespace ReferralHub.Server.Demo;

/// <summary>
/// A clinical letter of the demonstration, before it is about somebody: fictitious throughout. In the texts {age}, {he}, {his} and {man}
/// are the patient's, {side} is a side of the body and {months} a number of months.
/// </summary>
/// <param name="Reason">In a line, as it stands in the list.</param>
/// <param name="History">Paragraphs, separated by an empty line.</param>
/// <param name="Asks">What the referrer wants.</param>
sealed record DemoLetter(string Reason, string History, string Examination, string Asks)
{
    public int AgeFrom { get; init; } = 18;

    public int AgeTo { get; init; } = 84;

    /// <summary>male or female, for what only they can have.</summary>
    public string? Sex { get; init; }

    /// <summary>Measured values, each between its two bounds.</summary>
    public IReadOnlyList<(string Name, string Unit, double Low, double High)> Values { get; init; } = [];

    /// <summary>Findings in words.</summary>
    public IReadOnlyList<(string Name, string Words)> Findings { get; init; } = [];

    public IReadOnlyList<string> Problems { get; init; } = [];

    public IReadOnlyList<string> Medication { get; init; } = [];

    /// <summary>What the patient was told to do if it gets worse; null when the letter does not say.</summary>
    public string? SafetyNet { get; init; }

    /// <summary>The letter is short of what a reader needs, as some are.</summary>
    public bool IsThin { get; init; }

    /// <summary>Goes with a picture that is drawn for it.</summary>
    public DemoPictureKind? Picture { get; init; }
}

/// <summary>What a picture of the demonstration shows.</summary>
enum DemoPictureKind
{
    SkinLesion,
    Audiogram,
}
