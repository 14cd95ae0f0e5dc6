using System.Text;
using System.Text.Json.Nodes;
using ReferralHub.Fhir.Packages;
using ReferralHub.Fhir.Profiles;
using ReferralHub.Fhir.Schema;
using ReferralHub.Fhir.Structure;
using Shouldly;
using Xunit;

namespace ReferralHub.Fhir.Tests;

/// <summary>
/// What checking costs, counted in steps, grows no faster than the document: for every list of every resource type, and for the
/// shapes in which one part of a document is looked for from another.
/// </summary>
public sealed class LinearCostTests
{
    const int Few = 60;
    const double RatioMax = 2.3;
    static readonly FhirValidator Validator = new(DefinitionSet.None);

    public static TheoryData<string> ResourceTypes() =>
        [
            .. R4Schema
                .R4.TypeNames.Select(R4Schema.R4.Get)
                .Where(t => t is { Kind: SchemaKind.Resource, IsAbstract: false })
                .Select(t => t.Name),
        ];

    [Theory]
    [MemberData(nameof(ResourceTypes))]
    public void ListOfAnyElement_OfTwiceTheLength_CostsTwiceAsMuch(string type)
    {
        foreach (var element in R4Schema.R4.Get(type).Elements.Where(e => e is { IsList: true, IsChoice: false }))
        {
            var (small, large) = (Cost(Repeat(type, element, Few)), Cost(Repeat(type, element, 2 * Few)));

            ((double)large / small).ShouldBeLessThan(RatioMax, $"{type}.{element.Name}: {small} steps, then {large}");
        }
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void PartsThatPointToOneAnother_TwiceAsMany_CostTwiceAsMuch(string name)
    {
        var make = LinearCostShapes.All[name];

        var (small, large) = (Cost(make(Few)), Cost(make(2 * Few)));

        ((double)large / small).ShouldBeLessThan(RatioMax, $"{small} steps, then {large}");
    }

    public static TheoryData<string> Shapes() => [.. LinearCostShapes.All.Keys];

    [Fact]
    public void WhatCostsMoreThanADocumentOfItsSizeMay_IsRefusedAndSaysSo()
    {
        using var document = FhirJson.Read("""{"resourceType":"Patient"}"""u8.ToArray()).Document!;

        var issues = FhirStructure.Bound(
            document,
            () =>
            {
                for (var i = 0; i < FhirWork.StepsOfAny + (document.Bytes.Length * FhirWork.StepsForEachByte); i++)
                    document.Work.Step();
                document.Work.Step(2_000);
                throw new InvalidOperationException("It should have been ended before.");
            }
        );

        var issue = issues.ShouldHaveSingleItem();
        issue.Code.ShouldBe("too-costly");
        issue.Text.ShouldContain("fewer references and contained resources");
        FhirStructure.Check(document).ShouldBeEmpty("the next check begins anew");
    }

    [Fact]
    public void NobodyWaitsAnyMore_CheckStops()
    {
        using var stop = new CancellationTokenSource();
        var bytes = Encoding.UTF8.GetBytes(
            Repeat("Patient", R4Schema.R4.Get("Patient").Elements.First(e => e.Name == "name"), 4_000).ToJsonString()
        );
        var whole = FhirJson.Read(bytes).Document!;
        Validator.Check(whole);
        var document = FhirJson.Read(bytes, null, stop.Token).Document!;
        stop.Cancel();

        Should.Throw<OperationCanceledException>(() => Validator.Check(document));

        document.Work.Steps.ShouldBeLessThan(whole.Work.Steps / 4);
    }

    [Theory]
    [InlineData(5_001, "The list has more than 5,000 items")]
    [InlineData(5_000, null)]
    public void LongList_IsRefusedWhenRead(int count, string? said)
    {
        var names = string.Join(",", Enumerable.Repeat("""{"text":"A"}""", count));

        var (document, problem) = FhirJson.Read(Encoding.UTF8.GetBytes($$"""{"resourceType":"Patient","name":[{{names}}]}"""));

        using (document)
        {
            (problem?.Kind, problem?.Expression).ShouldBe(
                said is null ? (null, null) : (ReadProblemKind.TooManyItems, "Patient.name[5000]")
            );
            if (said is not null)
                problem!.Text.ShouldStartWith(said);
        }
    }

    [Fact]
    public void ManyValuesInManyLists_AreRefusedWhenRead()
    {
        var name = $$"""{"given":[{{string.Join(",", Enumerable.Repeat("\"A\"", 100))}}]}""";
        var names = string.Join(",", Enumerable.Repeat(name, 3_000));

        var (_, problem) = FhirJson.Read(Encoding.UTF8.GetBytes($$"""{"resourceType":"Patient","name":[{{names}}]}"""));

        problem!.Kind.ShouldBe(ReadProblemKind.TooManyItems);
        problem.Text.ShouldStartWith("The document has more than 250,000 values (line 1, byte ");
    }

    [Fact]
    public void ManyCommasInText_AreNoItems() =>
        FhirJson
            .Read(Encoding.UTF8.GetBytes($$"""{"resourceType":"Patient","name":[{"text":"{{new string(',', 600_000)}}"}]}"""))
            .Problem.ShouldBeNull();

    static JsonObject Repeat(string type, SchemaElement element, int count)
    {
        var resource = new JsonObject { ["resourceType"] = type };
        var use = element.Types[0];
        var kind = R4Schema.R4.Get(use.Name).Kind;
        resource[element.Name] = new JsonArray([
            .. Enumerable
                .Range(0, count)
                .Select(i =>
                    kind switch
                    {
                        SchemaKind.Primitive => (JsonNode)$"a{i}",
                        SchemaKind.Resource => new JsonObject { ["resourceType"] = "Basic", ["id"] = $"a{i}" },
                        _ when use.Name == "Reference" => new JsonObject { ["reference"] = $"#a{i}" },
                        _ => new JsonObject { ["id"] = $"a{i}" },
                    }
                ),
        ]);
        if (kind == SchemaKind.Primitive)
            resource[$"_{element.Name}"] = new JsonArray([
                .. Enumerable.Range(0, count).Select(i => (JsonNode)new JsonObject { ["id"] = $"a{i}" }),
            ]);
        return resource;
    }

    static long Cost(JsonObject resource)
    {
        var (document, problem) = FhirJson.Read(Encoding.UTF8.GetBytes(resource.ToJsonString()));
        problem.ShouldBeNull();
        using (document)
        {
            Validator.Check(document!);
            return document!.Work.Steps;
        }
    }
}
