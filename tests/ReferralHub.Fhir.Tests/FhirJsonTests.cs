using System.Text;
using Shouldly;
using Xunit;

namespace ReferralHub.Fhir.Tests;

public sealed class FhirJsonTests
{
    [Theory]
    [InlineData("", ReadProblemKind.Empty)]
    [InlineData("{", ReadProblemKind.NotJson)]
    [InlineData("{\"resourceType\":\"Patient\"", ReadProblemKind.NotJson)]
    [InlineData("<Patient/>", ReadProblemKind.NotJson)]
    [InlineData("[]", ReadProblemKind.NotAResource)]
    [InlineData("{}", ReadProblemKind.NotAResource)]
    [InlineData("{\"resourceType\":5}", ReadProblemKind.NotAResource)]
    [InlineData("{\"resourceType\":\"Patient\",\"id\":\"a\",\"id\":\"b\"}", ReadProblemKind.DuplicateKey)]
    [InlineData("{\"resourceType\":\"Patient\",\"id\":\"\\ud800\"}", ReadProblemKind.InvalidText)]
    [InlineData("{\"resourceType\":\"Patient\",\"id\":\"\\u0000\"}", ReadProblemKind.InvalidText)]
    [InlineData("{\"resourceType\":\"Patient\"} x", ReadProblemKind.NotJson)]
    public void Read_BadDocument_SaysWhichRuleItBreaks(string json, ReadProblemKind expected)
    {
        var (document, problem) = FhirJson.Read(Encoding.UTF8.GetBytes(json));
        document.ShouldBeNull();
        problem!.Kind.ShouldBe(expected);
        problem.Text.ShouldEndWith(".");
    }

    [Fact]
    public void Read_DuplicateKey_NamesKeyLineAndExpression()
    {
        var json =
            "{\n \"resourceType\": \"Bundle\",\n \"entry\": [ { \"resource\": { \"resourceType\": \"Patient\", \"gender\": "
            + "\"male\",\n \"gender\": \"female\" } } ] }";
        var problem = FhirJson.Read(Encoding.UTF8.GetBytes(json)).Problem!;
        problem.Kind.ShouldBe(ReadProblemKind.DuplicateKey);
        problem.Text.ShouldContain("\"gender\"");
        problem.Line.ShouldBe(4);
        problem.Expression.ShouldBe("Bundle.entry[0].resource.gender");
    }

    [Fact]
    public void Read_TooDeep_IsToldAsDepth()
    {
        var json = "{\"resourceType\":\"Patient\",\"x\":" + new string('[', 80) + new string(']', 80) + "}";
        FhirJson.Read(Encoding.UTF8.GetBytes(json)).Problem!.Kind.ShouldBe(ReadProblemKind.TooDeep);
    }

    [Fact]
    public void Read_InvalidUtf8_SaysWhere()
    {
        byte[] json = [.. "{\"resourceType\":\"Patient\",\n\"id\":\""u8, 0xC3, 0x28, .. "\"}"u8];
        var problem = FhirJson.Read(json).Problem!;
        problem.Kind.ShouldBe(ReadProblemKind.InvalidUtf8);
        problem.Line.ShouldBe(2);
    }

    [Fact]
    public void Read_TooLarge_IsRefusedBeforeParsing() =>
        FhirJson.Read(new byte[100], new(BytesMax: 50)).Problem!.Kind.ShouldBe(ReadProblemKind.TooLarge);

    [Fact]
    public void Read_ByteOrderMark_IsSkipped() =>
        FhirJson.Read((byte[])[0xEF, 0xBB, 0xBF, .. "{\"resourceType\":\"Patient\"}"u8]).Problem.ShouldBeNull();

    [Fact]
    public void Read_EveryTruncation_IsRefusedWithoutException()
    {
        var json = Encoding.UTF8.GetBytes(
            "{\"resourceType\":\"Bundle\",\"type\":\"message\",\"entry\":[{\"fullUrl\":\"urn:uuid:1\","
                + "\"resource\":{\"resourceType\":\"Patient\",\"name\":[{\"family\":\"Ünal\\u00e9\"}]}}]}"
        );
        for (var length = 0; length < json.Length; length++)
            FhirJson.Read(json.AsMemory(0, length)).Problem.ShouldNotBeNull($"at length {length}");
        FhirJson.Read(json).Problem.ShouldBeNull();
    }

    [Fact]
    public void Read_RandomDamage_NeverThrows()
    {
        var json = Encoding.UTF8.GetBytes(
            "{\"resourceType\":\"Bundle\",\"type\":\"message\",\"entry\":"
                + "[{\"resource\":{\"resourceType\":\"Patient\",\"id\":\"\\u00e9\"}}]}"
        );
        var random = new Random(4711);
        for (var i = 0; i < 20_000; i++)
        {
            var damaged = (byte[])json.Clone();
            for (var n = random.Next(1, 4); n > 0; n--)
                damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            var (document, problem) = FhirJson.Read(damaged);
            (document is null).ShouldBe(problem is not null);
            document?.Dispose();
        }
    }
}
