using ReferralHub.Triage.Language;
using ReferralHub.Triage.Language.Concepts;

namespace ReferralHub.Triage.Reading;

/// <summary>Reads the concepts of a pack, and tries the texts that stand beside each.</summary>
sealed class TermReader
{
    const string Snomed = "http://snomed.info/sct";
    readonly PatternReader patterns;
    readonly List<(PackSection Section, Term Term)> read = [];

    /// <param name="root">The pack, whose groups the lines may name.</param>
    public TermReader(PackSection root) =>
        patterns = new(
            root.OptionalChild("groups") is { } groups ? groups.Words().ToDictionary(g => g.Key, g => g.Words, StringComparer.Ordinal) : []
        );

    public Term Read(string id, PackSection section)
    {
        var codes = new HashSet<(string, string)>();
        foreach (var code in section.ReadWords("sct"))
            codes.Add((Snomed, code));
        foreach (var system in section.OptionalList("codes"))
        {
            var uri = system.Text("system");
            foreach (var code in system.ReadWords("codes"))
                codes.Add((uri, code));
            system.NothingElse();
        }

        var (phrases, lines) = (section.ReadWords("phrases"), section.ReadWords("words"));
        var values = section.OptionalList("values").ConvertAll(ReadValue);
        var term = new Term(id, section.Text("title"), section.Optional("source"), phrases, codes)
        {
            Lines = lines,
            Patterns =
            [
                .. phrases.Select(p => ReadPattern(section, "phrases", p, PatternReader.ReadPhrase)),
                .. lines.Select(l => ReadPattern(section, "words", l, patterns.ReadLine)),
            ],
            NotIn = [.. section.ReadWords("notIn").Select(l => ReadPattern(section, "notIn", l, patterns.ReadLine))],
            Values = [.. values.Select(v => v.Pattern)],
            ValueWords = [.. values.Select(v => v.Words)],
            CountsOfFamily = section.Flag("ofFamily"),
            IgnoresPast = section.Optional("past") switch
            {
                null or "counts" => false,
                "ignored" => true,
                var other => throw section.FaultAt("past", $"past must be counts or ignored, not {other}"),
            },
            Said = section.ReadWords("said"),
            NotSaid = section.ReadWords("notSaid"),
        };
        section.NothingElse();
        if (term.Codes.Count > 0 && term.Source is null)
            throw section.Fault($"the codes of {id} need a source");
        if (values.Count > 0 && term.Source is null)
            throw section.Fault($"the values of {id} need a source");
        if (term.Patterns.Count + term.Codes.Count + term.Values.Count == 0)
            throw section.Fault($"the term {id} has neither phrases nor words nor values nor codes");
        read.Add((section, term));
        return term;
    }

    static Pattern ReadPattern(PackSection section, string key, string line, Func<string, Pattern> read)
    {
        try
        {
            return read(line);
        }
        catch (FormatException e)
        {
            throw section.FaultAt(key, e.Message);
        }
    }

    (ValuePattern Pattern, string Words) ReadValue(PackSection section)
    {
        var names = section.ReadWords("name");
        var (least, below, most) = (section.Decimal("atLeast"), section.Decimal("below"), section.Decimal("atMost"));
        if (names.Count == 0)
            throw section.Fault("name is missing: how the value is called");
        if (least is null && below is null && most is null)
            throw section.Fault("atLeast, below or atMost is missing");
        if (below is not null && most is not null)
            throw section.FaultAt("atMost", "a value has either below or atMost");
        section.NothingElse();
        var bounds = new[] { (least, "at least"), (below, "below"), (most, "at most") }.Where(b => b.Item1 is not null);
        try
        {
            return (
                patterns.ReadValue(
                    names,
                    least ?? double.NegativeInfinity,
                    below is { } end ? Math.BitDecrement(end) : most ?? double.PositiveInfinity
                ),
                FormattableString.Invariant(
                    $"{names[0]} {string.Join(" and ", bounds.Select(b => FormattableString.Invariant($"{b.Item2} {b.Item1}")))}"
                )
            );
        }
        catch (FormatException e)
        {
            throw section.FaultAt("name", e.Message);
        }
    }

    /// <summary>Tries the texts beside each term that was read.</summary>
    public void TryExamples(ConceptIndex index)
    {
        foreach (var (section, term) in read)
        {
            foreach (var text in term.Said)
                if (TermSearch.Find(term, text, index).IsSaid is not true)
                    throw section.FaultAt("said", $"\"{text}\" does not say {term.Id}");
            foreach (var text in term.NotSaid)
                if (TermSearch.Find(term, text, index).IsSaid is true)
                    throw section.FaultAt("notSaid", $"\"{text}\" says {term.Id}");
        }
    }
}
