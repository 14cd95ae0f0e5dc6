namespace ReferralHub.Server.Demo;

static partial class DemoLetters
{
    static DemoLetter[] Orthopaedic =>
        [
            new(
                "Knee pain for {months} months, physiotherapy tried",
                "Thank you for seeing this {age} year old {man} with pain in the {side} knee for {months} months. It is worse on "
                    + "stairs and at "
                    + "the end of the day. {He} can walk about half a mile and wakes with it twice a week.\n\n"
                    + "{He} has had twelve weeks of physiotherapy and has lost 4 kg on purpose. Paracetamol and a topical gel help "
                    + "a little. "
                    + "There is no locking and no giving way.\n\nPast history: hypertension. No previous operation on the knee.",
                "Small effusion, crepitus, range 5 to 110 degrees, ligaments stable. Hip normal. Weight-bearing X-ray: loss of the "
                    + "medial joint "
                    + "space with osteophytes.",
                "{He} would like to discuss whether a knee replacement is right for {him}. {He} has read the decision aid."
            )
            {
                AgeFrom = 52,
                Values = [("Body mass index", "kg/m2", 25, 33), ("Oxford knee score", "points", 14, 22)],
                Problems = ["Osteoarthritis of knee", "Essential hypertension"],
                Medication = ["Paracetamol 1 g four times daily", "Ibuprofen 5% gel three times daily", "Amlodipine 5 mg once daily"],
                SafetyNet = "Told to come back with fever, a hot swollen knee or calf pain.",
            },
            new(
                "Numb hand at night, likely carpal tunnel syndrome",
                "This {age} year old {man} has had pins and needles in the thumb, index and middle fingers of the {side} hand for "
                    + "{months} "
                    + "months. It wakes {him} most nights and {he} shakes the hand for relief.\n\n"
                    + "Night splints for eight weeks and one steroid injection helped for a month only. {He} drops things at work.",
                "Tinel and Phalen tests positive. Slight wasting of the thenar muscles. Neck movements full and painless.",
                "Please consider carpal tunnel release."
            )
            {
                AgeFrom = 30,
                Findings = [("Nerve conduction", "Moderate slowing of the median nerve at the wrist")],
                Problems = ["Carpal tunnel syndrome"],
                Medication = ["Naproxen 250 mg as needed"],
                SafetyNet = "Told to come back if the numbness becomes constant.",
            },
            new(
                "Back pain, worse since the weekend",
                "{age}F/M with LBP for {months} months, known disc bulge L4/5. Since Saturday much worse, bilat leg pain.\n\n"
                    + "Mentions numbness in the saddle area since yesterday and is slow to pass urine. Walking unsteady.",
                "SLR 30 degrees both sides. Ankle jerks absent. Perianal sensation reduced to pinprick.",
                "?CES. Rang the on-call team without success; please advise today."
            )
            {
                AgeFrom = 28,
                AgeTo = 70,
                Problems = ["Lumbar disc prolapse"],
                Medication = ["Codeine phosphate 30 mg four times daily"],
            },
            new(
                "Shoulder stiffness after a fall",
                "Stiff {side} shoulder since a fall {months} months ago.",
                "Abduction to 70 degrees.",
                "Please see."
            )
            {
                IsThin = true,
            },
        ];

    static DemoLetter[] Eye =>
        [
            new(
                "Cataract, {side} eye, for surgery",
                "Thank you for seeing this {age} year old {man}, whose sight in the {side} eye has clouded over {months} months. "
                    + "Glare from "
                    + "headlights has stopped {him} driving at night, and {he} can no longer read ordinary print in poor light.\n\n"
                    + "The optometrist found a nuclear cataract and no other disease of the eye. {He} understands the risks and "
                    + "benefits and "
                    + "wants surgery.",
                "Visual acuity with glasses: right 6/18, left 6/12. Pupils normal. Red reflex dull. Pressures 15 and 16 mmHg. Discs "
                    + "and maculae "
                    + "healthy.",
                "Cataract surgery, {side} eye first."
            )
            {
                AgeFrom = 62,
                AgeTo = 88,
                Findings = [("Visual acuity, right eye", "6/18"), ("Visual acuity, left eye", "6/12")],
                Values = [("Intraocular pressure", "mmHg", 13, 18)],
                Problems = ["Nuclear cataract"],
                Medication = ["Simvastatin 20 mg at night"],
                SafetyNet = "Told to come back with pain, flashes, floaters or sudden loss of sight.",
            },
            new(
                "Headache and blurred vision",
                "{age} y/o with new temporal headache for 3/52, jaw claudication on chewing, scalp tender when combing hair. Sight "
                    + "in the {side} "
                    + "eye went dim twice this week for some minutes.\n\nTired, off food, 3 kg lighter. Known PMR, off steroids "
                    + "since spring.",
                "Temporal artery thickened and tender on the {side}. Fundi normal. VA 6/9 both.",
                "?GCA. ESR 82. Started prednisolone 60 mg today. Please see soon."
            )
            {
                AgeFrom = 63,
                AgeTo = 86,
                Values = [("Erythrocyte sedimentation rate", "mm/h", 76, 98), ("C-reactive protein", "mg/L", 64, 110)],
                Problems = ["Polymyalgia rheumatica"],
                Medication = ["Prednisolone 60 mg once daily, started today"],
            },
            new(
                "Watering eye",
                "Thank you for seeing this {age} year old {man} with a watering {side} eye for {months} months, worse in wind. {He} "
                    + "has no pain "
                    + "and {his} sight is unchanged.\n\nMassage and antibiotic drops made no difference.",
                "Lids in good position. Some crusting. Regurgitation on pressure over the sac. Visual acuity 6/6 both.",
                "Please assess for a blocked tear duct."
            )
            {
                AgeFrom = 45,
                Findings = [("Visual acuity, both eyes", "6/6")],
                SafetyNet = "Told to come back with redness and swelling at the corner of the eye.",
            },
        ];

    static DemoLetter[] Ear =>
        [
            new(
                "Hearing loss on both sides, for hearing aids",
                "Thank you for seeing this {age} year old {man}, whose hearing has got worse on both sides over several years. "
                    + "{His} family "
                    + "notice the television. {He} manages one to one and loses the thread in company.\n\n"
                    + "There is no pain, discharge, vertigo or tinnitus, no difference between the sides and no noise at work.",
                "Ear canals clear, drums normal, no fluid. Audiogram with us: 45 dB right, 45 dB left, sloping and symmetrical.",
                "Assessment for hearing aids."
            )
            {
                AgeFrom = 60,
                AgeTo = 89,
                Values = [("Average hearing loss, right ear", "dB", 42, 48), ("Average hearing loss, left ear", "dB", 42, 48)],
                Problems = ["Presbycusis"],
                SafetyNet = "Told to come back with sudden loss of hearing.",
                Picture = DemoPictureKind.Audiogram,
            },
            new(
                "Recurrent tonsillitis",
                "This {age} year old has had sore throats with fever again and again for two years. {He} misses school or work each "
                    + "time.\n\n"
                    + "Between the episodes {he} is well and growing normally. No snoring.",
                "Tonsils large, not inflamed today. Small nodes in the neck.",
                "Is {he} a candidate for tonsillectomy?"
            )
            {
                AgeFrom = 6,
                AgeTo = 24,
                Medication = ["Phenoxymethylpenicillin, five courses in two years"],
            },
            new(
                "Hoarse voice for {months} weeks",
                "{age} y/o smoker, 35 pack years. Hoarse for {months}/52 without a cold. Some pain on swallowing, {side} "
                    + "otalgia.\n\nAppetite "
                    + "poor, unexplained weight loss of 6 kg.",
                "Firm node 2 cm {side} neck, level II. Mouth NAD.",
                "?ca larynx. Grateful for early review; sent as routine by our system, please check the priority."
            )
            {
                AgeFrom = 48,
                AgeTo = 80,
                Problems = ["Tobacco use", "Chronic obstructive pulmonary disease"],
                Medication = ["Tiotropium 18 micrograms once daily"],
            },
        ];
}
