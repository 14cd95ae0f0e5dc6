namespace ReferralHub.Commissioning.Model;

/// <summary>Where a row of the configuration was written, so that whatever is wrong with it can be found.</summary>
/// <param name="File">The file's name without its folder.</param>
/// <param name="Line">From 1; of a YAML row the line on which it begins.</param>
public sealed record RowPlace(string File, int Line)
{
    public override string ToString() => $"{File}, line {Line}";
}
