using ReferralHub.Fhir.FhirPath;
using ReferralHub.Kernel;
using ReferralHub.Triage.Language;
using ReferralHub.Triage.Language.Concepts;

namespace ReferralHub.Triage.Reading;

/// <summary>Reads conditions: every part that is given must hold; cheap parts are asked first, whatever their order in the file.</summary>
sealed class ConditionReader(IReadOnlyDictionary<string, Term> terms)
{
    const int ExpressionCharactersMax = 2_000;
    readonly PathLibrary library = RuleLibrary.Create(terms);

    /// <summary>The condition of a mapping; the caller may have asked for other keys of it and says when it is done.</summary>
    public Condition Read(PackSection section)
    {
        var parts = new List<Condition>();
        if (section.Flag("always"))
            parts.Add(new Always());
        if (section.Flag("followsEarlier"))
            parts.Add(new FollowsEarlier());
        if (section.Flag("interest"))
            parts.Add(new HasInterest());
        Add(
            "priority",
            w => new PriorityIs([
                .. w.Select(p =>
                    Priorities.TryParse(p, out var known)
                        ? known
                        : throw section.FaultAt("priority", $"{p} is not a priority (routine, urgent, asap, stat)")
                ),
            ])
        );
        Add(
            "specialty",
            w => new SpecialtyIs([
                .. w.Select(s =>
                    TreatmentFunction.TryFind(s, out var known)
                        ? known.Code
                        : throw section.FaultAt("specialty", $"{s} is not the code of a treatment function")
                ),
            ])
        );
        Add("flag", w => new FlagIs(w));
        Add(
            "missing",
            w => new IsMissing([
                .. w.Select(m =>
                    Enum.TryParse<MissingItem>(m, true, out var known) && !char.IsDigit(m[0])
                        ? known
                        : throw section.FaultAt(
                            "missing",
                            $"{m} is not something that can be missing ({string.Join(", ", Enum.GetNames<MissingItem>().Select(Camel))})"
                        )
                ),
            ])
        );
        var (from, below) = (section.Number("ageFrom"), section.Number("ageBelow"));
        if (from is not null || below is not null)
            parts.Add(new AgeIs(from, below));
        if (section.Optional("sex") is { } sex)
            parts.Add(
                new SexIs(sex is "male" or "female" or "other" ? sex : throw section.FaultAt("sex", "sex must be male, female or other"))
            );
        Add("mentions", w => new Mentions([.. w.Select(t => Find(section, "mentions", t))]));
        Add("states", w => new States([.. w.Select(t => Find(section, "states", t))]));
        if (section.Optional("expression") is { } expression)
            parts.Add(Expression(section, expression));
        if (section.Has("any"))
            parts.Add(new AnyOf(Several("any")));
        if (section.Has("all"))
            parts.Add(new AllOf(Several("all")));
        if (section.OptionalChild("not") is { } not)
        {
            parts.Add(new Not(Read(not)));
            not.NothingElse();
        }

        return parts.Count switch
        {
            0 => throw section.Fault("this condition says nothing; for every referral write \"always: true\""),
            1 => parts[0],
            _ => new AllOf([.. parts.OrderBy(p => p.Cost)]),
        };

        void Add(string key, Func<List<string>, Condition> make)
        {
            if (!section.Has(key))
            {
                _ = section.ReadWords(key);
                return;
            }

            var words = section.ReadWords(key);
            parts.Add(words.Count > 0 ? make(words) : throw section.FaultAt(key, $"{key} lists nothing"));
        }

        List<Condition> Several(string key)
        {
            var list = section
                .List(key)
                .ConvertAll(child =>
                {
                    var read = Read(child);
                    child.NothingElse();
                    return read;
                });
            return list.Count > 0 ? list : throw section.FaultAt(key, $"{key} lists nothing");
        }
    }

    PathIs Expression(PackSection section, string expression)
    {
        if (expression.Length > ExpressionCharactersMax)
            throw section.FaultAt("expression", $"the expression is longer than {ExpressionCharactersMax:N0} characters");
        try
        {
            return new(
                PathExpression.Compile(expression, null, isStrict: true, library),
                section.Optional("say") ?? throw section.Fault("an expression needs \"say\": what it asks, in words")
            );
        }
        catch (PathException e)
        {
            throw section.FaultWithin("expression", Math.Max(0, e.Position), e.Message);
        }
    }

    /// <summary>Terms by name, or words as they stand.</summary>
    public IReadOnlyList<Term> ReadTerms(PackSection section, string key) => [.. section.ReadWords(key).Select(w => Find(section, key, w))];

    /// <summary>A term of the pack by its name, or the words themselves.</summary>
    Term Find(PackSection section, string key, string word)
    {
        if (terms.GetValueOrDefault(word) is { } known)
            return known;
        try
        {
            return new(word, $"\"{word}\"", null, [word], new HashSet<(string, string)>()) { Patterns = [PatternReader.ReadPhrase(word)] };
        }
        catch (FormatException e)
        {
            throw section.FaultAt(key, e.Message);
        }
    }

    static string Camel(string name) => char.ToLowerInvariant(name[0]) + name[1..];
}
