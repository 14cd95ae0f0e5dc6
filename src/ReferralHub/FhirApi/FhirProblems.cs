using ReferralHub.Platform;

namespace ReferralHub.FhirApi;

/// <summary>What the FHIR face may answer whatever is asked of it. Codes are stable; texts may be improved.</summary>
public static class FhirProblems
{
    public static readonly Problem ContentType = Problem.WrongMediaType(
        "content-type",
        "Send the resource as application/fhir+json (application/json is taken too); XML and other types are not read."
    );

    public static readonly Problem FhirVersion = Problem.WrongMediaType(
        "fhir-version",
        "Resources of FHIR 4.0 (R4) are read here; send one of that version, with fhirVersion=4.0 or without."
    );

    public static readonly Problem ContentEncoding = Problem.WrongMediaType(
        "content-encoding",
        "Compressed bodies are not read; send the resource as it is, without Content-Encoding."
    );

    public static readonly Problem Charset = Problem.WrongMediaType(
        "charset",
        "FHIR JSON is always UTF-8; send it so, with charset=utf-8 or without one."
    );

    public static readonly Problem NotAcceptable = new(
        406,
        "not-supported",
        "REC_NOT_ACCEPTABLE",
        "accept",
        "Answers are application/fhir+json of FHIR 4.0; ask for that type, or for application/json, and for no other fhirVersion."
    );

    public static readonly Problem BodyTooLarge = Problem.TooLarge(
        "body-too-large",
        $"The request is larger than {FhirBody.BytesMax:N0} bytes. Attachments may have 5 MB each; send larger ones as a link."
    );

    public static readonly Problem NoSuchAddress = Problem.NotFound(
        "no-such-address",
        "This server has no such address; /fhir/metadata lists what there is.",
        issueType: "not-supported"
    );

    public static readonly Problem NoSuchType = Problem.NotFound(
        "no-such-type",
        "This server has no resources of this type; /fhir/metadata lists those it has.",
        issueType: "not-supported"
    );

    public static readonly Problem NotFound = Problem.NotFound("not-found", "There is no resource of this type with this id.");

    public static readonly Problem NoSuchVersion = Problem.NotFound(
        "no-such-version",
        "The resource has no such version; its _history lists those it has."
    );

    public static readonly Problem VersionConflict = Problem.ConditionFailed(
        "version-conflict",
        "The resource is no longer at the version that If-Match names. Read it again, and decide on what it says now."
    );

    public static readonly Problem SeveralMatches = Problem.ConditionFailed(
        "several-matches",
        "More than one resource fits If-None-Exist, so nothing was created. Name one that is unique, such as your own identifier.",
        issueType: "multiple-matches"
    );

    public static readonly Problem FormExpected = Problem.WrongMediaType(
        "form-expected",
        "Send the parameters of _search as application/x-www-form-urlencoded."
    );

    public static readonly Problem NothingToValidate = Problem.Malformed(
        "nothing-to-validate",
        "Send the resource as the body, or Parameters with a parameter named resource.",
        issueType: "required"
    );

    public static readonly Problem ValidateMode = Problem.Malformed("mode", "mode must be create, update, delete or profile.");

    public static readonly Problem ProfileUnknown = Problem.Malformed(
        "profile-unknown",
        "The profile that is asked for is not one that this server has; /fhir/metadata names those of its own.",
        issueType: "not-found"
    );

    public static readonly Problem ConditionWithoutParameter = Problem.Malformed(
        "if-none-exist",
        "If-None-Exist names no search parameter; give one such as identifier=system|value."
    );

    public static readonly Problem EntryWithoutRequest = Problem.Malformed(
        "entry-request",
        "An entry of a batch must say what is to be done: request.method and request.url.",
        issueType: "required"
    );

    public static readonly Problem EntryNotSupported = new(
        405,
        "not-supported",
        "REC_METHOD_NOT_ALLOWED",
        "entry-not-supported",
        "This server does not do what the entry asks for; /fhir/metadata lists what it does."
    );

    public static readonly Problem AnswerTooLarge = new(
        413,
        "too-costly",
        "REC_BAD_REQUEST",
        "answer-too-large",
        FormattableString.Invariant(
            $"The answer would have more than {AnswerBudget.BytesMax / (1024 * 1024)} MB or {AnswerBudget.ResourcesMax:N0} resources. "
        ) + "Ask for less: with _count, with fewer entries in a batch, or without _include and _revinclude."
    );

    public static readonly Problem BatchTooLarge = new(
        413,
        "too-costly",
        "REC_BAD_REQUEST",
        "batch-too-large",
        $"A batch may have {FhirBatch.EntriesMax} entries; send several.",
        "Bundle.entry"
    );

    /// <param name="scope">The one that is missing, e.g. <c>system/Task.s</c>.</param>
    public static Problem ScopeTooSmall(string scope) =>
        new(
            403,
            "forbidden",
            "REC_FORBIDDEN",
            "insufficient-scope",
            $"The access token does not have the scope {scope}, which this needs. Ask for a token with it; if it is not given, the client "
                + "is not registered for it."
        );

    public static Problem OtherType(string type) =>
        Problem.Malformed(
            "other-type",
            $"The address is that of {type}, and the resource is of another type; "
                + "post it to /fhir/$validate or to the address of its own type.",
            "resourceType",
            "invalid"
        );

    public static Problem MethodNotAllowed(string allowed) =>
        new(
            405,
            "not-supported",
            "REC_METHOD_NOT_ALLOWED",
            "method-not-allowed",
            $"This address does not take that method; it takes {allowed}. /fhir/metadata lists what there is."
        );
}
