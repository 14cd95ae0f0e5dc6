using System.Buffers;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;
using ReferralHub.Platform;

namespace ReferralHub.FhirApi;

/// <summary>Reads a request body into pooled memory within the limit. Dispose it when the bytes are no longer needed.</summary>
public sealed class FhirBody : IDisposable
{
    /// <summary>An attachment in base64, and 1 MB for the rest.</summary>
    public const int BytesMax = 8 * 1024 * 1024;
    const int FirstBufferBytes = 32 * 1024;
    byte[] buffer;

    FhirBody(byte[] buffer, int length)
    {
        this.buffer = buffer;
        Bytes = buffer.AsMemory(0, length);
    }

    public ReadOnlyMemory<byte> Bytes { get; }

    public static async Task<(FhirBody? Body, Problem? Problem)> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (!FhirMediaType.IsJson(request.ContentType))
            return (null, FhirProblems.ContentType);
        if (!FhirMediaType.IsOfThisVersion(request.ContentType))
            return (null, FhirProblems.FhirVersion);
        if (!IsUtf8(request.ContentType!))
            return (null, FhirProblems.Charset);
        if (
            request.Headers.ContentEncoding.ToString() is { Length: > 0 } encoding
            && !encoding.Equals("identity", StringComparison.OrdinalIgnoreCase)
        )
            return (null, FhirProblems.ContentEncoding);
        if (!AcceptsJson(request))
            return (null, FhirProblems.NotAcceptable);
        if (request.ContentLength > BytesMax)
            return (null, FhirProblems.BodyTooLarge);
        // The limit is here, and answered in FHIR's words.
        request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>()?.MaxRequestBodySize = null;
        var buffer = ArrayPool<byte>.Shared.Rent((int)(request.ContentLength + 1 ?? FirstBufferBytes));
        var length = 0;
        while (true)
        {
            var read = await request.Body.ReadAsync(buffer.AsMemory(length), cancellationToken);
            if (read == 0)
                return (new(buffer, length), null);
            length += read;
            if (length > BytesMax)
            {
                ArrayPool<byte>.Shared.Return(buffer);
                return (null, FhirProblems.BodyTooLarge);
            }

            if (length < buffer.Length)
                continue;
            var larger = ArrayPool<byte>.Shared.Rent(buffer.Length * 2);
            buffer.AsSpan(0, length).CopyTo(larger);
            ArrayPool<byte>.Shared.Return(buffer);
            buffer = larger;
        }
    }

    public void Dispose()
    {
        // Patient data does not stay in the pool for the next renter to see.
        if (buffer.Length > 0)
            ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
        buffer = [];
    }

    static bool IsUtf8(string contentType) =>
        !MediaTypeHeaderValue.TryParse(contentType, out var type)
        || type.Charset.Length == 0
        || type.Charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase)
        || type.Charset.Equals("\"utf-8\"", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether the caller takes what is answered here.</summary>
    public static bool AcceptsJson(HttpRequest request) => FhirMediaType.IsAccepted(request);
}
