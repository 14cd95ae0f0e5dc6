using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using ReferralHub.Fhir.Structure;
using Shouldly;
using Xunit;

namespace ReferralHub.Fhir.Tests;

public sealed class FhirWriterTests
{
    static IReadOnlyList<FhirIssue> Faults(byte[] json)
    {
        var (document, problem) = FhirJson.Read(json);
        problem.ShouldBeNull();
        using (document)
            return [.. FhirStructure.Check(document!).Where(i => i.Code != "invariant")];
    }

    [Fact]
    public void Write_AnyResourceOfR4_IsRightAndComesBackTheSame() =>
        Seeds(seed =>
        {
            var written = new RandomResource(seed).Write();
            var (document, _) = FhirJson.Read(written);
            using (document)
            {
                FhirStructure.Check(document!).Where(i => i.Code != "invariant").ShouldBeEmpty(Encoding.UTF8.GetString(written));
                using var copy = JsonDocument.Parse(FhirWriter.Write(writer => Copy(writer, document!.Root.Json, isResource: true)));
                JsonElement.DeepEquals(copy.RootElement, document!.Root.Json).ShouldBeTrue(Encoding.UTF8.GetString(written));
            }
        });

    [Fact]
    public void Write_WithFaultsAmongTheCalls_ThrowsOrIsRight()
    {
        var thrown = 0;
        Seeds(seed =>
        {
            try
            {
                var written = new RandomResource(seed, faultsShare: 0.02).Write();
                Faults(written).ShouldBeEmpty(Encoding.UTF8.GetString(written));
            }
            catch (FhirWritingException)
            {
                Interlocked.Increment(ref thrown);
            }
        });
        thrown.ShouldBeInRange(500, 1_990);
    }

    [Theory]
    [InlineData("\"birthDat\" is not an element of Patient in R4.", "birthDat", "2000-01-01")]
    [InlineData("Patient.birthDate must be a date: YYYY, YYYY-MM or YYYY-MM-DD of a day that exists.", "birthDate", "2026-02-30")]
    [InlineData("Patient.gender must be a code of http://hl7.org/fhir/ValueSet/administrative-gender.", "gender", "m")]
    [InlineData("Patient.active is a boolean, not a text.", "active", "true")]
    [InlineData("Patient.name is a list, which must be begun as one.", "name", "Rowan")]
    [InlineData("Patient.gender would be an empty text; leave it out.", "gender", "")]
    public void WriteString_Wrong_SaysWhatIsWrong(string message, string name, string value) =>
        Patient(writer => writer.WriteString(name, value)).ShouldBe(message);

    [Fact]
    public void Write_Wrong_SaysWhatIsWrong()
    {
        Patient(w =>
            {
                w.WriteString("gender", "female");
                w.WriteString("gender", "male");
            })
            .ShouldBe("Patient.gender stands here already.");
        Patient(w =>
            {
                w.WriteBoolean("deceasedBoolean", true);
                w.WriteString("deceasedDateTime", "2026");
            })
            .ShouldBe("Patient.deceasedDateTime stands here already.");
        Patient(w =>
            {
                w.WriteStartArray("name");
                w.WriteEndArray();
            })
            .ShouldBe("Patient.name is an empty list; leave it out.");
        Patient(w =>
            {
                w.WriteStartArray("name");
                w.WriteStartObject();
                w.WriteEndObject();
            })
            .ShouldBe("An object of type HumanName is empty; leave it out.");
        Patient(w =>
            {
                w.WriteStartArray("link");
                w.WriteStartObject();
                w.WriteString("type", "refer");
                w.WriteEndObject();
            })
            .ShouldBe("Patient.link.other is missing; it must be there.");
        Patient(w =>
            {
                w.WriteStartObject("managingOrganization");
                w.WriteString("reference", "Patient/1");
                w.WriteEndObject();
            })
            .ShouldBe("Patient.managingOrganization may not point to a Patient.");
        Patient(w => w.WriteStartArray("birthDate")).ShouldBe("Patient.birthDate is no list that can be written.");
        Patient(w => w.WriteStartResource("Patient")).ShouldBe("Patient: a value needs a name.");
        Should
            .Throw<FhirWritingException>(() => FhirWriter.Write(w => w.WriteStartResource("Patient")))
            .Message.ShouldBe("Patient was begun and not ended.");
        Should
            .Throw<FhirWritingException>(() => FhirWriter.Write(w => w.WriteStartResource("DomainResource")))
            .Message.ShouldBe("R4 has no resource type DomainResource.");
        Should.Throw<FhirWritingException>(() => FhirWriter.Write(_ => { })).Message.ShouldBe("No resource was written.");
    }

    [Fact]
    public void WriteRaw_WhatR4DoesNotKnow_GoesOnAsItCame() =>
        Encoding
            .UTF8.GetString(
                FhirWriter.Write(w =>
                {
                    w.WriteStartResource("Patient");
                    w.WriteRaw("ownThing", "[1, 2]"u8);
                    w.WriteRaw("active", "true"u8);
                    w.WriteEndObject();
                })
            )
            .ShouldBe("""{"resourceType":"Patient","ownThing":[1, 2],"active":true}""");

    static string Patient(Action<FhirWriter> content) =>
        Should
            .Throw<FhirWritingException>(() =>
                FhirWriter.Write(writer =>
                {
                    writer.WriteStartResource("Patient");
                    content(writer);
                    writer.WriteEndObject();
                })
            )
            .Message;

    /// <summary>Every value by the call that is for it.</summary>
    static void Copy(FhirWriter writer, JsonElement json, bool isResource)
    {
        if (isResource)
            writer.WriteStartResource(json.GetProperty("resourceType").GetString()!);
        else
            writer.WriteStartObject();
        foreach (var property in json.EnumerateObject())
        {
            if (isResource && property.Name == "resourceType")
                continue;
            // ExampleScenario.instance has an element of that name.
            var holdsResource = property.Name is "contained" or "resource" or "outcome";
            if (property.Value.ValueKind != JsonValueKind.Array)
            {
                writer.WritePropertyName(property.Name);
                CopyValue(writer, property.Value, holdsResource);
                continue;
            }

            writer.WriteStartArray(property.Name);
            foreach (var item in property.Value.EnumerateArray())
                CopyValue(writer, item, holdsResource);
            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    }

    static void CopyValue(FhirWriter writer, JsonElement json, bool holdsResource)
    {
        if (json.ValueKind == JsonValueKind.Object)
            Copy(writer, json, holdsResource && json.TryGetProperty("resourceType", out _));
        else if (json.ValueKind is JsonValueKind.True or JsonValueKind.False)
            writer.WriteBooleanValue(json.GetBoolean());
        else if (json.ValueKind != JsonValueKind.Number)
            writer.WriteStringValue(json.GetString()!);
        else if (json.TryGetInt32(out var number))
            writer.WriteNumberValue(number);
        else
            writer.WriteNumberValue(json.GetDecimal());
    }

    static void Seeds(Action<int> law) =>
        Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed => law(seed)).Check(Config.QuickThrowOnFailure.WithMaxTest(2_000));
}
