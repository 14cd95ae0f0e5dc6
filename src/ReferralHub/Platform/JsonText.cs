using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace ReferralHub.Platform;

/// <summary>Writes JSON that is not FHIR: events, feeds, reports.</summary>
public static class JsonText
{
    // Readable output: only what JSON itself needs is escaped. It is sent as JSON with nosniff, never as HTML.
    static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static byte[] Write(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>(4096);
        using (var writer = new Utf8JsonWriter(buffer, Options))
            write(writer);
        return buffer.WrittenSpan.ToArray();
    }
}
