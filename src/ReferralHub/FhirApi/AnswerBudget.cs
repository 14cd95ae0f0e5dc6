namespace ReferralHub.FhirApi;

/// <summary>
/// How much one answer may hold, however many searches it is made of: what is asked in few bytes must not be answered in many.
/// </summary>
sealed class AnswerBudget
{
    public const int BytesMax = 10 * 1024 * 1024;

    /// <summary>Ten whole pages.</summary>
    public const int ResourcesMax = 2_000;

    long found;
    long written;
    int resources;

    /// <summary>Counts resources that are to be given; false when they are more than one answer may hold.</summary>
    public bool Take(IEnumerable<FhirResource> given)
    {
        foreach (var resource in given)
        {
            found += resource.Json.Length;
            resources++;
        }

        return !IsUsedUp;
    }

    /// <summary>Counts an answer as it is written; what was counted before counts once.</summary>
    public bool Take(FhirAnswer answer)
    {
        written += answer.Body.Length;
        return !IsUsedUp;
    }

    public bool IsUsedUp => Math.Max(found, written) > BytesMax || resources > ResourcesMax;
}
