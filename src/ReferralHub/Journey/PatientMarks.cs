namespace ReferralHub.Journey;

/// <summary>What of a journey's flags is about the patient, for every place that names one.</summary>
public static class PatientMarks
{
    /// <summary>In words, the gravest first; whether it is grave decides the colour.</summary>
    /// <param name="flagCodes">Space-separated codes of <see cref="Flags"/>.</param>
    public static IReadOnlyList<(string Words, bool IsGrave)> Read(string flagCodes)
    {
        if (flagCodes.Length == 0)
            return [];
        var flags = flagCodes.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return [.. Flags.OfThePatient.Where(flags.Contains).Select(f => (Flags.Describe(f), f is not Flags.InterpreterNeeded))];
    }

    /// <summary>Behind a name in a sentence: empty, or the marks in brackets.</summary>
    public static string Describe(string flagCodes) =>
        Read(flagCodes) is { Count: > 0 } marks ? $" ({string.Join("; ", marks.Select(m => m.Words))})" : "";
}
