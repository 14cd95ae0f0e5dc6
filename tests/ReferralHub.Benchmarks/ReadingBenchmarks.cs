using System.Text.Json;
using BenchmarkDotNet.Attributes;
using ReferralHub.Choice;
using ReferralHub.Fhir;
using ReferralHub.Fhir.FhirPath;
using ReferralHub.Fhir.Structure;
using ReferralHub.Intake;
using ReferralHub.Kernel;
using ReferralHub.Server.Demo;
using ReferralHub.Triage;

namespace ReferralHub.Benchmarks;

/// <summary>The pure steps that one referral passes through. The baseline is the bare parse of the same bytes.</summary>
[MemoryDiagnoser]
public class ReadingBenchmarks
{
    const int PaddingBytes = 9_800;
    static readonly DateTime Now = new(2026, 11, 20, 10, 0, 0, DateTimeKind.Utc);
    readonly byte[] message = Message();
    readonly IReadOnlyList<RulePack> packs = PackFolder.Read(Path.Combine(AppContext.BaseDirectory, "packs"));
    readonly TriageFacts facts = new()
    {
        Specialty = "110",
        Age = 60,
        Sex = "female",
        Reason = "Knee pain",
        Text = "Knee pain",
        HasClinicalInformation = true,
    };
    readonly TriageFacts longFacts = new()
    {
        Specialty = "110",
        Age = 60,
        Sex = "female",
        Reason = "Knee pain",
        Text = string.Concat(
            Enumerable.Repeat(
                "Knee pain for eight months, worse on stairs. No locking, no giving way. Physiotherapy tried for twelve weeks. ",
                15
            )
        ),
        HasClinicalInformation = true,
    };
    readonly TriageFacts letter = new()
    {
        Specialty = "110",
        Age = 60,
        Sex = "female",
        Reason = "Knee pain",
        Text = string.Concat(
            Enumerable.Repeat(
                "Thank you for seeing this retired teacher, who has had pain in the left knee for eight months, worse on stairs. "
                    + "No locking, no giving way. Physiotherapy tried for twelve weeks. Past medical history: hypertension. "
                    + "Medication: amlodipine 5 mg daily. ",
                55
            )
        ),
        HasClinicalInformation = true,
    };
    readonly IReadOnlyList<RulePack> manyPacks =
    [
        .. Enumerable
            .Range(0, 5)
            .SelectMany(i => PackFolder.Read(Path.Combine(AppContext.BaseDirectory, "packs")).Select(p => p with { Id = $"{p.Id}{i}" })),
    ];
    readonly List<ServiceOption> services =
    [
        .. Enumerable
            .Range(0, 70)
            .Select(i => new ServiceOption(
                $"s{i}",
                "Clinic",
                "RH1",
                "Hospital",
                null,
                null,
                new(51 + (i * 0.01), -2),
                ["110"],
                null,
                null,
                null,
                [],
                i % 90,
                null,
                true,
                100,
                null,
                null
            )),
    ];

    readonly PathExpression condition = PathExpression.Compile(
        "Patient.name.where(use = 'official').given.exists() and birthDate < @2008-11-20 and gender = 'female'",
        "Patient"
    );
    PathNode patient = null!;

    [GlobalSetup]
    public void ReadPatient() =>
        patient = PathNode.FromResource(
            FhirJson
                .Read(
                    """
                    {"resourceType":"Patient","name":[{"use":"official","given":["A"],"family":"B"}],
                     "birthDate":"1980-05-01","gender":"female"}
                    """u8.ToArray()
                )
                .Document!.Root
        );

    [Benchmark(Baseline = true)]
    public int BareParse()
    {
        using var document = JsonDocument.Parse(message);
        return document.RootElement.GetPropertyCount();
    }

    [Benchmark]
    public bool ReadDocument()
    {
        using var document = FhirJson.Read(message).Document;
        return document is not null;
    }

    [Benchmark]
    public int ReadAndCheckStructure()
    {
        using var document = FhirJson.Read(message).Document!;
        return FhirStructure.Check(document).Count;
    }

    [Benchmark]
    public bool? FhirPathCondition() => condition.IsTrue(patient);

    [Benchmark]
    public bool ReadFactsHashAndCompress() =>
        ParsedSubmission.Parse(message, IntakeFace.ProcessMessage, null, null, Now).Submission is not null;

    [Benchmark]
    public RuleOutcome Triage() => TriageRules.Decide(new(facts, Now), packs).Outcome;

    /// <summary>Two hundred rules and more over a referral with a text of the usual length, every one with its phrases.</summary>
    [Benchmark]
    public RuleOutcome TriageByTwoHundredRules() => TriageRules.Decide(new(longFacts, Now), manyPacks).Outcome;

    /// <summary>A letter of 14,000 characters.</summary>
    [Benchmark]
    public RuleOutcome TriageOfALongLetter() => TriageRules.Decide(new(letter, Now), packs).Outcome;

    [Benchmark]
    public int ReadAllPacks() => PackFolder.Read(Path.Combine(AppContext.BaseDirectory, "packs")).Count;

    [Benchmark]
    public bool ChooseAmongSeventy() =>
        ChoiceRules.Decide(new("110", Priority.Routine, 60, "female", new(51.5, -2), "practice", []), services) is ChoiceDecision.Offer;

    static byte[] Message()
    {
        var practice = new DemoArea.DemoPractice("Z81001", "Practice", 8_000, new(51, -2), 1);
        return new DemoReferrals(1).Write(new(practice, "110", Priority.Routine, Now) { PaddingBytes = PaddingBytes });
    }
}
