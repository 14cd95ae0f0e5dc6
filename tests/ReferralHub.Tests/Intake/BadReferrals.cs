using System.Text.Json.Nodes;
using Xunit;

namespace ReferralHub.Tests.Intake;

/// <summary>Referrals that are wrong in what they say: by name, with the answer's status and code and the element at fault.</summary>
static class BadReferrals
{
    /// <summary>Request, patient, requester, dates, and what they are about.</summary>
    public static TheoryData<string, Func<byte[]>, int, string, string?> Cases =>
        new()
        {
            {
                "two ServiceRequests",
                () => TestReferral.Routine().With(r => r.Entries.Add(new JsonObject { ["resource"] = r.Request.DeepClone() })).Bytes(),
                422,
                "several-service-requests",
                "Bundle.entry[5].resource"
            },
            {
                "no ServiceRequest",
                () => TestReferral.Routine().Without("ServiceRequest").Bytes(),
                422,
                "no-service-request",
                "Bundle.entry"
            },
            {
                "status completed",
                () => TestReferral.Routine().With(r => r.Request["status"] = "completed").Bytes(),
                422,
                "status-not-taken",
                "Bundle.entry[1].resource.status"
            },
            {
                "no status",
                () => TestReferral.Routine().With(r => r.Request.Remove("status")).Bytes(),
                422,
                "status-not-taken",
                "Bundle.entry[1].resource"
            },
            {
                "new but revoked",
                () => TestReferral.Routine().With(r => r.Request["status"] = "revoked").Bytes(),
                422,
                "status-and-reason",
                "Bundle.entry[1].resource.status"
            },
            { "unknown priority", () => TestReferral.Create("soon").Bytes(), 400, "priority-unknown", "Bundle.entry[1].resource.priority" },
            {
                "no patient",
                () => TestReferral.Routine().With(r => r.Request.Remove("subject")).Bytes(),
                422,
                "no-patient",
                "Bundle.entry[1].resource"
            },
            {
                "dangling patient",
                () => TestReferral.Routine().Without("Patient").Bytes(),
                422,
                "patient-not-found",
                "Bundle.entry[1].resource.subject"
            },
            {
                "subject is an organisation",
                () =>
                    TestReferral
                        .Routine()
                        .With(r => r.Request["subject"]!["reference"] = "urn:uuid:00000000-0000-4000-8000-000000000005")
                        .Bytes(),
                422,
                "subject-not-a-patient",
                "Bundle.entry[1].resource.subject"
            },
            {
                "patient without identity",
                () =>
                    TestReferral
                        .Routine()
                        .With(r =>
                        {
                            r.Patient.Remove("identifier");
                            r.Patient.Remove("birthDate");
                        })
                        .Bytes(),
                422,
                "patient-not-identifiable",
                "Bundle.entry[2].resource"
            },
            {
                "no requester",
                () => TestReferral.Routine().With(r => r.Request.Remove("requester")).Bytes(),
                422,
                "no-requester",
                "Bundle.entry[1].resource"
            },
            {
                "dangling requester",
                () => TestReferral.Routine().Without("PractitionerRole").Bytes(),
                422,
                "requester-not-found",
                "Bundle.entry[1].resource.requester"
            },
            {
                "written in the future",
                () => TestReferral.Routine().With(r => r.Request["authoredOn"] = "2100-01-01T00:00:00Z").Bytes(),
                422,
                "date-in-future",
                "Bundle.entry[1].resource.authoredOn"
            },
            {
                "written long ago",
                () => TestReferral.Routine().With(r => r.Request["authoredOn"] = "1980-01-01").Bytes(),
                422,
                "date-too-old",
                "Bundle.entry[1].resource.authoredOn"
            },
            {
                "written on no day",
                () => TestReferral.Routine().With(r => r.Request["authoredOn"] = "2026-02-30").Bytes(),
                400,
                "date-invalid",
                "Bundle.entry[1].resource.authoredOn"
            },
            {
                "born in the future",
                () => TestReferral.Routine().With(r => r.Patient["birthDate"] = "2100-01-01").Bytes(),
                422,
                "date-in-future",
                "Bundle.entry[2].resource.birthDate"
            },
            {
                "born in 1800",
                () => TestReferral.Routine().With(r => r.Patient["birthDate"] = "1800-01-01").Bytes(),
                422,
                "date-too-old",
                "Bundle.entry[2].resource.birthDate"
            },
            {
                "born as a number",
                () => TestReferral.Routine().With(r => r.Patient["birthDate"] = 19700501).Bytes(),
                400,
                "date-invalid",
                "Bundle.entry[2].resource.birthDate"
            },
            {
                "amendment of nothing",
                () => TestReferral.Routine().Again("update", "active").Bytes(),
                404,
                "referral-not-found",
                "ServiceRequest.identifier"
            },
            {
                "cancellation of nothing",
                () => TestReferral.Routine().Again("update", "revoked").Bytes(),
                404,
                "referral-not-found",
                "ServiceRequest.identifier"
            },
            {
                "answer to a message never sent",
                () =>
                    TestReferral
                        .Routine()
                        .With(r =>
                        {
                            r.Header["eventCoding"]!["code"] = "servicerequest-response";
                            r.Header["response"] = new JsonObject
                            {
                                ["identifier"] = "0199c0de-1234-7abc-9def-0123456789ab",
                                ["code"] = "ok",
                            };
                        })
                        .Bytes(),
                404,
                "message-not-found",
                "Bundle.entry[0].resource.response"
            },
        };
}
