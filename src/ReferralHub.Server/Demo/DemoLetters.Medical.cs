namespace ReferralHub.Server.Demo;

static partial class DemoLetters
{
    static DemoLetter[] Skin =>
        [
            new(
                "Psoriasis no longer controlled",
                "Thank you for seeing this {age} year old {man} with plaque psoriasis since {his} twenties. For {months} months it "
                    + "has spread to "
                    + "elbows, knees, scalp and trunk in spite of treatment.\n\nIt itches, keeps {him} awake and {he} avoids short "
                    + "sleeves. "
                    + "There are no joint symptoms. {He} drinks little.",
                "Plaques over about 12% of the body. Nails pitted. Joints normal.",
                "Please consider phototherapy or a systemic treatment."
            )
            {
                Values = [("Dermatology life quality index", "points", 11, 18), ("Alanine aminotransferase", "U/L", 18, 38)],
                Problems = ["Plaque psoriasis"],
                Medication = ["Calcipotriol with betamethasone ointment once daily", "Coal tar shampoo"],
                SafetyNet = "Told to come back if the skin turns red all over.",
            },
            new(
                "Mole that has changed shape",
                "{age} year old with a mole on the {side} calf. It has grown and darkened over {months} months and bled once after "
                    + "a knock.\n\n"
                    + "Fair skin, sunburnt often as a child. An uncle had skin cancer.",
                "9 mm, two colours, irregular border. No other odd moles. No nodes in the groin.",
                "Picture attached. Weighted seven-point checklist: 4. Is it a melanoma?"
            )
            {
                AgeFrom = 25,
                Values = [("Largest diameter of the lesion", "mm", 8, 12)],
                Picture = DemoPictureKind.SkinLesion,
                SafetyNet = "Told to ring if it bleeds or grows before the appointment.",
            },
            new(
                "Rash that returns after treatment",
                "Itchy rash on both forearms of this {age} year old {man} for {months} months. It settles with a steroid cream and "
                    + "returns within "
                    + "two weeks of stopping. {He} works with cleaning fluids.\n\nEczema as a child. No new medicines, pets or journeys.",
                "Dry, thickened, scratched skin of hands and forearms. No blisters, no scaling of the scalp.",
                "Would patch tests help?"
            )
            {
                AgeTo = 66,
                Problems = ["Atopic dermatitis"],
                Medication = ["Mometasone 0.1% ointment once daily", "Emollient as needed"],
                SafetyNet = "Told to come back if it weeps or turns hot.",
            },
        ];

    static DemoLetter[] Gut =>
        [
            new(
                "Reflux in spite of treatment for {months} months",
                "Thank you for seeing this {age} year old {man} with heartburn and acid in the mouth for {months} months. "
                    + "Omeprazole twice daily "
                    + "and raising the head of the bed helped at first.\n\nSwallowing is easy, {his} weight is steady and there has "
                    + "been no "
                    + "vomiting and no bleeding.",
                "Abdomen soft, no mass, no tenderness.",
                "Please advise on investigation and whether surgery is an option."
            )
            {
                AgeTo = 54,
                Values = [("Haemoglobin", "g/L", 132, 151), ("Body mass index", "kg/m2", 24, 31)],
                Problems = ["Gastro-oesophageal reflux disease"],
                Medication = ["Omeprazole 20 mg twice daily", "Alginate after meals"],
                SafetyNet = "Told to come back with trouble swallowing, black stools or weight loss.",
            },
            new(
                "Altered bowel habit",
                "{age}y, CIBH 7/52, looser and more often. PR bleeding x 4, dark, mixed in. Wt down 5 kg, not trying.\n\nFather had "
                    + "bowel ca at 61.",
                "Abdo soft. PR: no mass felt, no piles.",
                "FIT 186. Hb 98, ferritin 7. Marked routine by mistake of mine? Please look at it soon."
            )
            {
                AgeFrom = 55,
                AgeTo = 82,
                Values = [("Faecal immunochemical test", "ug/g", 120, 310), ("Haemoglobin", "g/L", 92, 104), ("Ferritin", "ug/L", 5, 11)],
                Medication = ["Ferrous fumarate 210 mg once daily"],
            },
            new(
                "Iron deficiency, cause not found",
                "This {age} year old {woman} has been short of iron twice in a year. {Her} periods are regular and not heavy, {she} "
                    + "eats meat, and "
                    + "{she} takes no pain killers.\n\nThere is no change of bowel habit, no bleeding and no loss of weight. "
                    + "Coeliac serology "
                    + "negative, urine clear.",
                "Pale conjunctivae. Abdomen normal. FIT below 4.",
                "Please advise on endoscopy."
            )
            {
                AgeFrom = 24,
                AgeTo = 46,
                Sex = "female",
                Values = [("Haemoglobin", "g/L", 104, 112), ("Ferritin", "ug/L", 6, 13), ("Faecal immunochemical test", "ug/g", 1, 3.5)],
                Medication = ["Ferrous sulfate 200 mg once daily"],
                SafetyNet = "Told to come back with any bleeding.",
            },
        ];

    static DemoLetter[] Heart =>
        [
            new(
                "Palpitations, ECG attached",
                "Thank you for seeing this {age} year old {man} with palpitations for {months} months: sudden, fast and regular, "
                    + "some minutes at "
                    + "a time, once or twice a week. {He} feels light-headed and has never fainted.\n\nNo family history of sudden "
                    + "death. Two cups "
                    + "of coffee a day, no drugs.",
                "Pulse 72 regular. Heart sounds normal. ECG: sinus rhythm, normal intervals.",
                "Please advise on longer monitoring."
            )
            {
                AgeTo = 70,
                Values = [("Systolic blood pressure", "mmHg", 118, 142), ("Thyroid stimulating hormone", "mU/L", 1, 3.6)],
                Medication = ["None regular"],
                SafetyNet = "Told to ring 999 with chest pain or collapse.",
            },
            new(
                "Breathless on stairs, murmur heard",
                "This {age} year old {man} has become breathless on one flight of stairs over {months} months, with ankles swollen "
                    + "in the "
                    + "evening. {He} sleeps on two pillows. No chest pain.\n\nPast history: hypertension and type 2 diabetes.",
                "Ejection systolic murmur, grade 3, carried to the neck. A few crackles at the bases. Ankle oedema.",
                "Please arrange an echocardiogram and clinic."
            )
            {
                AgeFrom = 60,
                Values =
                [
                    ("NT-proBNP", "ng/L", 620, 1_600),
                    ("eGFR", "mL/min/1.73 m2", 48, 66),
                    ("Systolic blood pressure", "mmHg", 128, 158),
                ],
                Problems = ["Essential hypertension", "Type 2 diabetes mellitus"],
                Medication = ["Ramipril 10 mg once daily", "Metformin 1 g twice daily", "Furosemide 20 mg once daily"],
                SafetyNet = "Told to come back if breathless at rest.",
            },
            new(
                "Chest tightness on exercise",
                "{age} year old with tightness across the chest on hills for {months} months, gone within minutes of rest. "
                    + "Ex-smoker, father had a "
                    + "heart attack at 58.",
                "BP raised, heart sounds normal. ECG normal at rest.",
                "Stable angina? Please see in the chest pain clinic."
            )
            {
                AgeFrom = 45,
                Values = [("Total cholesterol", "mmol/L", 5.6, 7.2), ("Systolic blood pressure", "mmHg", 144, 162)],
                Medication = ["Aspirin 75 mg once daily", "Atorvastatin 20 mg at night", "Glyceryl trinitrate spray as needed"],
                SafetyNet = "Told to ring 999 with pain at rest that lasts 15 minutes.",
            },
        ];
}
