using System.Net;
using System.Text;
using ReferralHub.Dispatch;
using Shouldly;
using Xunit;
using static ReferralHub.Tests.Dispatch.DispatchSetting;

namespace ReferralHub.Tests.Dispatch;

/// <summary>What a provider's response says, and what it does not.</summary>
public sealed class ProviderAnswerTests
{
    public static TheoryData<int, string, ProviderAnswerKind> Answers =>
        new()
        {
            { 200, Answer(MessageId, "ok", "accepted"), ProviderAnswerKind.Accepted },
            { 200, Answer(MessageId, "ok"), ProviderAnswerKind.Accepted },
            { 200, Answer(MessageId, "ok", "received"), ProviderAnswerKind.Sent },
            { 200, Answer(MessageId, "ok", "rejected", "22"), ProviderAnswerKind.Declined },
            { 200, Answer(MessageId, "fatal-error"), ProviderAnswerKind.Declined },
            { 200, Answer(MessageId, "transient-error"), ProviderAnswerKind.Failed },
            { 200, Answer(Guid.Empty, "ok", "accepted"), ProviderAnswerKind.Sent },
            { 200, "", ProviderAnswerKind.Sent },
            { 200, "<html>", ProviderAnswerKind.Sent },
            { 202, "", ProviderAnswerKind.Sent },
            { 409, "{\"resourceType\":\"OperationOutcome\",\"issue\":[{\"code\":\"duplicate\"}]}", ProviderAnswerKind.Sent },
            { 409, "{\"resourceType\":\"OperationOutcome\",\"issue\":[{\"code\":\"conflict\"}]}", ProviderAnswerKind.Failed },
            { 400, "", ProviderAnswerKind.Failed },
            { 408, "", ProviderAnswerKind.Failed },
            { 503, "", ProviderAnswerKind.Failed },
        };

    [Theory]
    [MemberData(nameof(Answers))]
    public void Answer_IsAcceptanceOnlyWhenItNamesOurMessage(int status, string body, ProviderAnswerKind expected) =>
        ProviderAnswer.ReadResponse((HttpStatusCode)status, Encoding.UTF8.GetBytes(body), MessageId).Kind.ShouldBe(expected);
}
