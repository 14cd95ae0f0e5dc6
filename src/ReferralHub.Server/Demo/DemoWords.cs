namespace ReferralHub.Server.Demo;

/// <summary>Names of people who do not exist, and what they are referred for.</summary>
static class DemoWords
{
    public static readonly string[] Families =
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
    public static readonly string[] Streets =
    [
        "Alder Row",
        "Brook Lane",
        "Chapel Walk",
        "Dyer Street",
        "Elm Close",
        "Foundry Road",
        "Garden Terrace",
        "Hill Rise",
    ];
    public static readonly string[] Female =
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
    public static readonly string[] Male =
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

    public static readonly Dictionary<string, string[]> Reasons = new()
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
            "Tonsillectomy asked for: not seven in the last year, not five in each of the last two years, "
                + "not three in each of the last three years",
        ],
        ["502"] = ["Heavy periods, treatment tried", "Pelvic pain for six months", "Bleeding between periods"],
        ["101"] = ["Urinary frequency at night", "Blood in urine once, no infection", "Recurrent infections"],
        ["340"] = ["Cough for ten weeks", "Asthma not controlled on two inhalers", "Snoring and daytime sleepiness"],
        ["400"] = ["Headaches that wake from sleep", "Numbness of the left hand", "Tremor at rest"],
        ["410"] = ["Swollen joints of both hands", "Morning stiffness for two hours", "Back pain in a young adult"],
    };
}
