namespace ReferralHub.Fhir.FhirPath;

/// <summary>An expression that cannot be read, or that cannot be evaluated on what it was given.</summary>
public sealed class PathException : Exception
{
    public PathException(string message, int position)
        : base(message) => Position = position;

    public PathException() { }

    /// <summary>Without a position yet: whoever knows it puts it in.</summary>
    public PathException(string message)
        : base(message) => Position = -1;

    public PathException(string message, Exception inner)
        : base(message, inner) { }

    /// <summary>0-based character of the expression at fault.</summary>
    public int Position { get; }
}
