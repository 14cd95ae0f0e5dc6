namespace ReferralHub.Web.Charts;

/// <summary>
/// The room a picture has. Each is drawn for a wide page and for a narrow one, and the style sheet shows the one that fits: letters that
/// shrank with the picture could not be read on a telephone.
/// </summary>
/// <param name="Width">In units; a unit is about a pixel where it is shown.</param>
readonly record struct ChartFrame(string Name, int Width, int FontSize, int SmallSize)
{
    /// <summary>A page on a desk, and paper.</summary>
    public static readonly ChartFrame Wide = new("wide", 880, 16, 14);

    /// <summary>A telephone of 390 pixels, less the page's margins.</summary>
    public static readonly ChartFrame Narrow = new("narrow", 360, 15, 14);

    public bool IsWide => this == Wide;

    /// <summary>From one line of words to the next.</summary>
    public int LineHeight => FontSize + 4;
}
