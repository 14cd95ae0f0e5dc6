using ReferralHub.Triage;
using ReferralHub.Triage.Language;
using ReferralHub.Triage.Language.Concepts;

namespace ReferralHub.Tests.Triage;

/// <summary>What one line of a pack makes of one text: true when it is said, false when it is denied, null when it is not there.</summary>
static class ConceptText
{
    static readonly PatternReader Reader = new(new Dictionary<string, IReadOnlyList<string>>());

    static readonly Term Empty = new("t", "t", null, [], new HashSet<(string, string)>());

    public static bool? Say(string line, string text) => Find(Empty with { Patterns = [Reader.ReadLine(line)] }, text);

    public static bool? SayBut(string line, string notIn, string text) =>
        Find(Empty with { Patterns = [Reader.ReadLine(line)], NotIn = [Reader.ReadLine(notIn)] }, text);

    /// <summary>A line beside other words that the pack knows.</summary>
    public static bool? SayBeside(string line, string others, string text)
    {
        var term = Empty with { Patterns = [Reader.ReadLine(line)] };
        var index = ConceptIndex.Create([term, Empty with { Id = "others", Patterns = [Reader.ReadLine(others)] }]);
        return TermSearch.Find(term, text, index).IsSaid;
    }

    public static bool? SayValue(string name, double least, double most, string text) =>
        Find(Empty with { Values = [Reader.ReadValue([name], least, most)] }, text);

    static bool? Find(Term term, string text) => TermSearch.Find(term, text).IsSaid;
}
