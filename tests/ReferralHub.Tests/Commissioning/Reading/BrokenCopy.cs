using System.Text;
using ReferralHub.Commissioning.Model;

namespace ReferralHub.Tests.Commissioning.Reading;

/// <summary>A copy of the models with one edit, and where the fault must be found.</summary>
/// <param name="From">Text that is replaced; empty to add at the end.</param>
/// <param name="At">Text on the line that the fault names, in the copy.</param>
/// <param name="Says">A part of the sentence.</param>
sealed record BrokenCopy(string Name, string File, string From, string To, string? Row, string At, string Says)
{
    public Dictionary<string, byte[]> Files => ShownModels.Edit(ShownModels.Models, File, From, To);

    public int Line => FindLine(Encoding.UTF8.GetString(Files[File]), At);

    /// <summary>Whether this is the fault, at its place.</summary>
    public bool Is(ConfigurationFault fault) =>
        fault.IsError
        && fault.Place?.File == File
        && fault.Place.Line == Line
        && fault.Row == Row
        && fault.Text.Contains(Says, StringComparison.Ordinal);

    public override string ToString() => Name;

    static int FindLine(string text, string at)
    {
        var found = text.IndexOf(at, StringComparison.Ordinal);
        return found < 0 ? -1 : text.AsSpan(0, found).Count('\n') + 1;
    }
}
