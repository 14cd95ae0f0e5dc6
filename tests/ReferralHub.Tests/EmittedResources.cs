using System.Security.Cryptography;

namespace ReferralHub.Tests;

/// <summary>
/// Keeps every FHIR resource that the hub gives out during a test run in the folder that <c>REFERRALHUB_TEST_EMITTED</c> names, so
/// that others can judge them afterwards; without that setting it does nothing. A file is named by its content: the same resource
/// is kept once.
/// </summary>
sealed class EmittedResources(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    static readonly string? Folder = Environment.GetEnvironmentVariable("REFERRALHUB_TEST_EMITTED");

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var answer = await base.SendAsync(request, cancellationToken);
        if (Folder is { Length: > 0 } && !IsAsItCame(request) && answer.Content.Headers.ContentType?.MediaType == "application/fhir+json")
        {
            await answer.Content.LoadIntoBufferAsync(cancellationToken);
            Keep(await answer.Content.ReadAsByteArrayAsync(cancellationToken));
        }

        return answer;
    }

    /// <summary>What a sender wrote is given back byte for byte; its faults are the sender's.</summary>
    static bool IsAsItCame(HttpRequestMessage request) =>
        request.RequestUri?.OriginalString.EndsWith("$original", StringComparison.Ordinal) == true;

    static void Keep(byte[] bytes)
    {
        if (bytes.Length == 0)
            return;
        Directory.CreateDirectory(Folder!);
        var file = Path.Combine(Folder!, $"{Convert.ToHexStringLower(SHA256.HashData(bytes))[..24]}.json");
        if (File.Exists(file))
            return;
        // Written beside and then named, because several tests may give out the same at once.
        var unfinished = $"{file}.{Environment.CurrentManagedThreadId}.tmp";
        File.WriteAllBytes(unfinished, bytes);
        File.Move(unfinished, file, overwrite: true);
    }
}
