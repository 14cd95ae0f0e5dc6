namespace ReferralHub.Server.Demo;

/// <summary>The letters by specialty. Among them are red flags, in full and in shorthand, pathway cases, and thin ones.</summary>
static partial class DemoLetters
{
    static readonly Dictionary<string, DemoLetter[]> BySpecialty = new()
    {
        ["110"] = Orthopaedic,
        ["130"] = Eye,
        ["330"] = Skin,
        ["301"] = Gut,
        ["320"] = Heart,
        ["120"] = Ear,
        ["502"] = Gynaecology,
        ["101"] = Urology,
        ["340"] = Chest,
        ["400"] = Nerve,
        ["410"] = Joint,
    };

    /// <summary>A letter for a specialty; the general one when none is named.</summary>
    public static DemoLetter Draw(string? specialty, Random random)
    {
        var letters = BySpecialty.GetValueOrDefault(specialty ?? "", General);
        return letters[random.Next(letters.Length)];
    }

    static DemoLetter[] General =>
        [
            new(
                "Tiredness and dizzy spells",
                "Thank you for seeing this {age} year old {man}, who has felt tired for {months} months and has had dizzy spells on "
                    + "standing.\n\n"
                    + "{He} sleeps well, eats well and has lost no weight. There is no chest pain and no blackout.",
                "Pulse regular. Heart sounds normal. No pallor.",
                "I am not sure which clinic is the right one and would be grateful for your guidance on where {he} is best seen."
            )
            {
                Values =
                [
                    ("Systolic blood pressure, standing", "mmHg", 104, 118),
                    ("Haemoglobin", "g/L", 128, 146),
                    ("Thyroid stimulating hormone", "mU/L", 1.2, 3.8),
                ],
                Medication = ["Ramipril 5 mg once daily"],
                SafetyNet = "Told to come back after any blackout.",
            },
        ];
}
