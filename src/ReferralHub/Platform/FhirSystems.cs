namespace ReferralHub.Platform;

/// <summary>URIs of the national systems the hub reads and writes, and of its own.</summary>
public static class FhirSystems
{
    public const string NhsNumber = "https://fhir.nhs.uk/Id/nhs-number";
    public const string OdsOrganisation = "https://fhir.nhs.uk/Id/ods-organization-code";
    public const string OdsSite = "https://fhir.nhs.uk/Id/ods-site-code";
    public const string PracticeSetting = "https://fhir.hl7.org.uk/CodeSystem/UKCore-PracticeSettingCode";
    public const string TreatmentFunction = "https://fhir.nhs.uk/CodeSystem/NHSDataModelAndDictionary-treatment-function";
    public const string MessageEvents = "https://fhir.nhs.uk/CodeSystem/message-events-bars";
    public const string MessageReason = "https://fhir.nhs.uk/CodeSystem/message-reason-bars";
    public const string MessageCategory = "https://fhir.nhs.uk/CodeSystem/message-category-servicerequest";
    public const string HttpErrorCodes = "https://fhir.nhs.uk/CodeSystem/http-error-codes";
    public const string DosRejectedReasons = "https://fhir.nhs.uk/CodeSystem/dos-rejected-reasons-bars";
    public const string ErsPriority = "https://fhir.nhs.uk/CodeSystem/eRS-Priority";
    public const string ErsPriorityStu3 = "https://fhir.nhs.uk/STU3/CodeSystem/eRS-Priority-1";

    public const string RequestStatus = "http://hl7.org/fhir/request-status";
    public const string RequestPriority = "http://hl7.org/fhir/request-priority";
    public const string TaskStatus = "http://hl7.org/fhir/task-status";
    public const string AdministrativeGender = "http://hl7.org/fhir/administrative-gender";
    public const string PublicationStatus = "http://hl7.org/fhir/publication-status";

    public const string Confidentiality = "http://terminology.hl7.org/CodeSystem/v3-Confidentiality";

    /// <summary>System that true and false may be asked for with (R4 §3.1.1.4.10).</summary>
    public const string SpecialValues = "http://hl7.org/fhir/special-values";

    /// <summary>Base of the hub's own URIs; .example is reserved, so they can never resolve to somebody else.</summary>
    public const string Own = "https://fhir.referralhub.example";

    public const string Reference = Own + "/Id/referral-reference";
    public const string BusinessStatus = Own + "/CodeSystem/referral-stage";
    public const string CommunicationCategory = Own + "/CodeSystem/communication-category";
    public const string ProblemCodes = Own + "/CodeSystem/problem";
}
