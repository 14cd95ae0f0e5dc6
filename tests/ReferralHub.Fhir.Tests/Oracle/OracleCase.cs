using System.Text;
using ReferralHub.Fhir.Profiles;
using ReferralHub.Fhir.Structure;

namespace ReferralHub.Fhir.Tests.Oracle;

/// <summary>One resource before two judges.</summary>
/// <param name="Ours">Errors that our kernel tells.</param>
/// <param name="Theirs">Errors that Firely tells.</param>
sealed record OracleCase(string Name, IReadOnlyList<string> Ours, IReadOnlyList<string> Theirs)
{
    public bool Agrees => Ours.Count > 0 == Theirs.Count > 0;

    /// <summary>Who alone finds an error.</summary>
    public string Finder => Ours.Count > 0 ? "ours" : "Firely";

    public static OracleCase Judge(string name, byte[] resource, FhirValidator ours, FirelyOracle theirs) =>
        new(name, Errors(resource, ours), theirs.Errors(resource));

    static List<string> Errors(byte[] resource, FhirValidator validator)
    {
        var (document, problem) = FhirJson.Read(resource);
        if (document is null)
            return [$"{problem!.IssueType} {problem.Text}"];
        using (document)
            return
            [
                .. validator
                    .Check(document)
                    .Where(i => i.Severity == FhirSeverity.Error)
                    .Select(i => $"{i.Code} at {i.Expression}: {i.Text}"),
            ];
    }

    /// <summary>Compares with the list of known disagreements, prints the sum and says what is new and what is gone.</summary>
    public static (List<string> New, List<string> Gone) Compare(List<OracleCase> judged, IEnumerable<string[]> listed)
    {
        var known = listed.Select(l => $"{l[0]}\t{l[1]}").ToHashSet(StringComparer.Ordinal);
        var different = judged.Where(j => !j.Agrees).ToList();
        var told = different.Select(d => $"{d.Name}\t{d.Finder}").ToHashSet(StringComparer.Ordinal);
        return (
            [.. different.Where(d => !known.Contains($"{d.Name}\t{d.Finder}")).Select(d => d.ToLine())],
            [.. known.Where(k => !told.Contains(k))]
        );
    }

    /// <summary>Name, who alone finds an error, and the first of what was found.</summary>
    public string ToLine()
    {
        var line = new StringBuilder($"{Name}\t{Finder}\t");
        return line.AppendJoin(" | ", (Ours.Count > 0 ? Ours : Theirs).Take(2)).ToString();
    }
}
