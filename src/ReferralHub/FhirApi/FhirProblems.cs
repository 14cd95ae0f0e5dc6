using ReferralHub.Platform;

namespace ReferralHub.FhirApi;

/// <summary>What the FHIR face may answer whatever is asked of it. Codes are stable; texts may be improved.</summary>
public static class FhirProblems
{
    const string BadRequest = "REC_BAD_REQUEST";
    const string NotFoundCode = "REC_NOT_FOUND";

    public static readonly Problem ContentType = new(
        415,
        "not-supported",
        "REC_UNSUPPORTED_MEDIA_TYPE",
        "content-type",
        "Send the resource as application/fhir+json (application/json is taken too); XML and other types are not read."
    );

    public static readonly Problem ContentEncoding = new(
        415,
        "not-supported",
        "REC_UNSUPPORTED_MEDIA_TYPE",
        "content-encoding",
        "Compressed bodies are not read; send the resource as it is, without Content-Encoding."
    );

    public static readonly Problem Charset = new(
        415,
        "not-supported",
        "REC_UNSUPPORTED_MEDIA_TYPE",
        "charset",
        "FHIR JSON is always UTF-8; send it so, with charset=utf-8 or without one."
    );

    public static readonly Problem NotAcceptable = new(
        406,
        "not-supported",
        "REC_NOT_ACCEPTABLE",
        "accept",
        "Answers are application/fhir+json; ask for that type, or for application/json."
    );

    public static readonly Problem BodyTooLarge = new(
        413,
        "too-long",
        BadRequest,
        "body-too-large",
        $"The request is larger than {FhirBody.BytesMax:N0} bytes. Attachments may have 5 MB each; send larger ones as a link."
    );

    public static readonly Problem NoSuchAddress = new(
        404,
        "not-supported",
        NotFoundCode,
        "no-such-address",
        "This server has no such address; /fhir/metadata lists what there is."
    );

    public static readonly Problem NoSuchType = new(
        404,
        "not-supported",
        NotFoundCode,
        "no-such-type",
        "This server has no resources of this type; /fhir/metadata lists those it has."
    );

    public static readonly Problem NotFound = new(
        404,
        "not-found",
        NotFoundCode,
        "not-found",
        "There is no resource of this type with this id."
    );

    public static readonly Problem NoSuchVersion = new(
        404,
        "not-found",
        NotFoundCode,
        "no-such-version",
        "The resource has no such version; its _history lists those it has."
    );

    public static readonly Problem VersionConflict = new(
        412,
        "conflict",
        "REC_PRECONDITION_FAILED",
        "version-conflict",
        "The resource is no longer at the version that If-Match names. Read it again, and decide on what it says now."
    );

    public static readonly Problem SeveralMatches = new(
        412,
        "multiple-matches",
        "REC_PRECONDITION_FAILED",
        "several-matches",
        "More than one resource fits If-None-Exist, so nothing was created. Name one that is unique, such as your own identifier."
    );

    public static readonly Problem FormExpected = new(
        415,
        "not-supported",
        "REC_UNSUPPORTED_MEDIA_TYPE",
        "form-expected",
        "Send the parameters of _search as application/x-www-form-urlencoded."
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
