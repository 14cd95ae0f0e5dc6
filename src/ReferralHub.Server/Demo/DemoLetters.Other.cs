namespace ReferralHub.Server.Demo;

static partial class DemoLetters
{
    static DemoLetter[] Gynaecology =>
        [
            new(
                "Heavy periods, treatment tried",
                "Thank you for seeing this {age} year old woman with heavy periods for {months} months: eight days in twenty-six, "
                    + "clots, two nights "
                    + "of flooding. She misses work each month.\n\nTranexamic acid and a progestogen coil did not help enough. "
                    + "Smears are up to "
                    + "date. There is no bleeding between periods or after intercourse.",
                "Abdomen normal. Uterus bulky. Ultrasound: one intramural fibroid of 3 cm, endometrium 7 mm.",
                "She would like to discuss ablation or surgery."
            )
            {
                AgeFrom = 34,
                AgeTo = 50,
                Sex = "female",
                Values = [("Haemoglobin", "g/L", 102, 121), ("Ferritin", "ug/L", 8, 18)],
                Problems = ["Menorrhagia", "Uterine fibroid"],
                Medication = ["Tranexamic acid 1 g three times daily in periods", "Ferrous fumarate 210 mg once daily"],
                SafetyNet = "Told to come back if she bleeds through a pad an hour.",
            },
            new(
                "Bleeding, for advice",
                "{age}F, LMP 8 years ago, no HRT. PMB x 2 in the last month, fresh, no pain.\n\nBMI 37, T2DM. Sister had ca endometrium.",
                "Cervix looks normal. TVS: ET 11 mm.",
                "Please see."
            )
            {
                AgeFrom = 57,
                AgeTo = 76,
                Sex = "female",
                Values = [("Endometrial thickness", "mm", 9, 14), ("Body mass index", "kg/m2", 34, 39)],
                Problems = ["Type 2 diabetes mellitus"],
                Medication = ["Metformin 500 mg twice daily"],
            },
            new(
                "Pelvic pain for {months} months",
                "Thank you for seeing this {age} year old woman with pain low in the pelvis for {months} months, worst before and "
                    + "during periods, "
                    + "and pain on intercourse. She takes days off work.\n\nThe combined pill and naproxen help a little. No fever, "
                    + "no discharge.",
                "Tender at the left uterosacral ligament, no mass. Swabs negative. Ultrasound normal.",
                "Endometriosis? Please consider laparoscopy."
            )
            {
                AgeFrom = 19,
                AgeTo = 42,
                Sex = "female",
                Medication = ["Combined oral contraceptive", "Naproxen 500 mg twice daily"],
                SafetyNet = "Told to come back with sudden severe pain.",
            },
        ];

    static DemoLetter[] Urology =>
        [
            new(
                "Urinary frequency at night",
                "Thank you for seeing this {age} year old man, who has passed urine three or four times a night for {months} "
                    + "months, with a poor "
                    + "stream and a feeling of not emptying.\n\nNo blood, no infection, no bone pain. Tamsulosin for three months "
                    + "helped in part.",
                "Abdomen normal, bladder not felt. Prostate smooth and moderately large.",
                "Please advise on further treatment."
            )
            {
                AgeFrom = 54,
                Sex = "male",
                Values = [("Prostate specific antigen", "ug/L", 0.8, 2.9), ("International prostate symptom score", "points", 17, 24)],
                Problems = ["Benign prostatic hyperplasia"],
                Medication = ["Tamsulosin 400 micrograms once daily"],
                SafetyNet = "Told to go to hospital if he cannot pass urine.",
            },
            new(
                "Blood in urine, no infection",
                "{age}y smoker. Painless frank haematuria x 3 in 2/52, clots once. MSU no growth.\n\nNo anticoagulant.",
                "Abdo NAD. BP 142/84. Dip: blood +++.",
                "Sent for routine urology by the template."
            )
            {
                AgeFrom = 50,
                Values = [("Creatinine", "micromol/L", 72, 98)],
                Medication = ["Amlodipine 5 mg once daily"],
            },
            new(
                "Recurrent urinary infections",
                "This {age} year old {woman} has had five proven infections in a year in spite of good fluids and vaginal "
                    + "oestrogen.\n\nNo blood "
                    + "between infections, no stones, no loss of weight.",
                "Abdomen normal. Residual volume 40 mL. Ultrasound of the kidneys normal.",
                "Please advise on prevention."
            )
            {
                AgeFrom = 30,
                Sex = "female",
                Medication = ["Nitrofurantoin 100 mg at night for three months", "Estriol cream"],
                SafetyNet = "Told to come back with fever or pain in the loin.",
            },
        ];

    static DemoLetter[] Chest =>
        [
            new(
                "Asthma not controlled on two inhalers",
                "Thank you for seeing this {age} year old {man} with asthma since childhood. {He} has needed three courses of "
                    + "prednisolone in a "
                    + "year and uses the blue inhaler daily. Technique checked, {he} takes the preventer.\n\nNever smoked, one cat, "
                    + "works in an "
                    + "office.",
                "Scattered wheeze. Saturation 97%.",
                "Please advise on further treatment."
            )
            {
                AgeFrom = 17,
                AgeTo = 65,
                Values = [("Peak expiratory flow", "L/min", 290, 390), ("Eosinophils", "x10^9/L", 0.4, 0.8)],
                Problems = ["Asthma"],
                Medication = ["Budesonide with formoterol 200/6, two puffs twice daily", "Salbutamol as needed"],
                SafetyNet = "Has a written plan; rings 999 when too breathless to talk.",
            },
            new(
                "Cough for ten weeks",
                "{age} y/o ex-smoker, 40 pack yrs. Cough 10/52, SOB on hills, streaks of blood in sputum twice. Off food, wt loss 7 kg.",
                "Clubbed. Dull {side} upper zone. SpO2 95%.",
                "CXR shows mass {side} hilum, report attached. ?lung ca."
            )
            {
                AgeFrom = 52,
                Values = [("Oxygen saturation", "%", 93, 96)],
                Problems = ["Chronic obstructive pulmonary disease"],
                Medication = ["Salbutamol as needed"],
            },
            new(
                "Snoring and daytime sleepiness",
                "This {age} year old {man} snores, stops breathing in sleep as {his} partner tells, and falls asleep in meetings. "
                    + "{He} drives a van "
                    + "for a living and has been told not to drive while sleepy.\n\nWaking unrefreshed for {months} months.",
                "Neck 44 cm. Throat crowded. Blood pressure raised.",
                "Sleep study, please; {he} drives for work."
            )
            {
                AgeFrom = 30,
                AgeTo = 68,
                Values = [("Epworth sleepiness score", "points", 13, 19), ("Body mass index", "kg/m2", 32, 41)],
                Medication = ["Losartan 50 mg once daily"],
            },
        ];

    static DemoLetter[] Nerve =>
        [
            new(
                "Tremor at rest",
                "Thank you for seeing this {age} year old {man} with a tremor of the {side} hand for {months} months, at rest and "
                    + "when walking. "
                    + "{His} writing has become small and {his} partner notices a shorter step.\n\nSense of smell lost years ago. "
                    + "No falls. "
                    + "No drug that could cause it.",
                "Rest tremor, mild rigidity and slow finger taps on the {side}. Reduced arm swing. Eye movements full.",
                "Parkinson's disease? Not treated, as you advise."
            )
            {
                AgeFrom = 55,
                Medication = ["None regular"],
                SafetyNet = "Told to come back after a fall or with trouble swallowing.",
            },
            new(
                "Headaches that wake from sleep",
                "{age} year old with headaches for six weeks, worse on lying down and on coughing; they wake {him} from sleep. "
                    + "Vomited twice this "
                    + "week. {His} partner finds {him} muddled.\n\nNo history of migraine.",
                "Both discs blurred. {side} arm drifts. Gait wide.",
                "Raised pressure? I have asked for a scan as well. Please see soon."
            )
            {
                AgeFrom = 30,
                Values = [("Systolic blood pressure", "mmHg", 138, 156)],
            },
            new(
                "Numbness of the {side} foot",
                "This {age} year old {man} has had numb toes on the {side} for {months} months, with burning at night. Diabetes for "
                    + "ten years.\n\n"
                    + "Vitamin B12 is normal. {He} drinks ten units a week.",
                "Reduced vibration and pinprick to the ankle on both sides. Ankle jerks absent. Power normal.",
                "Please confirm that this is neuropathy and advise."
            )
            {
                AgeFrom = 45,
                Values = [("Haemoglobin A1c", "mmol/mol", 58, 79), ("Vitamin B12", "ng/L", 310, 520)],
                Problems = ["Type 2 diabetes mellitus"],
                Medication = ["Metformin 1 g twice daily", "Amitriptyline 10 mg at night"],
                SafetyNet = "Told to come back with weakness or trouble with bladder or bowel.",
            },
        ];

    static DemoLetter[] Joint =>
        [
            new(
                "Swollen joints of both hands",
                "Thank you for seeing this {age} year old {man} with pain and swelling of the knuckles of both hands for {months} "
                    + "weeks and "
                    + "stiffness for two hours each morning.\n\nNo psoriasis, no bowel trouble. {His} mother had rheumatoid arthritis.",
                "Swelling of six small joints, squeeze test positive. No nodules.",
                "Early inflammatory arthritis? Please see within three weeks."
            )
            {
                Values = [("C-reactive protein", "mg/L", 18, 46), ("Anti-CCP antibody", "U/mL", 60, 240)],
                Medication = ["Naproxen 500 mg twice daily", "Omeprazole 20 mg once daily"],
                SafetyNet = "Told to come back with one hot swollen joint or fever.",
            },
            new(
                "Back pain in a young adult",
                "This {age} year old {man} has had low back pain for {months} months that is worst in the early morning, eases with "
                    + "exercise and "
                    + "returns with rest. Stiffness for an hour.\n\nOne episode of a red painful eye last year. No injury.",
                "Sacroiliac joints tender. Forward bending reduced. Chest expansion 4 cm. Reflexes and sensation normal.",
                "Axial spondyloarthritis? HLA-B27 positive."
            )
            {
                AgeFrom = 18,
                AgeTo = 42,
                Values = [("C-reactive protein", "mg/L", 6, 22)],
                Medication = ["Ibuprofen 400 mg three times daily"],
                SafetyNet = "Told to come back with a red eye, numbness or weak legs.",
            },
        ];
}
