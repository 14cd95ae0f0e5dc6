namespace ReferralHub.Platform.Data;

/// <summary>Looks for what lies beneath an exception.</summary>
public static class ExceptionCauses
{
    /// <summary>The outermost exception of this type among this one and what caused it; null when there is none.</summary>
    public static T? Find<T>(this Exception? exception)
        where T : Exception
    {
        for (; exception is not null; exception = exception.InnerException)
            if (exception is T found)
                return found;
        return null;
    }
}
