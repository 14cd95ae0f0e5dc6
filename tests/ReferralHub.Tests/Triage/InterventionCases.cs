using System.Globalization;
using ReferralHub.Kernel;
using ReferralHub.Triage;
using ReferralHub.Triage.Reading;
using Shouldly;
using Xunit;

namespace ReferralHub.Tests.Triage;

/// <summary>The 17 interventions of list 1 in the shorthand of GPs: what a clinician would say of the criteria, the rule says.</summary>
public sealed class InterventionCases
{
    static readonly DateTime Now = new(2026, 11, 20, 10, 0, 0, DateTimeKind.Utc);

    /// <summary>Rule, specialty, expected result, age, text; parted by bars.</summary>
    const string Lines = """
        snoring-surgery|120|met|50|Loud snoring, wife desperate, wants operation
        snoring-surgery|120|met|44|?UPPP for snoring
        snoring-surgery|145|met|51|Snoring. Requests laser surgery
        snoring-surgery|340|met|39|Please consider palatal surgery
        snoring-surgery|120|excluded|50|Snoring surgery, known OSA on CPAP
        snoring-surgery|120|not-applicable|50|Snoring and nasal blockage
        dilatation-and-curettage|502|met|41|HMB, requests D&C
        dilatation-and-curettage|502|met|38|Menorrhagia, ?dilation and curettage
        dilatation-and-curettage|100|met|47|for D and C please
        dilatation-and-curettage|502|excluded|58|PMB ?endometrial ca, D&C
        dilatation-and-curettage|502|not-applicable|35|HMB, coil failed
        dilatation-and-curettage|502|not-applicable|35|Heavy periods. Previous D&C 2010
        knee-arthroscopy|110|met|61|OA R knee, ?arthroscopy
        knee-arthroscopy|110|met|55|Please consider arthroscopic washout
        knee-arthroscopy|410|met|66|wants knee arthroscopy for OA
        knee-arthroscopy|110|excluded|30|Locked knee, ?arthroscopy of the knee
        knee-arthroscopy|110|not-applicable|61|OA knee, ?replacement
        knee-arthroscopy|110|not-applicable|61|Knee pain. Previous knee arthroscopy 2015
        back-injections|191|met|57|Chronic LBP ?facet joint injections
        back-injections|110|met|49|requests spinal injection for low back pain
        back-injections|410|met|60|Back pain, wants an injection in his back
        back-injections|191|excluded|52|Sciatica L5, ?epidural injection
        back-injections|191|not-applicable|52|Low back pain 6/12
        back-injections|108|excluded|71|Lumbar injection for back pain, prostate cancer
        breast-reduction|160|met|32|?breast reduction, neck pain
        breast-reduction|103|met|45|Large breasts, requests reduction
        breast-reduction|160|met|29|for reduction mammoplasty
        breast-reduction|160|excluded|50|breast reduction, L breast cancer
        breast-reduction|160|not-applicable|32|Breast pain
        breast-reduction|160|not-applicable|50|Breast pain. Previous breast reduction
        benign-skin-lesion|330|met|44|Skin tag axilla, catches on bra
        benign-skin-lesion|330|met|50|Seborrhoeic keratosis back, bleeds
        benign-skin-lesion|100|met|61|Sebaceous cyst, 3 courses of antibiotics this year
        benign-skin-lesion|330|not-met|39|Skin tag neck. Not painful, no bleeding, no recurrent infection, no functional problem
        benign-skin-lesion|330|unknown|39|Skin tags, wants removed
        benign-skin-lesion|340|not-applicable|39|Cough. Skin tag
        grommets|120|met|5|Bilateral OME 4/12, hearing 45 dB both ears
        grommets|215|met|4|Glue ear both ears for six months, hearing loss 30 dB
        grommets|120|not-met|5|?grommets. Bilateral glue ear for 4 weeks, hearing 20 dB
        grommets|120|not-met|6|Bilateral glue ear 6/12, hearing R ear 45 dB, left ear 15 dB
        grommets|120|unknown|5|Glue ear, ?grommets
        grommets|420|unknown|3|please consider grommets
        grommets|120|not-applicable|54|Glue ear
        tonsillectomy|120|met|19|Recurrent tonsillitis, nine episodes in the last year
        tonsillectomy|120|met|12|9 bouts of tonsillitis in past 12 months
        tonsillectomy|215|met|8|Tonsillectomy please, 6 episodes in each of the last two years
        tonsillectomy|120|met|9|Tonsils out? 3 per year for three years
        tonsillectomy|120|not-met|21|Tonsils out? Not 7 in last year, not 5 in each of last 2 years, not 3 in each of last 3 years
        tonsillectomy|120|unknown|20|Recurrent tonsillitis, 4 episodes in the last year
        tonsillectomy|120|unknown|20|for tonsillectomy please
        tonsillectomy|120|excluded|25|Recurrent tonsillitis, quinsy x2, 7 episodes in the last year
        tonsillectomy|120|not-applicable|25|Sore throat today
        haemorrhoids|104|met|48|Grade 3 piles, bleeding daily
        haemorrhoids|100|met|51|Haemorrhoids, banding failed
        haemorrhoids|104|met|62|Irreducible haemorrhoids
        haemorrhoids|104|not-met|40|Grade 2 piles. No failed banding. Not irreducible
        haemorrhoids|104|unknown|40|Haemorrhoids, wants surgery
        haemorrhoids|320|not-applicable|40|Palpitations. Piles
        hysterectomy|502|met|46|HMB, wants hysterectomy
        hysterectomy|502|met|49|?hysterectomy
        hysterectomy|100|met|44|requests hysterectomy for heavy periods
        hysterectomy|502|excluded|55|hysterectomy, endometrial cancer
        hysterectomy|502|not-applicable|46|Menorrhagia
        hysterectomy|101|not-applicable|60|Recurrent UTI. Previous hysterectomy
        chalazion|130|met|33|Chalazion L upper lid 8/12
        chalazion|130|met|40|Meibomian cyst
        chalazion|130|met|29|chalazia both eyes
        chalazion|330|met|29|lid lump, chalazion
        chalazion|130|excluded|70|?chalazion ?ca lid
        chalazion|130|not-applicable|70|Stye
        shoulder-decompression|110|met|55|?subacromial decompression
        shoulder-decompression|110|met|58|Impingement, wants shoulder decompression
        shoulder-decompression|410|met|61|arthroscopic decompression L shoulder
        shoulder-decompression|110|excluded|61|shoulder decompression, breast cancer
        shoulder-decompression|110|not-applicable|61|Frozen shoulder
        shoulder-decompression|110|not-applicable|61|Shoulder pain. Previous subacromial decompression
        carpal-tunnel|110|met|52|CTS, splint for 10 weeks no better
        carpal-tunnel|110|met|60|Carpal tunnel, wasting of thenar eminence
        carpal-tunnel|160|met|47|Bilateral carpal tunnel, splints 3/12
        carpal-tunnel|110|met|58|Carpal tunnel, steroid injection failed
        carpal-tunnel|110|not-met|52|CTS. Splint for 4 weeks. No constant numbness. No thenar wasting
        carpal-tunnel|110|unknown|52|?CTS
        carpal-tunnel|400|unknown|52|for carpal tunnel decompression
        carpal-tunnel|400|not-applicable|52|?carpal tunnel syndrome, NCS please
        dupuytren|110|met|66|Dupuytren's, MCP 40
        dupuytren|160|met|70|Dupuytrens L ring finger, 25 degrees at the PIP
        dupuytren|110|met|59|Dupuytrens, severe thumb contracture
        dupuytren|110|not-met|66|Dupuytren's, MCP 20, PIP 10. No severe thumb contracture
        dupuytren|110|unknown|66|Dupuytren's contracture
        dupuytren|301|not-applicable|66|Abnormal LFTs, Dupuytren's contracture
        ganglion|110|met|34|Ganglion dorsum R wrist
        ganglion|110|met|28|?ganglion
        ganglion|160|met|41|wrist ganglion, painful
        ganglion|110|excluded|41|?ganglion ?sarcoma
        ganglion|110|not-applicable|41|Wrist pain
        ganglion|110|not-applicable|41|Lump on wrist, ultrasound please
        trigger-finger|110|met|63|Trigger finger, two injections failed
        trigger-finger|160|met|58|Trigger thumb, T2DM
        trigger-finger|110|met|49|Trigger finger, splint for 6 weeks no better
        trigger-finger|110|not-met|49|Trigger finger. Splint for 1 week. No locked finger. No other digits failed. No diabetes
        trigger-finger|110|unknown|49|Trigger finger
        trigger-finger|300|not-applicable|49|HbA1c 80, trigger finger
        varicose-veins|107|met|52|VVs, varicose veins, aching legs
        varicose-veins|107|met|66|Varicose veins with eczema
        varicose-veins|100|met|71|Varicose veins, healed ulcer L leg
        varicose-veins|107|not-met|45|Varicose veins. Not symptomatic. No skin changes. No thrombophlebitis. No leg ulcer
        varicose-veins|107|unknown|45|Varicose veins
        varicose-veins|320|not-applicable|45|Murmur. Varicose veins
        """;

    public static TheoryData<string> Cases => [.. List()];

    static string[] List() => Lines.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    [Theory]
    [MemberData(nameof(Cases))]
    public void Shorthand_IsReadAsAClinicianWould(string line)
    {
        var parts = line.Split('|', 5);
        var facts = new TriageFacts
        {
            Specialty = parts[1],
            Age = int.Parse(parts[3], CultureInfo.InvariantCulture),
            Reason = parts[4],
            Text = parts[4],
        };

        Evaluate(parts[0], facts).ShouldBe(parts[2]);
    }

    [Fact]
    public void EachInterventionHasSixLinesOrMore() =>
        List().Select(c => c.Split('|')[0]).CountBy(r => r).Where(r => r.Value >= 6).Count().ShouldBe(17);

    [Theory]
    [InlineData("120")]
    [InlineData("300")]
    [InlineData("420")]
    public void TonsillectomyByItsCodeAlone_IsOne_WhicheverSpecialtyItIsTo(string specialty) =>
        Evaluate(
                "tonsillectomy",
                new TriageFacts
                {
                    Specialty = specialty,
                    Age = 9,
                    Codes = [("http://snomed.info/sct", "173422009")],
                }
            )
            .ShouldBe("unknown");

    static string Evaluate(string rule, TriageFacts facts)
    {
        var pack = ShippedPacks.Approved.Single(p => p.Id == "evidence-based-interventions");
        return RulePackReader.Word(
            TriageRules.Evaluate(pack, pack.Rules.Single(r => r.Id == rule), new(facts, Now))?.Result ?? RuleResult.NotApplicable
        );
    }
}
