using System.Text;
using ReferralHub.Fhir.Schema;
using Shouldly;
using Xunit;

namespace ReferralHub.Fhir.Tests;

/// <summary>The schema table against what the R4 specification says of well-known types.</summary>
public sealed class SchemaTests
{
    static SchemaProperty? Property(string type, string name) => R4Schema.R4.Find(type)!.Property(Encoding.UTF8.GetBytes(name));

    [Fact]
    public void EveryType_CanBeWorkedOut()
    {
        var types = R4Schema.R4.TypeNames.Select(n => R4Schema.R4.Find(n)!).ToList();
        types.Count(t => t is { Kind: SchemaKind.Resource, IsAbstract: false }).ShouldBe(146);
        types.Count(t => t.Kind == SchemaKind.Primitive).ShouldBe(20);
        foreach (var type in types)
        {
            // The reader notes in one word which elements were there.
            type.Elements.Count.ShouldBeLessThanOrEqualTo(64, type.Name);
            type.Elements.Select(e => e.Index).ShouldBe(Enumerable.Range(0, type.Elements.Count), type.Name);
            foreach (var name in type.PropertyNames)
                type.Property(Encoding.UTF8.GetBytes(name))!.JsonName.ShouldBe(name);
        }
    }

    [Fact]
    public void Elements_HaveCardinalityChoicesTargetsAndCodes()
    {
        var subject = Property("ServiceRequest", "subject")!;
        (subject.Element.Min, subject.Element.Max, subject.Use.Name).ShouldBe((1, 1, "Reference"));
        subject.Use.Targets.ShouldBe(["Patient", "Group", "Device", "Location"], ignoreOrder: true);
        Property("ServiceRequest", "occurrenceDateTime")!.Element.Name.ShouldBe("occurrence");
        Property("ServiceRequest", "_occurrenceDateTime")!.IsShadow.ShouldBeTrue();
        Property("ServiceRequest", "occurrence").ShouldBeNull();
        Property("ServiceRequest", "_subject").ShouldBeNull();
        Property("ServiceRequest", "priority")!.Codes!.Codes.Select(c => c.Code).ShouldBe(["routine", "urgent", "asap", "stat"]);
        Property("Questionnaire.item", "item")!.Type.Name.ShouldBe("Questionnaire.item");
        Property("Patient", "contained")!.Element.IsList.ShouldBeTrue();
        Property("Patient", "id")!.Use.Name.ShouldBe("id");
        R4Schema.R4.Find("Patient.contact")!.Constraints.Select(c => c.Key).ShouldContain("pat-1");
        R4Schema.R4.Find("Age")!.IsA("Quantity").ShouldBeTrue();
        R4Schema.R4.Find("Nonsense").ShouldBeNull();
    }

    [Fact]
    public void ValueSetsThatCannotBeListed_AreKnownAsSuch()
    {
        Property("Attachment", "contentType")!.Codes!.IsOpen.ShouldBeTrue();
        Property("Patient", "gender")!.Codes!.IsOpen.ShouldBeFalse();
    }
}
