using System.Text;
using ReferralHub.Intake;
using ReferralHub.Platform;
using ReferralHub.Platform.Data;

namespace ReferralHub.Server;

/// <summary>
/// Takes a made-up referral before the first real one comes, so that its sender does not wait while the runtime compiles what
/// reads, checks and stores it. Nothing of it stays: the transaction is rolled back.
/// </summary>
static class WarmUp
{
    const string Message = """
        {"resourceType":"Bundle","id":"warm-up","type":"message","timestamp":"2026-01-05T10:00:00Z","entry":[
         {"fullUrl":"urn:uuid:00000000-0000-4000-8000-000000000001","resource":{"resourceType":"MessageHeader",
          "eventCoding":{"system":"https://fhir.nhs.uk/CodeSystem/message-events-bars","code":"servicerequest-request"},
          "sender":{"reference":"urn:uuid:00000000-0000-4000-8000-000000000005"},"source":{"endpoint":"urn:warm-up"},
          "reason":{"coding":[{"system":"https://fhir.nhs.uk/CodeSystem/message-reason-bars","code":"new"}]},
          "focus":[{"reference":"urn:uuid:00000000-0000-4000-8000-000000000002"}]}},
         {"fullUrl":"urn:uuid:00000000-0000-4000-8000-000000000002","resource":{"resourceType":"ServiceRequest",
          "identifier":[{"system":"urn:warm-up","value":"1"}],"status":"active","intent":"order","priority":"routine",
          "category":[{"coding":[{"system":"https://fhir.nhs.uk/CodeSystem/message-category-servicerequest","code":"referral"}]}],
          "subject":{"reference":"urn:uuid:00000000-0000-4000-8000-000000000003"},"authoredOn":"2026-01-05T09:00:00Z",
          "requester":{"reference":"urn:uuid:00000000-0000-4000-8000-000000000005"},
          "performerType":{"coding":[{"system":"https://fhir.hl7.org.uk/CodeSystem/UKCore-PracticeSettingCode","code":"110"}]},
          "reasonCode":[{"text":"None"}]}},
         {"fullUrl":"urn:uuid:00000000-0000-4000-8000-000000000003","resource":{"resourceType":"Patient",
          "identifier":[{"system":"https://fhir.nhs.uk/Id/nhs-number","value":"9990000018"}],
          "name":[{"family":"Nobody","given":["Nobody"]}],"gender":"unknown","birthDate":"1900-01-01"}},
         {"fullUrl":"urn:uuid:00000000-0000-4000-8000-000000000005","resource":{"resourceType":"Organization",
          "identifier":[{"system":"https://fhir.nhs.uk/Id/ods-organization-code","value":"Z99999"}],"name":"None"}}]}
        """;

    /// <summary>Reads and checks it; needs no database, so that it can go on while that is made ready.</summary>
    public static ParsedSubmission Read(IServiceProvider services)
    {
        var (submission, problems) = ParsedSubmission.Parse(
            Encoding.UTF8.GetBytes(Message),
            IntakeFace.ProcessMessage,
            null,
            null,
            services.GetRequiredService<TimeProvider>().UtcNow(),
            services.GetRequiredService<IntakeProfiles>()
        );
        return submission ?? throw new InvalidOperationException($"The made-up referral is refused: {problems[0].Text}");
    }

    /// <summary>Stores it, and takes it back.</summary>
    public static async Task StoreAsync(IServiceProvider services, ParsedSubmission submission, CancellationToken cancellationToken)
    {
        var (database, writer, now) = (
            services.GetRequiredService<HubDatabase>(),
            services.GetRequiredService<IntakeWriter>(),
            services.GetRequiredService<TimeProvider>().UtcNow()
        );
        try
        {
            await database.WriteAsync(
                async (db, token) =>
                {
                    var results = await writer.StoreBatchAsync(db, [submission], now, token);
                    await db.SaveChangesAsync(acceptAllChangesOnSuccess: false, token);
                    services.GetRequiredService<WarmAnswers>().Example = results[0];
                    throw new TakenBackException();
                },
                cancellationToken
            );
        }
        catch (TakenBackException)
        {
            // Meant: it rolls the transaction back.
        }
    }

    sealed class TakenBackException : Exception;
}
