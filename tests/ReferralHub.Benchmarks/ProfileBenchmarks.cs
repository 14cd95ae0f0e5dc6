using System.Text.Json;
using BenchmarkDotNet.Attributes;
using ReferralHub.Fhir;
using ReferralHub.Fhir.Packages;
using ReferralHub.Fhir.Profiles;
using ReferralHub.Fhir.Structure;

namespace ReferralHub.Benchmarks;

/// <summary>
/// A BaRS message of a GP practice (REFREQ06), against R4 and against the BaRS and UK Core packages. Needs the folder of samples
/// in REFERRALHUB_TEST_SAMPLES. The baseline is the bare parse of the same bytes.
/// </summary>
[MemoryDiagnoser]
public class ProfileBenchmarks
{
    byte[] message = [];
    FhirValidator validator = new(DefinitionSet.None);

    [GlobalSetup]
    public void Load()
    {
        var samples =
            Environment.GetEnvironmentVariable("REFERRALHUB_TEST_SAMPLES")
            ?? throw new InvalidOperationException("REFERRALHUB_TEST_SAMPLES names no folder.");
        message = File.ReadAllBytes(Directory.EnumerateFiles(Path.Combine(samples, "bars"), "refreq06*").Single());
        validator = new(DefinitionSet.Load([Path.Combine(samples, "packages")]));
    }

    [Benchmark(Baseline = true)]
    public int BareParse()
    {
        using var document = JsonDocument.Parse(message);
        return document.RootElement.GetPropertyCount();
    }

    [Benchmark]
    public int ReadAndCheckStructure()
    {
        using var document = FhirJson.Read(message).Document!;
        return FhirStructure.Check(document).Count;
    }

    [Benchmark]
    public int CheckProfiles()
    {
        using var document = FhirJson.Read(message).Document!;
        return validator.CheckProfiles(document).Count;
    }
}
