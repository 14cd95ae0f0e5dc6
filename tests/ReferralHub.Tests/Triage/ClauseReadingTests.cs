using Shouldly;
using Xunit;
using static ReferralHub.Tests.Triage.ConceptText;

namespace ReferralHub.Tests.Triage;

/// <summary>What takes a red flag away stands in its own clause and is not itself denied; a number is that of its own name.</summary>
public sealed class ClauseReadingTests
{
    [Theory]
    [InlineData("Told to come back with pain, flashes or chest pain.", null)]
    [InlineData("Told to ring 999 with chest pain or collapse.", null)]
    [InlineData("Told to ring us for chest pain.", true)]
    [InlineData("Told to come back in two weeks, chest pain.", true)]
    [InlineData("Told to come back after the scan for her chest pain.", true)]
    [InlineData("Told to come back with a sample, now chest pain.", true)]
    [InlineData("Told to come back with the report, which showed chest pain.", true)]
    [InlineData("Advised to return if worse, but now chest pain.", true)]
    [InlineData("Advised to return if worse; chest pain.", true)]
    [InlineData("Advised to return if chest pain.", null)]
    [InlineData("Asked to come back if there is chest pain.", null)]
    [InlineData("She knows to ring if she has chest pain.", null)]
    [InlineData("Told to come back with her chest pain.", true)]
    [InlineData("Told me he came back with chest pain.", true)]
    [InlineData("Told to come back. Chest pain now.", true)]
    [InlineData("She came back with chest pain.", true)]
    [InlineData("Rang 999 with chest pain.", true)]
    public void WhatSomebodyWasToldToComeBackWith_IsNotThere_WhatTheyCameWithIs(string text, bool? isSaid) =>
        Say("chest_pain", text).ShouldBe(isSaid);

    [Theory]
    [InlineData("Lump in thigh, growing, unchanged in colour", null)]
    [InlineData("Growing lump, stable", null)]
    [InlineData("Lump growing, stable until May", null)]
    [InlineData("Lump growing, no longer stable", true)]
    [InlineData("Lump growing, not stable", true)]
    [InlineData("Lump growing - weight stable", true)]
    [InlineData("Lump growing but gait stable", true)]
    [InlineData("Lump growing. Asthma stable", true)]
    [InlineData("Lump growing; asthma stable", true)]
    [InlineData("Lump growing\nAsthma stable", true)]
    [InlineData("Lump growing, previously stable", true)]
    [InlineData("Previously stable lump growing", null)]
    [InlineData("Lump growing, mother's asthma stable", null)]
    [InlineData("No growing lump, stable", false)]
    public void NotIn_CountsOnlyInItsClauseAndWhereItStandsAlike(string text, bool? isSaid) =>
        SayBut("lump growing", "lump stable|unchanged ~8", text).ShouldBe(isSaid);

    [Theory]
    [InlineData("lump on thigh", "no|not lump ~2", "Tender lump on thigh, no fever", true)]
    [InlineData("lump on thigh", "no|not lump ~2", "Tender lump on thigh not reducible", true)]
    [InlineData("urgent", "non|not urgent ~1", "urgent, not routine", true)]
    [InlineData("urgent", "non|not urgent ~1", "urgent not routine", true)]
    [InlineData("urgent", "non|not urgent ~1", "non-urgent", null)]
    [InlineData("change", "no change", "Mole: change of colour, no bleeding", true)]
    public void Denial_StandsBeforeWhatItDenies(string line, string notIn, string text, bool? isSaid) =>
        SayBut(line, notIn, text).ShouldBe(isSaid);

    [Theory]
    [InlineData("blood pressure ~2", "pressure, blood", true)]
    [InlineData("blood pressure ~2>", "pressure, blood", null)]
    [InlineData("blood pressure ~2>", "blood pressure", true)]
    [InlineData("blood high pressure ~3>", "blood pressure high", null)]
    public void Order_CountsWhereTheLineSaysSo(string line, string text, bool? isSaid) => Say(line, text).ShouldBe(isSaid);

    [Theory]
    [InlineData("no|reduced baby moving", "baby not moving", null)]
    [InlineData("not|reduced baby moving", "baby not moving", true)]
    [InlineData("not|reduced baby moving", "baby moving, not worried", null)]
    public void DenialAmongThreeParts_StandsBeforeOneOfThem(string line, string text, bool? isSaid) =>
        (Say(line, text) is true ? true : (bool?)null).ShouldBe(isSaid);

    [Theory]
    [InlineData("Appetite good, no fever", null)]
    [InlineData("No appetite, no fever", true)]
    [InlineData("No fever, appetite poor", true)]
    [InlineData("Has not much appetite", true)]
    public void DenialThatIsLookedFor_StandsBeforeItsWord(string text, bool? isSaid) => Say("no|not|poor appetite", text).ShouldBe(isSaid);

    [Theory]
    [InlineData("hb [<110]", "Hb 121 MCV 68", null)]
    [InlineData("hb [<110]", "MCV 68 Hb 121", null)]
    [InlineData("hb [<110]", "Hb 121 on bloods, MCV 68", null)]
    [InlineData("hb [<110]", "Hb 82 MCV 68", true)]
    [InlineData("hb [<110]", "MCV 68 and Hb of 82", true)]
    [InlineData("anaemi* hb|ferritin [<15]", "anaemia, ferritin 8", true)]
    [InlineData("wells [>=2]", "Wells score 3, HR 110", true)]
    [InlineData("wells [>=2]", "Wells score 0 HR 110", null)]
    public void NumberInALine_IsThatOfItsName(string line, string text, bool? isSaid) =>
        (Say(line, text) is true ? true : (bool?)null).ShouldBe(isSaid);

    [Theory]
    [InlineData("Hb 121 MCV 68", false)]
    [InlineData("Hb 121 K 3.2", false)]
    [InlineData("Hb 121 g/L MCV 68", false)]
    [InlineData("Hb 121 g/L from 140", false)]
    [InlineData("Hb A1c: 74 mmol/mol", null)]
    [InlineData("Hb A1c 74", null)]
    [InlineData("Hb82", true)]
    [InlineData("Hb and MCV 68", null)]
    [InlineData("Hb, MCV 68", null)]
    [InlineData("Hb fell to 68", true)]
    [InlineData("Hb 121 -> 82", true)]
    [InlineData("Hb 82 K 3.2", true)]
    public void Value_EndsAtTheNextName(string text, bool? isSaid) => SayValue("hb", 3, 109.9, text).ShouldBe(isSaid);

    [Theory]
    [InlineData("Would like to have melanoma excluded", true)]
    [InlineData("Would like melanoma excluded by a specialist", true)]
    [InlineData("Needs melanoma ruled out", true)]
    [InlineData("Please see to get melanoma ruled out.", true)]
    [InlineData("Melanoma to be excluded", true)]
    [InlineData("Wants melanoma excluded, anxious", true)]
    [InlineData("Melanoma must be excluded", true)]
    [InlineData("Melanoma should be ruled out", true)]
    [InlineData("Melanoma has not been excluded", true)]
    [InlineData("Melanoma cannot be ruled out", true)]
    [InlineData("Has melanoma been excluded?", true)]
    [InlineData("Not sure whether melanoma has been excluded", true)]
    [InlineData("Unable to reassure until melanoma is excluded", true)]
    [InlineData("Melanoma, excluded from trial", true)]
    [InlineData("Melanoma since PE excluded", true)]
    [InlineData("Melanoma has been excluded", false)]
    [InlineData("Melanoma was excluded by biopsy", false)]
    [InlineData("Melanoma excluded by dermoscopy", false)]
    [InlineData("Had melanoma excluded by biopsy", false)]
    [InlineData("Has had melanoma excluded", false)]
    [InlineData("Melanoma excluded", false)]
    [InlineData("Melanoma excluded, naevus only? no: itching only", false)]
    [InlineData("Melanoma ruled out by dermatology in May", false)]
    [InlineData("Melanoma has been ruled out", false)]
    [InlineData("Melanoma and SCC have been excluded", false)]
    public void Excluded_DeniesWhatWasAndNotWhatIsWanted(string text, bool? isSaid) => Say("melanoma*", text).ShouldBe(isSaid);

    [Theory]
    [InlineData("No bleed", false)]
    [InlineData("Never bled", false)]
    [InlineData("Bleed excluded", false)]
    [InlineData("No pain, bled twice", true)]
    public void Bleed_IsDeniedAsAnyNoun(string text, bool? isSaid) => Say("bleed*|bled", text).ShouldBe(isSaid);

    [Theory]
    [InlineData("Never had bleeding like this", true)]
    [InlineData("Has not had bleeding like this before", true)]
    [InlineData("No bleeding like it", true)]
    [InlineData("Not bleeding as much", false)]
    [InlineData("No previous bleeding as bad", true)]
    [InlineData("Never bleeding this heavy", true)]
    [InlineData("Never had bleeding so severe", true)]
    [InlineData("Never had bleeding before", true)]
    [InlineData("No fever or bleeding like this", true)]
    [InlineData("Never had bleeding", false)]
    [InlineData("No bleeding like that of his brother or bruising", true)]
    [InlineData("No symptoms such as bleeding", false)]
    [InlineData("No bleeding before or after meals", false)]
    [InlineData("Denies bleeding before", false)]
    public void NeverLikeThis_IsSaid(string text, bool? isSaid) => Say("bleed*", text).ShouldBe(isSaid);
}
