using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Hl7.Fhir.FhirPath;
using Hl7.Fhir.Model;
using Hl7.Fhir.Serialization;
using ReferralHub.Fhir.FhirPath;
using ReferralHub.Fhir.FhirPath.Values;
using Shouldly;
using Xunit;
using Xunit.Abstractions;

namespace ReferralHub.Fhir.Tests.Oracle;

/// <summary>
/// FHIRPath expressions from a seed (<c>tests/interop/path-corpus.mjs</c>) through the kernel's engine and Firely's. Where the
/// answers differ, a list says who is right and why.
/// </summary>
[Collection("Oracle")]
public sealed partial class PathOracleTests(ITestOutputHelper output)
{
    const string Error = "error";

    [Fact]
    public void Expressions_AreAnsweredAlike()
    {
        var (resources, expressions) = ReadCorpus();
        var listed = DisagreementList.Read("PathDisagreements.tsv");
        var known = listed.Select(l => $"{l[0]}\t{l[1]}").ToHashSet(StringComparer.Ordinal);

        var different = expressions
            .Select(e =>
                (
                    Key: $"{e.Name}\t{e.Expression}",
                    Ours: Ours(resources[e.Name], e.Expression),
                    Theirs: Theirs(resources[e.Name], e.Expression)
                )
            )
            .Where(a => a.Ours != a.Theirs)
            .ToList();

        Summary.Write(output, $"FHIRPath: {expressions.Count - different.Count} of {expressions.Count} same answer as Firely");
        foreach (var reason in listed.GroupBy(l => $"{l[2]} right: {l[3]}").OrderByDescending(g => g.Count()))
            Summary.Write(output, $"  {reason.Count()} × {reason.Key}");
        Listing.ShouldBeEmpty(
            [.. different.Where(d => !known.Contains(d.Key)).Select(d => $"{d.Key}\tours {d.Ours}\tFirely {d.Theirs}")],
            "differences that are not listed"
        );
        Listing.ShouldBeEmpty([.. known.Except(different.Select(d => d.Key))], "listed differences that are no more");
    }

    static (Dictionary<string, Both> Resources, List<(string Name, string Expression)> Expressions) ReadCorpus()
    {
        var resources = new Dictionary<string, Both>(StringComparer.Ordinal);
        var expressions = new List<(string, string)>();
        foreach (var line in File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Oracle", "path-corpus.ndjson")))
        {
            using var json = JsonDocument.Parse(line);
            var name = json.RootElement.GetProperty("name").GetString()!;
            if (json.RootElement.TryGetProperty("resource", out var resource))
                resources[name] = Both.Read(resource.GetRawText());
            else
                expressions.Add((name, json.RootElement.GetProperty("expression").GetString()!));
        }

        return (resources, expressions);
    }

    static string Ours(Both resource, string expression)
    {
        try
        {
            var items = PathExpression.Compile(expression, isStrict: false).Evaluate(resource.Ours, new() { Trace = (_, _) => { } });
            return string.Join(", ", items.Select(Text));
        }
        catch (PathException)
        {
            return Error;
        }
    }

    static string Theirs(Both resource, string expression)
    {
        var language = CultureInfo.CurrentCulture;
        try
        {
            // Firely's upper() and lower() follow the language of the thread; these tests run in Turkish.
            CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
            return string.Join(", ", resource.Theirs.Select(expression).Select(Text));
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // Firely throws exceptions of many kinds for what FHIRPath calls an error.
            return Error;
        }
        finally
        {
            CultureInfo.CurrentCulture = language;
        }
    }

    static string Text(object item) =>
        item switch
        {
            bool truth => truth ? "true" : "false",
            decimal number => Plain(number.ToString(CultureInfo.InvariantCulture)),
            PathQuantity quantity => $"{Plain(quantity.Value.ToString(CultureInfo.InvariantCulture))} {quantity.Unit}",
            PathNode { Type.Name: "Quantity" } node => $"{Plain(node.Node["value"].Json.GetRawText())} {node.Node["code"].Text}".Trim(),
            PathNode { IsPrimitive: true, Node.Exists: true } node => Plain(node.Node.Text ?? node.Node.Json.GetRawText()),
            PathNode node => node.TypeName,
            _ => Plain(string.Format(CultureInfo.InvariantCulture, "{0}", item)),
        };

    static string Text(Base? item) =>
        item switch
        {
            null => "null",
            Quantity quantity => (
                $"{(quantity.Value is { } value ? Plain(value.ToString(CultureInfo.InvariantCulture)) : "")} "
                + $"{quantity.Code ?? quantity.Unit}"
            ).Trim(),
            PrimitiveType primitive => Plain(primitive.ToString() ?? ""),
            // Backbone elements have no name of their own in R4.
            _ => item.TypeName.Contains('.') ? "BackboneElement" : item.TypeName,
        };

    /// <summary>
    /// Numbers with twelve digits, beyond which the one reckons in decimals and the other in floating point; one way to write
    /// UTC.
    /// </summary>
    static string Plain(string text) =>
        decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? ((double)number).ToString("G12", CultureInfo.InvariantCulture)
            : EndingZeros()
                .Replace(text.Replace("+00:00", "Z", StringComparison.Ordinal), "$1")
                .Replace("'1'", "1", StringComparison.Ordinal);

    [GeneratedRegex(@"(T[\d:]+\.\d*?)0+(?=Z|[+-])")]
    private static partial Regex EndingZeros();

    /// <summary>A resource as each of the two reads it.</summary>
    sealed record Both(PathNode Ours, Base Theirs)
    {
        public static Both Read(string json) =>
            new(
                PathNode.FromResource(FhirJson.Read(Encoding.UTF8.GetBytes(json)).Document!.Root),
                new FhirJsonDeserializer(new DeserializerSettings().UsingMode(DeserializationMode.Recoverable)).DeserializeResource(json)
            );
    }
}
