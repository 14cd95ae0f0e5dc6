using ReferralHub.Fhir.Structure;
using Xunit;
using Xunit.Abstractions;

namespace ReferralHub.Fhir.Tests.Oracle;

public sealed class ValidatorCaseTests(ITestOutputHelper output)
{
    [SkippableFact]
    public void Explore()
    {
        var agree = 0;
        var all = ValidatorCase.Read(Path.Combine(SamplesFolder.Path, "hl7", "validator-cases.ndjson"));
        using var file = new StreamWriter("/tmp/oracle-explore.txt");
        foreach (var one in all)
        {
            var issues = one.Judge();
            var errors = issues.Count(i => i.Severity == FhirSeverity.Error);
            var ok = errors > 0 == one.ExpectError;
            agree += ok ? 1 : 0;
            file.WriteLine($"{(ok ? "ok  " : "MISS")} {one.Name} [{one.Module}] expect {one.ExpectError}");
            foreach (var i in issues)
                file.WriteLine($"       {i.Severity} {i.Code} {i.Expression}: {i.Text}");
        }
        file.WriteLine($"{agree} of {all.Count}");
        output.WriteLine($"{agree} of {all.Count}");
    }
}
