using ReferralHub.Fhir.Structure;
using Shouldly;
using Xunit;
using Xunit.Abstractions;

namespace ReferralHub.Fhir.Tests.Oracle;

/// <summary>
/// HL7's own validator cases (FHIR/fhir-test-cases, Apache-2.0) that need no terminology server: whether an error is found where
/// HL7's validator records one. Cases in which we differ stand in <c>ValidatorCaseMisses.tsv</c> with the reason.
/// </summary>
[Collection("Oracle")]
public sealed class ValidatorCaseTests(ITestOutputHelper output)
{
    const double AgreementMin = 0.88;
    static readonly string Cases = Path.Combine(SamplesFolder.Path, "hl7", "validator-cases.ndjson");

    [SkippableFact]
    public void Cases_AgreeButForThoseThatAreListed()
    {
        Skip.IfNot(File.Exists(Cases), $"{Cases} is not here");
        var listed = DisagreementList.Read("ValidatorCaseMisses.tsv").Select(l => l[0]).ToList();

        var judged = ValidatorCase.Read(Cases).ConvertAll(c => (Case: c, Agrees: HasError(c) == c.ExpectError));

        var missed = judged.Where(j => !j.Agrees).Select(j => j.Case.Name).ToList();
        foreach (var module in judged.GroupBy(j => j.Case.Module).OrderBy(g => g.Key, StringComparer.Ordinal))
            Summary.Write(output, $"HL7 validator cases, {module.Key}: {module.Count(j => j.Agrees)} of {module.Count()} agree");
        var agreement = 1 - ((double)missed.Count / judged.Count);
        Summary.Write(
            output,
            FormattableString.Invariant($"HL7 validator cases: {judged.Count - missed.Count} of {judged.Count} agree ({agreement:P1})")
        );
        missed.Except(listed).ShouldBeEmpty("cases that agreed before");
        agreement.ShouldBeGreaterThanOrEqualTo(AgreementMin);
        // The list may hold cases of a collection that is not here whole; those that are here must still differ.
        listed.Intersect(judged.Select(j => j.Case.Name)).Except(missed).ShouldBeEmpty("listed cases that agree now");
    }

    static bool HasError(ValidatorCase one) => one.Judge().Any(i => i.Severity == FhirSeverity.Error);
}
