using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Hl7.Fhir.Introspection;
using Hl7.Fhir.Serialization;
using Hl7.Fhir.Specification;

namespace ReferralHub.Platform;

/// <summary>
/// Turns what the hub says, built from the classes of Hl7.Fhir.R4, into JSON: compact, in UTF-8, texts readable. What came from
/// outside and goes on stands in it as <see cref="RawJson"/>. Any thread may write.
/// </summary>
public static class R4Json
{
    const int BufferBytes = 4_096;

    /// <summary>A buffer that has grown beyond this is not kept for the next resource.</summary>
    const int KeptBufferBytesMax = 256 * 1_024;

    // Readable output: only what JSON itself needs is escaped. Answers are application/fhir+json with nosniff, never HTML.
    static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    // Learns each class when it is first written. The library's own inspector would look at all 700 of R4 at the start:
    // 0.8 s of processor time and 90 MB, of which the hub needs a tenth.
    static readonly Serializer Resources = new(new ModelInspector(FhirRelease.R4));

    [ThreadStatic]
    static Scratch? kept;

    /// <summary>Looks at each resource that is written and throws when it is wrong; set by tests, null otherwise.</summary>
    internal static Action<byte[]>? Judge { get; set; }

    /// <summary>One resource in JSON.</summary>
    /// <exception cref="InvalidOperationException">A text in it is empty; FHIR knows no empty texts.</exception>
    public static byte[] Write(R4.Resource resource)
    {
        var json = WriteElement(resource);
        Judge?.Invoke(json);
        return json;
    }

    /// <summary>One element in JSON, for the place where a list of the hub's own and of what came is put together.</summary>
    internal static byte[] WriteElement(R4.Base element)
    {
        var scratch = kept ?? new();
        // Not there for anybody else while in use, and gone with whatever it holds when writing fails.
        kept = null;
        scratch.Json.Reset();
        Resources.Serialize(element, scratch.Json);
        scratch.Json.Flush();
        var written = scratch.Buffer.WrittenSpan.ToArray();
        if (scratch.Buffer.Capacity <= KeptBufferBytesMax)
        {
            scratch.Buffer.ResetWrittenCount();
            kept = scratch;
        }

        return written;
    }

    /// <summary>A writer of JSON in the form of all answers, for what is copied and not built.</summary>
    internal static Utf8JsonWriter CreateWriter(IBufferWriter<byte> buffer) => new(buffer, Options);

    sealed class Scratch
    {
        public Scratch() => Json = CreateWriter(Buffer);

        public ArrayBufferWriter<byte> Buffer { get; } = new(BufferBytes);

        public Utf8JsonWriter Json { get; }
    }

    sealed class Serializer(ModelInspector inspector) : BaseFhirJsonSerializer(inspector)
    {
        static readonly SearchValues<char> Forbidden = SearchValues.Create([
            .. Enumerable.Range(0, ' ').Select(c => (char)c).Except("\t\r\n"),
        ]);

        protected override void SerializePrimitiveValue(R4.PrimitiveType value, Utf8JsonWriter writer)
        {
            if (value is RawJson raw)
                writer.WriteRawValue(raw.Utf8, skipInputValidation: true);
            else if (value.JsonValue is not string text)
                base.SerializePrimitiveValue(value, writer);
            else if (text.Length == 0)
                throw new InvalidOperationException($"A {value.TypeName} that would be written is empty; leave it out.");
            else
                writer.WriteStringValue(Allow(text));
        }

        /// <summary>
        /// The text with U+FFFD for the control characters that FHIR does not allow (R4 §2.24.0.1), as JSON's own writer does for
        /// half of a surrogate pair.
        /// </summary>
        static string Allow(string text) =>
            !text.AsSpan().ContainsAny(Forbidden)
                ? text
                : string.Create(
                    text.Length,
                    text,
                    (to, from) =>
                    {
                        for (var i = 0; i < from.Length; i++)
                            to[i] = Forbidden.Contains(from[i]) ? '\uFFFD' : from[i];
                    }
                );
    }
}
