using ReferralHub.Platform;
using ReferralHub.Platform.Data;

namespace ReferralHub.Intake;

/// <summary>
/// What would become of messages: they are stored one after the other in one transaction, so that each sees those before it, and
/// the transaction is rolled back.
/// </summary>
public sealed class IntakeTrial(HubDatabase database, IntakeWriter writer, IntakeProfiles profiles, TimeProvider time)
{
    public async Task<IReadOnlyList<IntakeResult>> RunAsync(IReadOnlyList<byte[]> messages, CancellationToken cancellationToken)
    {
        try
        {
            await database.WriteAsync<bool>(
                async (db, token) =>
                {
                    var results = new List<IntakeResult>();
                    foreach (var message in messages)
                    {
                        var now = time.UtcNow();
                        var (submission, problems) = ParsedSubmission.Parse(
                            message,
                            IntakeFace.Import,
                            null,
                            null,
                            now,
                            profiles,
                            cancellationToken: token
                        );
                        if (submission is null)
                        {
                            results.Add(IntakeResult.Refused(problems));
                            continue;
                        }

                        results.AddRange(await writer.StoreBatchAsync(db, [submission], now, token));
                        await db.SaveChangesAsync(token);
                    }

                    throw new RolledBackException(results);
                },
                cancellationToken
            );
        }
        catch (RolledBackException e)
        {
            return e.Results;
        }

        throw new InvalidOperationException("The trial was kept instead of rolled back.");
    }

    /// <summary>Ends the transaction of a trial.</summary>
    sealed class RolledBackException(IReadOnlyList<IntakeResult> results) : Exception
    {
        public IReadOnlyList<IntakeResult> Results => results;
    }
}
