using ReferralHub.Fhir.FhirPath;
using Shouldly;
using Xunit;

namespace ReferralHub.Fhir.Tests.FhirPath;

public sealed class ExpressionTests
{
    [Theory]
    [InlineData("name.given", """["Ada","Beth","Addie"]""")]
    [InlineData("Patient.name[1].given[0]", """["Addie"]""")]
    [InlineData("name.where(use = 'official').family", """["Alder"]""")]
    [InlineData("deceased", "[false]")]
    [InlineData("deceased is boolean", "[true]")]
    [InlineData(
        "birthDate.extension('http://hl7.org/fhir/StructureDefinition/patient-birthTime').value",
        """["1980-02-29T10:00:00+01:00"]"""
    )]
    [InlineData("managingOrganization.resolve().name", """["Practice"]""")]
    [InlineData("generalPractitioner.resolve()", "[]")]
    [InlineData("contained.id", """["o1"]""")]
    [InlineData("name.select($index)", "[0,1]")]
    [InlineData("name.exists(family.exists() and given.count() = 2)", "[true]")]
    [InlineData("%resource.id = %context.id", "[true]")]
    [InlineData("contained.select(%rootResource.id)", """["p1"]""")]
    [InlineData("identifier.where(system.endsWith('nhs-number')).value.length()", "[10]")]
    [InlineData("children().ofType(HumanName).count()", "[2]")]
    [InlineData("descendants().where($this is Extension).url", """["http://hl7.org/fhir/StructureDefinition/patient-birthTime"]""")]
    [InlineData("gender & '/' & id", """["female/p1"]""")]
    [InlineData("name.family | name.given", """["Alder","Ada","Beth","Addie"]""")]
    public void Evaluate_Navigation(string expression, string expected) => PathFixture.Evaluate(expression).ShouldBe(expected);

    [Theory]
    [InlineData("value.value", "[81.50]")]
    [InlineData("value > 80 'kg'", "[true]")]
    [InlineData("value = 81500 'g'", "[true]")]
    [InlineData("value > 1 'm'", "[]")]
    [InlineData("component.value", """[3,"x"]""")]
    [InlineData("component.value.ofType(integer)", "[3]")]
    [InlineData("component.where(code.text = 'b').value is string", "[true]")]
    public void Evaluate_Choices(string expression, string expected) =>
        PathFixture.Evaluate(expression, PathFixture.Observation).ShouldBe(expected);

    [Theory]
    [InlineData("entry.resource.ofType(Observation).subject.resolve().gender", """["male"]""")]
    [InlineData("entry.resource.ofType(Observation).subject.resolve() is Patient", "[true]")]
    [InlineData("entry.where(resource is Patient).fullUrl.resolve().id", """["p"]""")]
    public void Evaluate_ResolveInBundle(string expression, string expected) =>
        PathFixture.Evaluate(expression, PathFixture.Bundle).ShouldBe(expected);

    [Theory]
    [InlineData("today()", """["2026-11-25"]""")]
    [InlineData("now()", """["2026-11-25T10:30:15.250Z"]""")]
    [InlineData("timeOfDay()", """["10:30:15.250"]""")]
    [InlineData("birthDate <= today() - 18 years", "[true]")]
    [InlineData("@2026-08-31 + 3 months", """["2026-11-30"]""")]
    [InlineData("@2024-02-29 + 1 year", """["2025-02-28"]""")]
    [InlineData("@2026 + 13 months", """["2027"]""")]
    [InlineData("@2026-11 + 40 days", """["2026-12"]""")]
    [InlineData("@2026-11-25 + 25 hours", """["2026-11-26"]""")]
    [InlineData("@T23:30 + 45 minutes", """["00:15"]""")]
    [InlineData("@2026-11-25T10:00:00Z + 1500 milliseconds", """["2026-11-25T10:00:01.500Z"]""")]
    [InlineData("@2026-11-25T00:30:00+01:00 = @2026-11-24T23:30:00Z", "[true]")]
    [InlineData("@2026-11-25T10:00:00 < @2026-11-27T10:00:00Z", "[true]")]
    [InlineData("@2026-11-25T10:00:00 < @2026-11-25T15:00:00Z", "[]")]
    [InlineData("@2026-11 = @2026-11-25", "[]")]
    [InlineData("@2026-11 = @2026-12-01", "[false]")]
    [InlineData("18 weeks > 125 days", "[true]")]
    [InlineData("1 year = 12 months", "[true]")]
    [InlineData("1 year = 365 days", "[]")]
    [InlineData("''.toDate() | '2026-13'.toDate()", "[]")]
    [InlineData("'36.6 \\'Cel\\''.toQuantity() = 309.75 'K'", "[true]")]
    [InlineData("5.5 'mmol/L' > 5 'mmol/L'", "[true]")]
    [InlineData("120 'mm[Hg]' = 12 'cm[Hg]'", "[true]")]
    [InlineData("37 'Cel' > 98 '[degF]'", "[true]")]
    [InlineData("1 '10*9/L' = 1000 '10*6/L'", "[true]")]
    public void Evaluate_TimeAndQuantity(string expression, string expected) => PathFixture.Evaluate(expression).ShouldBe(expected);

    [Theory]
    [InlineData("{} and false", "[false]")]
    [InlineData("{} and true", "[]")]
    [InlineData("{} or true", "[true]")]
    [InlineData("{} or false", "[]")]
    [InlineData("{} implies true", "[true]")]
    [InlineData("{} implies false", "[]")]
    [InlineData("false implies {}", "[true]")]
    [InlineData("{} xor true", "[]")]
    [InlineData("{}.not()", "[]")]
    [InlineData("maritalStatus.coding.code = 'M'", "[]")]
    [InlineData("maritalStatus.exists(coding.code = 'M')", "[false]")]
    public void Evaluate_UnknownIsNeverNo(string expression, string expected) => PathFixture.Evaluate(expression).ShouldBe(expected);

    [Theory]
    [InlineData("2147483647 + 1", "[]")]
    [InlineData("0.1 + 0.2 = 0.3", "[true]")]
    [InlineData("7 div 2", "[3]")]
    [InlineData("-7 mod 3", "[-1]")]
    [InlineData("1 / 4", "[0.25]")]
    [InlineData("2 * 3 + 4", "[10]")]
    [InlineData("2.power(10)", "[1024]")]
    [InlineData("(1 | 2 | 3 | 4).sum()", "[10]")]
    [InlineData("(3 | 1 | 2).max()", "[3]")]
    [InlineData("(1 | 2).avg()", "[1.5]")]
    [InlineData("2.5.round()", "[3]")]
    [InlineData("10.25.precision()", "[2]")]
    public void Evaluate_Numbers(string expression, string expected) => PathFixture.Evaluate(expression).ShouldBe(expected);

    [Theory]
    [InlineData("name.givn", "has no element givn; did you mean given?", 5)]
    [InlineData("Observation.status", "begins with Observation", 0)]
    [InlineData("name.given.foo", "string has no element foo", 11)]
    [InlineData("deceasedBoolean", "a choice goes by its own name, here deceased", 0)]
    [InlineData("descendants().first()", "no defined order", 14)]
    [InlineData("name.given.where(", "The expression ends where", 17)]
    [InlineData("name..given", "Here should stand the name of an element", 5)]
    [InlineData("nope()", "There is no function nope", 0)]
    [InlineData("name.first(1)", "first takes 0 arguments, not 1", 5)]
    [InlineData("'abc", "no closing '", 0)]
    [InlineData("@2026-13-01 = today()", "There is no such date or time", 0)]
    [InlineData("gender.as(strng)", "There is no type strng", 7)]
    [InlineData("1 + 'a'", "+ has no meaning between a whole number and text", 2)]
    [InlineData("name < 3", "must be one value, and there are 2", 5)]
    [InlineData("%unheard", "%unheard has no value here", 0)]
    [InlineData("'a'.matches('(')", "not a regular expression", 4)]
    [InlineData("iif(name, 1, 2)", "must be one value", 0)]
    [InlineData("name.given.single()", "expects one item at most, and there are 3", 11)]
    [InlineData("today() + 1 'mo'", "of UCUM units only", 8)]
    public void Evaluate_WrongExpression_SaysWhatAndWhere(string expression, string message, int position)
    {
        var error = Should.Throw<PathException>(() => PathFixture.Evaluate(expression));
        error.Message.ShouldContain(message);
        error.Position.ShouldBe(position);
    }

    [Theory]
    [InlineData("name.givn", "[]")]
    [InlineData("deceasedBoolean", "[false]")]
    [InlineData("Observation.code | Patient.gender", """["female"]""")]
    [InlineData("name.as(HumanName).family", """["Alder"]""")]
    public void Evaluate_Lenient_AnswersNothing(string expression, string expected) =>
        PathFixture.Evaluate(expression, isStrict: false).ShouldBe(expected);

    [Fact]
    public void Evaluate_VariablesAndHooks_AreAsked()
    {
        var traced = new List<string>();
        var environment = new PathEnvironment
        {
            Variables = new Dictionary<string, PathItems> { ["limit"] = PathItems.One(3L) },
            MemberOf = (_, url) => url == "http://example.org/vs" ? true : null,
            ConformsTo = (_, url) => url == "http://example.org/p" ? false : null,
            Trace = (name, items) => traced.Add($"{name}:{items.Count}"),
        };
        PathFixture.Evaluate("name.given.trace('g').count() = %limit", environment: environment).ShouldBe("[true]");
        PathFixture.Evaluate("gender.memberOf('http://example.org/vs')", environment: environment).ShouldBe("[true]");
        PathFixture.Evaluate("conformsTo('http://example.org/p')", environment: environment).ShouldBe("[false]");
        Should
            .Throw<PathException>(() => PathFixture.Evaluate("gender.memberOf('http://example.org/other')", environment: environment))
            .Message.ShouldContain("not at hand");
        Should
            .Throw<PathException>(() => PathFixture.Evaluate("now()", environment: environment))
            .Message.ShouldContain("time is not known");
        traced.ShouldBe(["g:3"]);
    }

    [Theory]
    [InlineData("(1|2|3|4|5|6|7|8|9).repeatAll($this + 1)", "more than")]
    [InlineData("(1|2|3|4|5|6|7|8|9).repeat($this + 1)", "more than")]
    [InlineData("descendants().select(%resource.descendants().select(%resource.descendants()))", "more than")]
    public void Evaluate_WhatWouldNotEnd_IsStopped(string expression, string message) =>
        Should
            .Throw<PathException>(() => PathFixture.Evaluate(expression, environment: new() { StepsMax = 10_000, ItemsMax = 1_000 }))
            .Message.ShouldContain(message);

    [Fact]
    public void Compile_TooDeepOrTooLong_IsRefused()
    {
        Should.Throw<PathException>(() => PathExpression.Compile(new string('(', 5_000) + "1" + new string(')', 5_000)));
        Should.Throw<PathException>(() => PathExpression.Compile(string.Concat(Enumerable.Repeat("a.", 5_000)) + "a"));
        Should.Throw<PathException>(() => PathExpression.Compile(string.Concat(Enumerable.Repeat("-", 5_000)) + "1"));
        PathExpression.Compile(string.Concat(Enumerable.Repeat("1+", 900)) + "1").Evaluate(PathEnvironment.None)[0].ShouldBe(901L);
        PathExpression.Compile(new string('(', 99) + "1" + new string(')', 99)).Evaluate(PathEnvironment.None)[0].ShouldBe(1L);
    }

    [Fact]
    public void Compile_EveryInvariantOfR4_IsAnExpression()
    {
        var schema = Schema.R4Schema.R4;
        var wrong = new List<string>();
        foreach (var type in schema.TypeNames.Select(n => schema.Find(n)!))
        {
            foreach (
                var (constraint, context) in type
                    .Constraints.Select(c => (c, type.Name))
                    .Concat(type.Elements.SelectMany(e => e.Constraints.Select(c => (c, e.Types.Count == 1 ? e.Types[0].Name : "Element"))))
            )
            {
                try
                {
                    PathExpression.Compile(constraint.Expression, context, isStrict: false);
                }
                catch (PathException e)
                {
                    wrong.Add($"{context} {constraint.Key}: {e.Message}");
                }
            }
        }

        wrong.ShouldBeEmpty();
    }
}
