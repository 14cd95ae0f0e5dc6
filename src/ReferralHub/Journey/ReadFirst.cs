namespace ReferralHub.Journey;

/// <summary>Why a referral is read before all others, mildest first; the gravest reason that was found counts.</summary>
public enum ReadFirst
{
    /// <summary>It is read in its turn.</summary>
    No,

    /// <summary>Something in it asks for attention: a safeguarding concern, urgency in words, an unread attachment.</summary>
    Attention,

    /// <summary>It says something that may be cancer, or was sent as suspected cancer and is in review all the same.</summary>
    SuspectedCancer,

    /// <summary>It says something that may not wait for hours.</summary>
    Emergency,
}

public static class ReadFirstWords
{
    /// <summary>In words for pages; empty for one that is read in its turn.</summary>
    public static string ToWords(this ReadFirst first) =>
        first switch
        {
            ReadFirst.Emergency => "May be an emergency",
            ReadFirst.SuspectedCancer => "May be cancer",
            ReadFirst.Attention => "For attention",
            _ => "",
        };
}
