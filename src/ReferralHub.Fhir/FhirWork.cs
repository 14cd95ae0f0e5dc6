using System.Globalization;

namespace ReferralHub.Fhir;

/// <summary>
/// Counts what checking one document costs, in elements and comparisons. It ends a check that costs more than a document of
/// this size may, and one for which nobody waits any more.
/// </summary>
public sealed class FhirWork
{
    const int LookEverySteps = 1024;

    /// <summary>What any document may cost, however small.</summary>
    internal const long StepsOfAny = 1_000_000;

    /// <summary>What a document may cost for each of its bytes; real messages take less than one.</summary>
    internal const long StepsForEachByte = 20;

    readonly CancellationToken cancellation;
    long lookAt;
    long most = long.MaxValue;

    internal FhirWork(CancellationToken cancellation)
    {
        this.cancellation = cancellation;
        lookAt = LookEverySteps;
    }

    /// <summary>Elements visited and comparisons made up to now.</summary>
    public long Steps { get; private set; }

    /// <summary>Counts steps that are about to be made.</summary>
    /// <exception cref="OperationCanceledException">Nobody waits for the result any more.</exception>
    /// <exception cref="TooCostlyException">The check that is under way costs more than it may.</exception>
    public void Step(long count = 1)
    {
        if ((Steps += count) >= lookAt)
            Look();
    }

    /// <summary>From here on a check may make as many steps as a document of this size may cost; <see cref="Unbind"/> ends it.</summary>
    internal void Bind(int bytes)
    {
        most = Steps + StepsOfAny + (bytes * StepsForEachByte);
        cancellation.ThrowIfCancellationRequested();
    }

    internal void Unbind() => most = long.MaxValue;

    void Look()
    {
        lookAt = Steps + LookEverySteps;
        cancellation.ThrowIfCancellationRequested();
        if (Steps > most)
            throw new TooCostlyException();
    }
}

/// <summary>Checking a document costs more than any document of its size needs.</summary>
sealed class TooCostlyException : Exception
{
    public static string Text { get; } =
        string.Create(
            CultureInfo.InvariantCulture,
            $"Checking this resource takes more than {FhirWork.StepsOfAny:N0} steps and {FhirWork.StepsForEachByte} for each of its "
                + $"bytes; it was not checked to the end. Send it in parts, with fewer references and contained resources each."
        );
}
