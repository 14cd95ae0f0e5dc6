using System.Globalization;
using ReferralHub.Fhir;
using ReferralHub.Kernel;
using ReferralHub.Platform;

namespace ReferralHub.Server.Demo;

/// <summary>
/// Makes referral messages in the form of the national standard, about people who do not exist: NHS numbers are of the
/// 999 range that is set aside for tests.
/// </summary>
sealed class DemoReferrals(int seed)
{
    readonly Random random = new(seed);
    int patients;
    int messages;

    /// <summary>Id of a made-up message: of no use as a secret, and the same for the same seed.</summary>
    public Guid NextId(DateTime at) => EntityId.New(at, random);

    public byte[] Write(DemoReferralPlan plan)
    {
        var number = plan.PatientNumber ?? patients++;
        var person = new Random(unchecked((seed * 397) ^ number));
        var letter = plan.IsLetter ? DemoLetters.Draw(plan.Specialty, person) : null;
        var female = letter?.Sex is { } sex ? sex == "female" : plan.Specialty == "502" || person.Next(2) == 0;
        var family = DemoWords.Families[person.Next(DemoWords.Families.Length)];
        var given = (female ? DemoWords.Female : DemoWords.Male)[person.Next(14)];
        var age = DrawAge(plan.Specialty, letter, person);
        var born = DateOnly.FromDateTime(plan.Written).AddYears(-age).AddDays(-person.Next(365));
        var wholeYears = new Referrals.PatientFacts { BirthDate = born }.AgeOn(DateOnly.FromDateTime(plan.Written)) ?? age;
        var written = letter is null ? null : WrittenLetter.Write(letter, person, wholeYears, female, plan.Answered);
        var nhsNumber = CreateNhsNumber(number);
        if (plan.WrongNhsNumber)
            nhsNumber = nhsNumber[..9] + (char)('0' + ((nhsNumber[9] - '0' + 1) % 10));
        var reason =
            plan.WithoutReason ? null
            : written is not null ? written.Reason
            : plan.Specialty is null ? null
            : DemoWords.Reasons[plan.Specialty][person.Next(3)];
        var ids = Enumerable.Range(0, 6).Select(_ => $"urn:uuid:{NextId(plan.Written)}").ToArray();
        var messageNumber = messages++;

        var bundle = new R4.Bundle
        {
            Id = NextId(plan.Written).ToString(),
            Meta = new() { VersionId = "1.1.0" },
            Type = R4.Bundle.BundleType.Message,
            TimestampElement = R4Values.Instant(plan.Written),
            Entry =
            [
                new() { FullUrl = ids[0], Resource = CreateHeader(ids[1], ids[5], plan.Practice.Ods) },
                new() { FullUrl = ids[1], Resource = CreateRequest(plan, reason, messageNumber, ids) },
                new() { FullUrl = ids[2], Resource = CreatePatient(nhsNumber, family, given, female, born, ids[5], person) },
                new()
                {
                    FullUrl = ids[3],
                    Resource = new R4.PractitionerRole { Practitioner = new(ids[4]), Organization = new(ids[5]) },
                },
                new() { FullUrl = ids[4], Resource = CreatePractitioner(plan.Practice) },
                new() { FullUrl = ids[5], Resource = CreateOrganization(plan.Practice) },
            ],
        };
        var clinical =
            written is not null ? written.CreateResources(ids[2], $"{family.ToUpperInvariant()}, {given}, born {born:d MMMM yyyy}")
            : reason is not null ? [CreateCarePlan(ids[2], reason, plan.PaddingBytes)]
            : [];
        foreach (var resource in clinical)
            bundle.Entry.Add(new() { FullUrl = $"urn:uuid:{NextId(plan.Written)}", Resource = resource });
        return R4Json.Write(bundle);
    }

    static int DrawAge(string? specialty, DemoLetter? letter, Random person)
    {
        if (letter is not null)
            return letter.AgeFrom + person.Next(letter.AgeTo - letter.AgeFrom + 1);
        return specialty switch
        {
            "502" => 18 + person.Next(60),
            "130" or "110" or "320" => 45 + person.Next(45),
            _ => 4 + person.Next(85),
        };
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

    static R4.MessageHeader CreateHeader(string requestUrl, string organizationUrl, string practice) =>
        new()
        {
            Event = R4Values.Coding(FhirSystems.MessageEvents, "servicerequest-request"),
            Sender = new(organizationUrl),
            Source = new() { Name = "Demonstration GP system", Endpoint = $"{FhirSystems.OdsOrganisation}|{practice}" },
            Reason = R4Values.Concept(FhirSystems.MessageReason, "new"),
            Focus = [new(requestUrl)],
        };

    static R4.ServiceRequest CreateRequest(DemoReferralPlan plan, string? reason, int messageNumber, string[] ids) =>
        new()
        {
            Identifier =
            [
                new(
                    "https://demonstration.gp-system.example/Id/referral",
                    string.Create(CultureInfo.InvariantCulture, $"{plan.Practice.Ods}-{plan.Written:yyyyMMddHHmmssfff}-{messageNumber}")
                ),
            ],
            Status = R4.RequestStatus.Active,
            Intent = R4.RequestIntent.Plan,
            Category = [R4Values.Concept(FhirSystems.MessageCategory, "referral")],
            Priority = plan.Priority is { } priority ? R4Values.Code<R4.RequestPriority>(priority.ToCode()) : null,
            Subject = new(ids[2]),
            AuthoredOn = FhirDateTime.Instant(plan.Written),
            Requester = new(ids[3]),
            PerformerType = plan.Specialty is { } specialty
                ? R4Values.Concept(FhirSystems.PracticeSetting, specialty, TreatmentFunction.FindName(specialty))
                : null,
            ReasonCode = reason is null ? [] : [R4Values.Words(reason)],
        };

    static R4.Patient CreatePatient(
        string nhsNumber,
        string family,
        string given,
        bool female,
        DateOnly born,
        string practiceUrl,
        Random person
    ) =>
        new()
        {
            Identifier = [new(FhirSystems.NhsNumber, nhsNumber)],
            Name =
            [
                new()
                {
                    Use = R4.HumanName.NameUse.Official,
                    Family = family,
                    Given = [given],
                },
            ],
            Gender = female ? R4.AdministrativeGender.Female : R4.AdministrativeGender.Male,
            BirthDate = R4Values.Date(born),
            // A postcode and numbers that the Office for National Statistics and Ofcom keep for no address and no subscriber.
            Address =
            [
                new()
                {
                    Use = R4.Address.AddressUse.Home,
                    Line = [$"{1 + person.Next(120)} {DemoWords.Streets[person.Next(DemoWords.Streets.Length)]}"],
                    City = "Demonstration Town",
                    PostalCode = "ZZ99 3WZ",
                },
            ],
            Telecom =
                person.Next(12) == 0
                    ? []
                    :
                    [
                        new(
                            R4.ContactPoint.ContactPointSystem.Phone,
                            R4.ContactPoint.ContactPointUse.Mobile,
                            $"07700 900{person.Next(1_000):000}"
                        ),
                    ],
            GeneralPractitioner = [new(practiceUrl)],
        };

    static R4.Practitioner CreatePractitioner(DemoArea.DemoPractice practice) =>
        new() { Name = [new() { Text = $"Demonstration GP of {practice.Name}" }] };

    static R4.Organization CreateOrganization(DemoArea.DemoPractice practice) =>
        new() { Identifier = [new(FhirSystems.OdsOrganisation, practice.Ods)], Name = practice.Name };

    /// <summary>Words without meaning, as many characters as are wanted.</summary>
    static string Pad(int characters)
    {
        const string Words = "routine history recorded ";
        return string.Concat(Enumerable.Repeat(Words, (characters + Words.Length - 1) / Words.Length)).TrimEnd();
    }

    static R4.CarePlan CreateCarePlan(string patientUrl, string reason, int paddingBytes)
    {
        var plan = new R4.CarePlan
        {
            Status = R4.RequestStatus.Completed,
            Intent = R4.CarePlan.CarePlanIntent.Plan,
            Subject = new(patientUrl),
            Activity =
            [
                new()
                {
                    OutcomeCodeableConcept =
                    [
                        R4Values.Words($"{reason}. Examined in surgery; no red flags found. Patient wishes to be referred."),
                    ],
                },
            ],
        };
        for (var left = paddingBytes; left > 0; left -= 400)
            plan.Note.Add(new() { Text = $"History as recorded in the practice: {Pad(Math.Min(360, left))}" });
        return plan;
    }
}
