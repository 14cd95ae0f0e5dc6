using System.Text;
using Firely.Fhir.Validation;
using Hl7.Fhir.Model;
using Hl7.Fhir.Serialization;
using Hl7.Fhir.Specification.Source;
using Hl7.Fhir.Specification.Terminology;
using Task = System.Threading.Tasks.Task;

namespace ReferralHub.Fhir.Tests.Oracle;

/// <summary>
/// Firely's parser and validator with HL7's core definitions, and packages when they are given. Not for two threads at once, as
/// its validator is not. Its definitions unpack to 60 MB beside the tests at first use.
/// </summary>
sealed class FirelyOracle
{
    static readonly Lazy<IAsyncResourceResolver> CoreSource = new(() => new CachedResolver(ZipSource.CreateValidationSource()));
    static readonly Lazy<FirelyOracle> CoreOnly = new(() => new([]));
    readonly Validator validator;
    readonly FhirJsonDeserializer reader = new(new DeserializerSettings().UsingMode(DeserializationMode.Strict));

    /// <param name="definitions">Canonical resources as JSON, beside HL7's.</param>
    public FirelyOracle(IEnumerable<string> definitions)
    {
        var own = new OwnDefinitions(definitions);
        var source = new CachedResolver(new SnapshotSource(new MultiResolver(own, CoreSource.Value)));
        validator = new(source, LocalTerminologyService.CreateDefaultForCore(source));
    }

    /// <summary>With HL7's core definitions alone; made once.</summary>
    public static FirelyOracle Core => CoreOnly.Value;

    /// <summary>Errors that its parser or its validator tells, each as code and place; empty when it has none.</summary>
    public List<string> Errors(byte[] resource)
    {
        Resource? parsed;
        try
        {
            if (!reader.TryDeserializeResource(Encoding.UTF8.GetString(resource), out parsed, out var problems) || problems.Any())
                return [.. problems.Select(p => $"parse {Short(p.Message)}")];
        }
        catch (Exception e) when (e is System.Text.Json.JsonException or Hl7.Fhir.Validation.CodedValidationException)
        {
            // Null in a list of resources, or a resource where a list belongs, is thrown and not told.
            return [$"parse {Short(e.Message)}"];
        }

        return
        [
            .. validator
                .Validate(parsed!)
                .Issue.Where(i => i.Severity is OperationOutcome.IssueSeverity.Error or OperationOutcome.IssueSeverity.Fatal)
                .Select(ToLine),
        ];
    }

    static string ToLine(OperationOutcome.IssueComponent issue) =>
        $"{issue.Details?.Coding.FirstOrDefault()?.Code} {Short(issue.Details?.Text ?? issue.Diagnostics ?? "")} at "
        + $"{issue.Expression.FirstOrDefault()}";

    static string Short(string text) => text.ReplaceLineEndings(" ") is var line && line.Length > 200 ? line[..200] : line;

    /// <summary>Definitions in memory, read when they are first asked for.</summary>
    sealed class OwnDefinitions : IAsyncResourceResolver
    {
        readonly Dictionary<string, string> texts = new(StringComparer.Ordinal);
        readonly Dictionary<string, Resource> read = new(StringComparer.Ordinal);
        readonly FhirJsonDeserializer lenient = new(new DeserializerSettings().UsingMode(DeserializationMode.Recoverable));

        public OwnDefinitions(IEnumerable<string> definitions)
        {
            foreach (var text in definitions)
            {
                using var json = System.Text.Json.JsonDocument.Parse(text);
                if (json.RootElement.TryGetProperty("url", out var url))
                    texts[url.GetString()!] = text;
            }
        }

        public Task<Resource?> ResolveByCanonicalUriAsync(string uri)
        {
            var url = uri.Split('|')[0];
            if (read.TryGetValue(url, out var known))
                return Task.FromResult<Resource?>(known);
            if (!texts.TryGetValue(url, out var text))
                return Task.FromResult<Resource?>(null);
            lenient.TryDeserializeResource(text, out var made, out _);
            if (made is not null)
                read[url] = made;
            return Task.FromResult(made);
        }

        public Task<Resource?> ResolveByUriAsync(string uri) => ResolveByCanonicalUriAsync(uri);
    }
}
