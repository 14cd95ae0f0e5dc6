using System.Globalization;
using ReferralHub.Fhir;
using ReferralHub.Kernel;
using ReferralHub.Platform;

namespace ReferralHub.Server.Demo;

/// <summary>What a made-up referral is about.</summary>
sealed record DemoReferralPlan(DemoArea.DemoPractice Practice, string? Specialty, Priority? Priority, DateTime Written)
{
    /// <summary>Leaves the reason out, so that triage asks for it.</summary>
    public bool WithoutReason { get; init; }

    /// <summary>Gives the NHS number a wrong check digit.</summary>
    public bool WrongNhsNumber { get; init; }

    /// <summary>The practice has answered what it was asked.</summary>
    public bool Answered { get; init; }

    /// <summary>The patient of another plan, for duplicates.</summary>
    public int? PatientNumber { get; init; }

    /// <summary>Blows the message up to the size of the national examples.</summary>
    public int PaddingBytes { get; init; }
}

/// <summary>
/// Makes referral messages in the form of the national standard, about people who do not exist: NHS numbers are of the
/// 999 range that is set aside for tests.
/// </summary>
sealed class DemoReferrals(int seed)
{
    static readonly string[] Families =
    [
        "Abbot",
        "Barlow",
        "Clegg",
        "Dunmore",
        "Ellis",
        "Farrow",
        "Gorton",
        "Hussain",
        "Iqbal",
        "Jarvis",
        "Kaur",
        "Lindley",
        "Mbeki",
        "Nowak",
        "Okafor",
        "Patel",
        "Quinn",
        "Rahman",
        "Stokes",
        "Tanner",
        "Uddin",
        "Varley",
        "Wainwright",
        "Yates",
    ];
    static readonly string[] Female =
    [
        "Aisha",
        "Beth",
        "Carol",
        "Deepa",
        "Edith",
        "Fiona",
        "Grace",
        "Hannah",
        "Irene",
        "Joan",
        "Kezia",
        "Lena",
        "Maria",
        "Nora",
    ];
    static readonly string[] Male =
    [
        "Adam",
        "Brian",
        "Colin",
        "Dev",
        "Eric",
        "Frank",
        "George",
        "Harun",
        "Ivan",
        "Jakub",
        "Karl",
        "Liam",
        "Musa",
        "Neil",
    ];

    static readonly Dictionary<string, string[]> Reasons = new()
    {
        ["110"] =
        [
            "Knee pain for eight months, physiotherapy tried",
            "Hip pain on walking, X-ray shows narrowing",
            "Shoulder stiffness after a fall",
        ],
        ["130"] = ["Gradual loss of vision in the right eye", "Cloudy vision, glare when driving", "Watering eye"],
        ["330"] = ["Rash that returns after treatment", "Mole that has changed shape", "Psoriasis no longer controlled"],
        ["301"] = ["Reflux despite treatment for three months", "Altered bowel habit", "Iron deficiency, cause not found"],
        ["320"] = ["Palpitations, ECG attached", "Breathless on stairs, murmur heard", "Chest tightness on exercise"],
        ["120"] =
        [
            "Recurrent tonsillitis",
            "Hearing loss on one side",
            "Tonsillectomy asked for: not seven in the last year, not five in each of the last two years, not three in each of the last three years",
        ],
        ["502"] = ["Heavy periods, treatment tried", "Pelvic pain for six months", "Bleeding between periods"],
        ["101"] = ["Urinary frequency at night", "Blood in urine once, no infection", "Recurrent infections"],
        ["340"] = ["Cough for ten weeks", "Asthma not controlled on two inhalers", "Snoring and daytime sleepiness"],
        ["400"] = ["Headaches that wake from sleep", "Numbness of the left hand", "Tremor at rest"],
        ["410"] = ["Swollen joints of both hands", "Morning stiffness for two hours", "Back pain in a young adult"],
    };

    readonly Random random = new(seed);
    int patients;
    int messages;

    /// <summary>Id of a made-up message: of no use as a secret, and the same for the same seed.</summary>
    public Guid NextId(DateTime at) => EntityId.New(at, random);

    public byte[] Write(DemoReferralPlan plan)
    {
        var number = plan.PatientNumber ?? patients++;
        var person = new Random(unchecked((seed * 397) ^ number));
        var female = plan.Specialty == "502" || person.Next(2) == 0;
        var family = Families[person.Next(Families.Length)];
        var given = (female ? Female : Male)[person.Next(14)];
        var age = plan.Specialty is "130" or "110" or "320" ? 45 + person.Next(45) : 4 + person.Next(85);
        if (plan.Specialty == "502")
            age = 18 + person.Next(60);
        var born = DateOnly.FromDateTime(plan.Written).AddYears(-age).AddDays(-person.Next(365));
        var nhsNumber = CreateNhsNumber(number);
        if (plan.WrongNhsNumber)
            nhsNumber = nhsNumber[..9] + (char)('0' + ((nhsNumber[9] - '0' + 1) % 10));
        var reason = plan.WithoutReason || plan.Specialty is null ? null : Reasons[plan.Specialty][person.Next(3)];
        if (plan.Answered && reason is not null)
            reason = reason
                .Replace("Mole", "Skin lesion, picture sent,", StringComparison.Ordinal)
                .Replace("Recurrent tonsillitis", "Recurrent tonsillitis, 7 episodes in the last year", StringComparison.Ordinal);
        var ids = Enumerable.Range(0, 8).Select(_ => $"urn:uuid:{NextId(plan.Written)}").ToArray();
        var messageNumber = messages++;

        return FhirWriter.Write(writer =>
        {
            writer.Resource("Bundle", NextId(plan.Written).ToString());
            writer.WriteStartObject("meta");
            writer.WriteString("versionId", "1.1.0");
            writer.WriteEndObject();
            writer.WriteString("type", "message");
            writer.WriteString("timestamp", FhirDateTime.Instant(plan.Written));
            writer.WriteStartArray("entry");
            Entry(writer, ids[0], () => Header(writer, ids[1], ids[5], plan.Practice.Ods));
            Entry(writer, ids[1], () => Request(writer, plan, reason, messageNumber, ids));
            Entry(writer, ids[2], () => Patient(writer, nhsNumber, family, given, female, born, ids[5]));
            Entry(writer, ids[3], () => Role(writer, ids[4], ids[5]));
            Entry(writer, ids[4], () => Practitioner(writer, plan.Practice));
            Entry(writer, ids[5], () => Organisation(writer, plan.Practice));
            if (reason is not null)
                Entry(writer, ids[6], () => CarePlan(writer, ids[2], reason, plan.PaddingBytes));
            writer.WriteEndArray();
            writer.WriteEndObject();
        });
    }

    /// <summary>The n-th valid number of the test range.</summary>
    static string CreateNhsNumber(int n)
    {
        for (var candidate = n * 2L; ; candidate++)
        {
            var digits = $"999{candidate % 1_000_000:000000}";
            if (NhsNumber.CheckDigit(digits) is { } check)
                return digits + check;
        }
    }

    static void Header(FhirWriter writer, string requestUrl, string organisationUrl, string practice)
    {
        writer.Resource("MessageHeader");
        writer.CodingElement("eventCoding", FhirSystems.MessageEvents, "servicerequest-request");
        writer.Reference("sender", organisationUrl);
        writer.WriteStartObject("source");
        writer.WriteString("name", "Demonstration GP system");
        writer.WriteString("endpoint", $"{FhirSystems.OdsOrganisation}|{practice}");
        writer.WriteEndObject();
        writer.CodeableConcept("reason", FhirSystems.MessageReason, "new");
        writer.WriteStartArray("focus");
        writer.WriteStartObject();
        writer.WriteString("reference", requestUrl);
        writer.WriteEndObject();
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    static void Request(FhirWriter writer, DemoReferralPlan plan, string? reason, int messageNumber, string[] ids)
    {
        writer.Resource("ServiceRequest");
        writer.WriteStartArray("identifier");
        writer.Identifier(
            "https://demonstration.gp-system.example/Id/referral",
            string.Create(CultureInfo.InvariantCulture, $"{plan.Practice.Ods}-{plan.Written:yyyyMMddHHmmssfff}-{messageNumber}")
        );
        writer.WriteEndArray();
        writer.WriteString("status", "active");
        writer.WriteString("intent", "plan");
        writer.WriteStartArray("category");
        writer.WriteStartObject();
        writer.WriteStartArray("coding");
        writer.Coding(FhirSystems.MessageCategory, "referral");
        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.WriteEndArray();
        if (plan.Priority is { } priority)
            writer.WriteString("priority", priority.ToCode());
        writer.Reference("subject", ids[2]);
        writer.WriteString("authoredOn", FhirDateTime.Instant(plan.Written));
        writer.Reference("requester", ids[3]);
        if (plan.Specialty is { } specialty)
            writer.CodeableConcept("performerType", FhirSystems.PracticeSetting, specialty, TreatmentFunction.FindName(specialty));
        if (reason is not null)
        {
            writer.WriteStartArray("reasonCode");
            writer.WriteStartObject();
            writer.WriteString("text", reason);
            writer.WriteEndObject();
            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    }

    static void Patient(FhirWriter writer, string nhsNumber, string family, string given, bool female, DateOnly born, string practiceUrl)
    {
        writer.Resource("Patient");
        writer.WriteStartArray("identifier");
        writer.Identifier(FhirSystems.NhsNumber, nhsNumber);
        writer.WriteEndArray();
        writer.WriteStartArray("name");
        writer.WriteStartObject();
        writer.WriteString("use", "official");
        writer.WriteString("family", family);
        writer.WriteStartArray("given");
        writer.WriteStringValue(given);
        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.WriteEndArray();
        writer.WriteString("gender", female ? "female" : "male");
        writer.WriteString("birthDate", born.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        writer.WriteStartArray("address");
        writer.WriteStartObject();
        writer.WriteString("city", "Demonstration");
        writer.WriteString("postalCode", "ZZ99 3WZ");
        writer.WriteEndObject();
        writer.WriteEndArray();
        writer.WriteStartArray("generalPractitioner");
        writer.WriteStartObject();
        writer.WriteString("reference", practiceUrl);
        writer.WriteEndObject();
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    static void Role(FhirWriter writer, string practitionerUrl, string organisationUrl)
    {
        writer.Resource("PractitionerRole");
        writer.Reference("practitioner", practitionerUrl);
        writer.Reference("organization", organisationUrl);
        writer.WriteEndObject();
    }

    static void Practitioner(FhirWriter writer, DemoArea.DemoPractice practice)
    {
        writer.Resource("Practitioner");
        writer.WriteStartArray("name");
        writer.WriteStartObject();
        writer.WriteString("text", $"Demonstration GP of {practice.Name}");
        writer.WriteEndObject();
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    static void Organisation(FhirWriter writer, DemoArea.DemoPractice practice)
    {
        writer.Resource("Organization");
        writer.WriteStartArray("identifier");
        writer.Identifier(FhirSystems.OdsOrganisation, practice.Ods);
        writer.WriteEndArray();
        writer.WriteString("name", practice.Name);
        writer.WriteEndObject();
    }

    static void CarePlan(FhirWriter writer, string patientUrl, string reason, int paddingBytes)
    {
        writer.Resource("CarePlan");
        writer.WriteString("status", "completed");
        writer.WriteString("intent", "plan");
        writer.Reference("subject", patientUrl);
        writer.WriteStartArray("activity");
        writer.WriteStartObject();
        writer.WriteStartArray("outcomeCodeableConcept");
        writer.WriteStartObject();
        writer.WriteString("text", $"{reason}. Examined in surgery; no red flags found. Patient wishes to be referred.");
        writer.WriteEndObject();
        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.WriteEndArray();
        if (paddingBytes > 0)
        {
            writer.WriteStartArray("note");
            for (var left = paddingBytes; left > 0; left -= 400)
            {
                writer.WriteStartObject();
                writer.WriteString("text", "History as recorded in the practice: " + new string('x', Math.Min(360, left)));
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    }

    static void Entry(FhirWriter writer, string fullUrl, Action resource)
    {
        writer.WriteStartObject();
        writer.WriteString("fullUrl", fullUrl);
        writer.WritePropertyName("resource");
        resource();
        writer.WriteEndObject();
    }
}
