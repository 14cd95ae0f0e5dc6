using ReferralHub.Fhir.FhirPath;
using Shouldly;
using Xunit;

namespace ReferralHub.Fhir.Tests.FhirPath;

/// <summary>Variables and functions that a caller adds.</summary>
public sealed class LibraryTests
{
    static readonly PathLibrary Library = new(
        new Dictionary<string, string?> { ["patient"] = "Patient", ["any"] = null },
        new Dictionary<string, LibraryFunction>
        {
            ["times"] = new(1, 1, (_, input, arguments) => PathItems.One((long)(input.Count * (long)arguments[0][0]))),
            ["fails"] = new(0, 0, (_, _, _) => throw new PathException("It cannot be done.")),
        }
    );

    static readonly PathNode Patient = PathNode.FromResource(
        FhirJson.Read("""{"resourceType":"Patient","name":[{"given":["A","B"]}]}"""u8.ToArray()).Document!.Root
    );

    static readonly PathEnvironment Known = new()
    {
        Lookup = name =>
            name == "patient" ? PathItems.One(Patient)
            : name == "any" ? PathItems.Empty
            : null,
    };

    static PathItems Evaluate(string expression) => PathExpression.Compile(expression, library: Library).Evaluate(Known);

    [Fact]
    public void FunctionAndVariable_AreWorkedOut() => Evaluate("%patient.name.given.times(3)").Single().ShouldBe(6L);

    [Fact]
    public void VariableWithoutValue_IsEmpty() => Evaluate("%any.name").IsEmpty.ShouldBeTrue();

    [Theory]
    [InlineData("%patint.name", "There is no variable %patint; did you mean %patient?", 0)]
    [InlineData("%patient.nme", "Patient has no element nme; did you mean name?", 9)]
    [InlineData("%patient.name.time(3)", "There is no function time; did you mean times?", 14)]
    [InlineData("%patient.name.times()", "times takes 1 arguments, not 0.", 14)]
    public void WhatTheLibraryDoesNotHave_IsAnErrorWhenItIsRead(string expression, string message, int position)
    {
        var error = Should.Throw<PathException>(() => PathExpression.Compile(expression, library: Library));
        error.Message.ShouldContain(message);
        error.Position.ShouldBe(position);
    }

    [Fact]
    public void FaultOfAFunction_HasThePlaceOfTheCall() =>
        Should.Throw<PathException>(() => Evaluate("%patient.name.fails()")).Position.ShouldBe(14);

    [Fact]
    public void ConstantsOfFhir_NeedNoLibraryEntry() => Evaluate("%ucum").Single().ShouldBe("http://unitsofmeasure.org");

    [Fact]
    public void WithoutALibrary_AnyVariableMayCome() =>
        PathExpression
            .Compile("%other")
            .Evaluate(new PathEnvironment { Variables = new Dictionary<string, PathItems> { ["other"] = PathItems.One(1L) } })
            .Single()
            .ShouldBe(1L);
}
