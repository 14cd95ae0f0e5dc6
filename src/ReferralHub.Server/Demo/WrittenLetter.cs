using System.Globalization;
using System.Text;
using ReferralHub.Platform;

namespace ReferralHub.Server.Demo;

/// <summary>A letter of the demonstration about one made-up patient, as the resources that carry it.</summary>
sealed class WrittenLetter
{
    readonly DemoLetter letter;
    readonly Func<string, string> fill;
    readonly List<(string Name, string Unit, double Value)> values;
    readonly byte[]? picture;
    readonly bool withPdf;
    readonly string? answer;

    WrittenLetter(DemoLetter letter, Random random, int age, bool female, bool answered)
    {
        this.letter = letter;
        var (side, months) = (random.Next(2) == 0 ? "left" : "right", 3 + random.Next(14));
        fill = text => Fill(text, age, female, side, months.ToString(CultureInfo.InvariantCulture));
        values = [.. letter.Values.Select(v => (v.Name, v.Unit, Round(v.Low + (random.NextDouble() * (v.High - v.Low)))))];
        var extra = random.NextDouble();
        // A picture comes with three of four letters that speak of one; some letters come as a PDF besides.
        picture = letter.Picture is { } kind && (answered || extra < 0.75) ? DemoPicture.Draw(kind, random) : null;
        withPdf = !letter.IsThin && random.NextDouble() < 0.2;
        answer = answered
            ? "Answer to what the referral centre asked: the results are as above, nothing else was done; 7 episodes in the last year "
                + "where sore throats are meant, and a picture is attached where there is something to see."
            : null;
    }

    public string Reason => fill(letter.Reason);

    public static WrittenLetter Write(DemoLetter letter, Random random, int age, bool female, bool answered) =>
        new(letter, random, age, female, answered);

    /// <summary>What goes into the message besides request and patient.</summary>
    /// <param name="title">First line of the letter on paper.</param>
    public IEnumerable<R4.Resource> CreateResources(string patientUrl, string title)
    {
        yield return CreateCarePlan(patientUrl);
        foreach (var (name, unit, value) in values)
            yield return CreateObservation(patientUrl, name, new R4.Quantity { Value = (decimal)value, Unit = unit });
        foreach (var (name, words) in letter.Findings)
            yield return CreateObservation(patientUrl, name, new R4.FhirString(words));
        foreach (var problem in letter.Problems)
            yield return new R4.Condition { Code = R4Values.Words(problem), Subject = new(patientUrl) };
        foreach (var medicine in letter.Medication)
            yield return new R4.MedicationStatement
            {
                Status = R4.MedicationStatement.MedicationStatusCodes.Active,
                Medication = R4Values.Words(medicine),
                Subject = new(patientUrl),
            };
        if (!letter.IsThin)
            yield return new R4.AllergyIntolerance
            {
                ClinicalStatus = R4Values.Concept("http://terminology.hl7.org/CodeSystem/allergyintolerance-clinical", "active"),
                Code = R4Values.Words("No known drug allergies"),
                Patient = new(patientUrl),
            };
        if (withPdf)
            yield return CreateDocument(patientUrl, "Referral letter.pdf", "application/pdf", DemoPdf.Write($"{title}\n\n{Compose()}"));
        if (picture is not null)
            yield return CreateDocument(
                patientUrl,
                letter.Picture == DemoPictureKind.Audiogram ? "Audiogram.png" : "Skin lesion.png",
                "image/png",
                picture
            );
    }

    R4.CarePlan CreateCarePlan(string patientUrl)
    {
        var plan = new R4.CarePlan
        {
            Status = R4.RequestStatus.Completed,
            Intent = R4.CarePlan.CarePlanIntent.Plan,
            Subject = new(patientUrl),
            Description = fill(letter.History),
            Activity =
            [
                new() { OutcomeCodeableConcept = [R4Values.Words("On examination: " + fill(letter.Examination))] },
                new()
                {
                    Detail = new() { Status = R4.CarePlan.CarePlanActivityStatus.Scheduled, Description = fill(letter.Asks) },
                },
            ],
        };
        if (letter.SafetyNet is { } net)
            plan.Note.Add(new() { Text = fill(net) });
        if (answer is not null)
            plan.Note.Add(new() { Text = answer });
        return plan;
    }

    static R4.Observation CreateObservation(string patientUrl, string name, R4.DataType value) =>
        new()
        {
            Status = R4.ObservationStatus.Final,
            Code = R4Values.Words(name),
            Subject = new(patientUrl),
            Value = value,
        };

    static R4.DocumentReference CreateDocument(string patientUrl, string title, string contentType, byte[] data) =>
        new()
        {
            Status = R4.DocumentReferenceStatus.Current,
            Subject = new(patientUrl),
            Content =
            [
                new()
                {
                    Attachment = new()
                    {
                        Title = title,
                        ContentType = contentType,
                        Data = data,
                    },
                },
            ],
        };

    /// <summary>The letter as one would read it on paper.</summary>
    string Compose()
    {
        var text = new StringBuilder("Dear colleague,\n\n").Append(fill(letter.History)).Append("\n\n");
        text.Append("On examination: ").Append(fill(letter.Examination)).Append("\n\n");
        foreach (var (name, unit, value) in values)
            text.Append(CultureInfo.InvariantCulture, $"{name}: {value} {unit}\n");
        if (letter.Medication.Count > 0)
            text.Append("\nMedication: ").AppendJoin("; ", letter.Medication).Append('\n');
        text.Append('\n').Append(fill(letter.Asks));
        if (letter.SafetyNet is { } net)
            text.Append("\n\n").Append(fill(net));
        return text.Append("\n\nFictitious letter of the demonstration.").ToString();
    }

    static double Round(double value) => Math.Round(value, value < 10 ? 1 : 0);

    static string Fill(string text, int age, bool female, string side, string months) =>
        new StringBuilder(text)
            .Replace("{age}", age.ToString(CultureInfo.InvariantCulture))
            .Replace("{side}", side)
            .Replace("{months}", months)
            .Replace("{man}", female ? "woman" : "man")
            .Replace("{woman}", female ? "woman" : "man")
            .Replace("{he}", female ? "she" : "he")
            .Replace("{she}", female ? "she" : "he")
            .Replace("{He}", female ? "She" : "He")
            .Replace("{him}", female ? "her" : "him")
            .Replace("{his}", female ? "her" : "his")
            .Replace("{His}", female ? "Her" : "His")
            .Replace("{Her}", female ? "Her" : "His")
            .ToString();
}
