using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using ReferralHub.Fhir;
using ReferralHub.Intake;
using Shouldly;
using Xunit;

namespace ReferralHub.Tests.FhirApi;

/// <summary>A caller who hangs up is worked for no longer.</summary>
public sealed class HangUpTests
{
    [Fact]
    public void Validation_ForACallerWhoIsGone_Stops()
    {
        using var gone = new CancellationTokenSource();
        var (document, _) = FhirJson.Read(Large(), null, gone.Token);
        var validator = new ReferralHub.Fhir.Profiles.FhirValidator(ReferralHub.Fhir.Packages.DefinitionSet.None);
        gone.Cancel();

        Should.Throw<OperationCanceledException>(() => validator.Check(document!));

        document!.Work.Steps.ShouldBeLessThan(2_000);
    }

    [Fact]
    public void Intake_ForACallerWhoIsGone_Stops() =>
        Should.Throw<OperationCanceledException>(() =>
            ParsedSubmission.Parse(
                TestReferral.Routine().Bytes(),
                IntakeFace.ProcessMessage,
                null,
                null,
                new(2026, 11, 25, 10, 0, 0, DateTimeKind.Utc),
                null,
                cancellationToken: new CancellationToken(canceled: true)
            )
        );

    /// <summary>Over a real connection that is cut: the hub goes on answering others, and logs no error for it.</summary>
    [Fact]
    public async Task ConnectionThatIsCut_LeavesTheHubAnswering()
    {
        await using var hub = await TestHub.StartAsync("web");
        var body = Large();
        for (var i = 0; i < 5; i++)
        {
            using var socket = new TcpClient();
            await socket.ConnectAsync(hub.Http.BaseAddress!.Host, hub.Http.BaseAddress.Port);
            var stream = socket.GetStream();
            await stream.WriteAsync(
                Encoding.ASCII.GetBytes(
                    $"POST /fhir/$validate HTTP/1.1\r\nHost: {hub.Http.BaseAddress.Authority}\r\n"
                        + $"Content-Type: application/fhir+json\r\nContent-Length: {body.Length}\r\n\r\n"
                )
            );
            await stream.WriteAsync(body);
            socket.Client.Close(0);
        }

        using var answer = await hub.PostAsync("/fhir/$validate", TestReferral.Routine().Bytes());

        ((int)answer.StatusCode).ShouldBe(200);
    }

    static byte[] Large()
    {
        var names = Enumerable.Range(0, 4_900).Select(i => (JsonNode)new JsonObject { ["family"] = $"Name{i}", ["text"] = "x" });
        return Encoding.UTF8.GetBytes(new JsonObject { ["resourceType"] = "Patient", ["name"] = new JsonArray([.. names]) }.ToJsonString());
    }
}
